import type { WindowFacts } from '../../../core/frame.js';
import { clip, type FrameBox, frameBox } from '../../../core/geometry.js';
import { screenBoxToFrame } from '../../../core/spaces.js';
import type { View } from '../../../ports.js';
import { fold } from '../../../sight/label/fold.js';
import { cropPicture, loadPicture, toRgb } from '../../../sight/picture.js';
import type { Stage } from '../stage.js';
import type { Label } from './accept.js';
import { readArea } from './read.js';

/**
 * What a dialog shows of a path that was typed into it: the path, or its end where the field is shorter; the path and
 * what the dialog has completed behind it; the path behind something else; something that nobody can read; nothing.
 */
export type Shown = 'path' | 'longer' | 'more' | 'unread' | 'nothing';

/** Rows of px without a change between two that count as one place. */
const GAP = 4;
/** Room around a change, px: letters that look as those before them. */
const MARGIN = { x: 24, y: 4 };
/** Letters of a hundred that the reader may have wrong. */
const WRONG = 0.25;
/** Letters before the path that are more than a border or a caret. */
const EXTRA = 3;

/** What a dialog shows of a path, and the text and place of the line that shows it. */
export interface Seen {
  readonly shown: Shown;
  readonly line?: Label;
}

/** Looks at what has changed in a dialog since `before`; undefined when the look was voided. */
export async function shownOf(
  stage: Stage,
  dialog: WindowFacts,
  before: View,
  path: string,
): Promise<Seen | undefined> {
  const { view } = stage.situation;
  const area = clip(screenBoxToFrame(dialog.box, view.frame), view.frame.size);
  if (area === undefined) return { shown: 'nothing' };
  const found: Seen[] = [];
  for (const place of await changedPlaces(before, view, area)) {
    const lines = await readArea(stage, place);
    if (lines === undefined) return undefined;
    found.push({ shown: 'unread' });
    for (const { text, box } of lines) found.push({ shown: lineShows(text, path), line: { text, box } });
  }
  for (const best of ['path', 'longer', 'more', 'unread'] as const) {
    const seen = found.find(({ shown }) => shown === best);
    if (seen !== undefined) return seen;
  }
  return { shown: 'nothing' };
}

/** What one line of a dialog shows of a path. Few letters, such as the name alone in a list, prove nothing. */
export function lineShows(line: string, path: string): Exclude<Shown, 'nothing'> {
  const read = lettersOf(line);
  const wanted = lettersOf(path);
  if (read.length === 0) return 'unread';
  const whole = bestMatch(wanted, read);
  if (whole.wrong <= WRONG * wanted.length)
    return whole.start >= EXTRA ? 'more' : whole.end < read.length ? 'longer' : 'path';
  // A field that is too short shows the end of it.
  const enough = Math.min(wanted.length, Math.max(lettersOf(nameOf(path)).length + 2, 6));
  for (const shown of [read, read.slice(0, -1), read.slice(0, -2)]) {
    const { wrong, end } = bestMatch(shown, wanted);
    if (shown.length >= enough && end === wanted.length && wrong <= WRONG * shown.length)
      return shown === read ? 'path' : 'longer';
  }
  return 'unread';
}

/** The name at the end of a path of any system. */
export function nameOf(path: string): string {
  return path.replace(/^.*[\\/]/u, '');
}

/** Letters and digits alone, those that readers confuse as one. */
function lettersOf(text: string): string {
  return fold(text.split(/\s+/u), 'shape', false).text.replace(/[^\p{L}\p{N}]/gu, '');
}

/** The best match of all of `part` within `whole`: letters that differ, and where in it the match lies; the last of equals. */
function bestMatch(
  part: string,
  whole: string,
): { readonly wrong: number; readonly start: number; readonly end: number } {
  // Rows of Levenshtein's table over `part`; each cell also knows where in `whole` its match starts.
  let row = Array.from({ length: whole.length + 1 }, (_, start) => ({ wrong: 0, start }));
  for (let i = 1; i <= part.length; i++) {
    const next = [{ wrong: i, start: 0 }];
    for (let j = 1; j <= whole.length; j++) {
      const [corner, above, left] = [row[j - 1], row[j], next[j - 1]];
      if (corner === undefined || above === undefined || left === undefined) break;
      const options = [
        { wrong: corner.wrong + (part[i - 1] === whole[j - 1] ? 0 : 1), start: corner.start },
        { wrong: above.wrong + 1, start: above.start },
        { wrong: left.wrong + 1, start: left.start },
      ];
      next.push(options.reduce((best, each) => (each.wrong < best.wrong ? each : best)));
    }
    row = next;
  }
  return row
    .map(({ wrong, start }, end) => ({ wrong, start, end }))
    .reduce((best, each) => (each.wrong <= best.wrong ? each : best));
}

/** Where two frames differ within an area: bands of rows, as wide as what changed in them, with room around. */
async function changedPlaces(before: View, now: View, area: FrameBox): Promise<FrameBox[]> {
  const [old, fresh] = await Promise.all(
    [before, now].map(async ({ path }) => toRgb(cropPicture(await loadPicture(path), area))),
  );
  if (old === undefined || fresh === undefined) return [];
  const bands: { top: number; bottom: number; left: number; right: number }[] = [];
  for (let y = 0; y < fresh.height; y++) {
    const [left, right] = changedIn(old.data, fresh.data, y, fresh.width);
    if (left > right) continue;
    const last = bands.at(-1);
    if (last === undefined || y - last.bottom > GAP) bands.push({ top: y, bottom: y, left, right });
    else {
      last.bottom = y;
      last.left = Math.min(last.left, left);
      last.right = Math.max(last.right, right);
    }
  }
  return bands.flatMap(({ top, bottom, left, right }) => {
    const { x, y } = MARGIN;
    const box = frameBox(
      area.x + left - x,
      area.y + top - y,
      right - left + 1 + 2 * x,
      bottom - top + 1 + 2 * y,
    );
    return clip(box, now.frame.size) ?? [];
  });
}

/** First and last column of a row whose px differ; the first behind the last when none does. */
function changedIn(
  old: Uint8Array | Uint8ClampedArray,
  fresh: Uint8Array | Uint8ClampedArray,
  y: number,
  width: number,
): [number, number] {
  let [left, right] = [width, -1];
  for (let x = 0; x < width; x++) {
    const at = (y * width + x) * 3;
    if (old[at] === fresh[at] && old[at + 1] === fresh[at + 1] && old[at + 2] === fresh[at + 2]) continue;
    left = Math.min(left, x);
    right = x;
  }
  return [left, right];
}
