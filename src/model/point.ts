import type { Usage } from '../core/action.js';
import type { Glimpse, Picture } from '../core/chat.js';
import { centreOf, type FrameBox, type Size } from '../core/geometry.js';
import { agreementOf, closeAround, isBigScreen, lookScores, SMALL_SIDE } from '../core/second-look.js';
import type { Located, Sighting } from '../core/target.js';
import type { View } from '../ports.js';
import type { Client } from './client.js';
import { lookOnce } from './one-look.js';
import { Album } from './pictures/album.js';

export interface PointOptions {
  /** Whether a click on what is described would be risky: then it gets a second look, whatever its size. */
  readonly risky?: (description: string) => boolean;
  /** Told of every question that was asked, for cost and the recording. */
  readonly onAsked?: (asked: { usage: Usage; exchange: Readonly<Record<string, unknown>> }) => void;
}

/**
 * The model's rung of the ladder: where the described thing is. Small things, big screens and risky
 * things get a second, enlarged look at half of each side around the first answer; two looks that disagree are ambiguous.
 */
export function askModelToPoint(
  client: Client,
  options: PointOptions = {},
): (view: View, description: string, signal: AbortSignal) => Promise<Located> {
  const album = new Album(client.profile, client.host);
  return async (view, description, signal) => {
    const began = client.clock.now();
    const ms = (): number => Math.max(0, client.clock.now() - began);
    const look = async (region?: FrameBox): Promise<Glimpse> => {
      const picture = { ...pictureOf(view), ...(region && { region }) };
      const { glimpse, usage, exchange } = await lookOnce(client, album, picture, description, signal);
      options.onAsked?.({ usage, exchange });
      return glimpse;
    };
    const first = await look();
    if (first.found !== 'found') return notFound(first, ms());
    const { size } = view.frame;
    const small = Math.min(first.box.width, first.box.height) < SMALL_SIDE;
    if (!small && !isBigScreen(size) && options.risky?.(description) !== true)
      return found(first.box, lookScores.one, ms());
    const second = await look(closeAround(centreOf(first.box), size));
    if (second.found !== 'found') return doubt([first.box], `a closer look says ${second.found}`, ms());
    return compare(first.box, second.box, size, ms());
  };
}

function pictureOf({ frame, path }: View): Picture {
  const { sha256, file, size, scale, origin } = frame;
  return { path, sha256, file, size, scale, origin };
}

function compare(first: FrameBox, second: FrameBox, size: Size, ms: number): Located {
  const { px, score } = agreementOf(centreOf(first), centreOf(second), size);
  if (score === undefined) return doubt([first, second], `two looks point ${px} px apart`, ms);
  return found(second, score, ms);
}

function sighting(box: FrameBox, score: number, ms: number): Sighting {
  return { rung: 'model', box, point: centreOf(box), score, ms };
}

function found(box: FrameBox, score: number, ms: number): Located {
  return { found: 'found', sighting: sighting(box, score, ms) };
}

function doubt(boxes: readonly FrameBox[], reason: string, ms: number): Located {
  return { found: 'ambiguous', reason, candidates: boxes.map((box) => sighting(box, 0.5, ms)), ms };
}

function notFound({ found: what }: Exclude<Glimpse, { found: 'found' }>, ms: number): Located {
  if (what === 'absent') return { found: 'absent', reason: 'the model does not see it', nearest: [], ms };
  const reason =
    what === 'unsure' ? 'the answer of the model cannot be used' : 'the model sees several that fit';
  return { found: 'ambiguous', reason, candidates: [], ms };
}
