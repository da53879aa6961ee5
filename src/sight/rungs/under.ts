import { contains, type FrameBox, type FramePoint, grow } from '../../core/geometry.js';
import type { TextMatch } from '../../core/target.js';
import type { TextLine, View } from '../../ports.js';
import { cutAtPopups } from '../label/cut.js';
import { matchText } from '../label/match.js';
import { popupsOn } from '../label/on-screen.js';
import { stackedHits } from '../label/stacked.js';
import { searchFor } from '../label/wanted.js';
import type { Reading } from '../reading.js';

/** What of a text's surroundings is read with it, px. */
const AROUND = 6;

/**
 * The words that stand under a point where a text was found, when they are not that text: then something else would
 * be pressed. Undefined when they are, or when nothing is read there. Lines that were read before are not read again.
 *
 * @param box of the text that was found, frame px
 */
export async function otherWordsUnder(
  reader: Reading,
  view: View,
  { match, box, point }: { readonly match: TextMatch; readonly box: FrameBox; readonly point: FramePoint },
  signal: AbortSignal,
): Promise<string | undefined> {
  const picture = { key: view.frame.sha256, path: view.path };
  const area = grow(box, AROUND);
  const lines = cutAtPopups(await reader.read(picture, { area, signal }), popupsOn(view.frame));
  const under = lines.filter((line) => contains(line.box, point));
  const hits = [...matchText(lines, match), ...stackedHits(lines, match)];
  const isThere = (boxes: readonly { readonly box: FrameBox }[]): boolean =>
    boxes.some((each) => contains(grow(each.box, 1), point));
  if (under.length === 0 || isThere(hits)) return undefined;
  const text = searchFor(match);
  if (typeof text === 'string' && isThere((await reader.confirm?.(picture, text, { area, signal })) ?? []))
    return undefined;
  return under.map((line: TextLine) => line.text).join(' ');
}
