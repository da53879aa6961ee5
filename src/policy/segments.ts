import type { FrameBox } from '../core/geometry.js';
import type { TextLine } from '../ports.js';

/** A piece of a line: text reading joins the buttons of a row into one line. */
export interface Segment {
  readonly text: string;
  readonly box: FrameBox;
}

/** Cuts a line where the gap between two words is wider than the line is high. */
export function segmentsOf(line: TextLine): Segment[] {
  if (line.words.length === 0) return [line];
  const groups: (typeof line.words)[number][][] = [];
  for (const word of [...line.words].sort((a, b) => a.box.x - b.box.x)) {
    const last = groups.at(-1)?.at(-1);
    const gap = last === undefined ? Number.POSITIVE_INFINITY : word.box.x - (last.box.x + last.box.width);
    if (gap > line.box.height) groups.push([word]);
    else groups.at(-1)?.push(word);
  }
  return groups.map((group) => {
    const left = Math.min(...group.map((word) => word.box.x));
    const right = Math.max(...group.map((word) => word.box.x + word.box.width));
    const box = { ...line.box, x: left, width: right - left };
    return {
      text: group.length === line.words.length ? line.text : group.map((word) => word.text).join(' '),
      box,
    };
  });
}
