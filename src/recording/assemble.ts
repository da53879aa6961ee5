import type { RecordingLine } from '../core/events.js';
import type { Place, RecordedFrame, Recording } from '../core/recording.js';
import { collectActs } from './acts.js';
import type { ReadLines } from './lines.js';
import { collectSteps } from './steps.js';
import { sumOfUsages } from './usage.js';

type LineOf<T extends RecordingLine['type']> = Extract<RecordingLine, { type: T }>;

/** Makes the friendly recording from its lines. Pure. */
export function assemble(
  folder: string,
  read: ReadLines & { readonly header: LineOf<'run'> },
  writer: Recording['writer'],
): Recording {
  const { lines, header } = read;
  const frames = collectFrames(lines);
  const acts = collectActs(lines, frames);
  const ending = pick(lines, 'ending').at(-1);
  return {
    folder,
    format: read.format,
    header,
    started: header.wall,
    ms: Math.max(0, (lines.at(-1)?.at ?? 0) - header.at),
    lines,
    frames,
    acts,
    steps: collectSteps(lines, acts),
    values: Object.fromEntries(pick(lines, 'value').map(({ name, value }) => [name, value])),
    notes: pick(lines, 'note').map((line) => ({ ...placeOf(line), text: line.text })),
    artefacts: pick(lines, 'artefact').map(({ name, file }) => ({ name, file })),
    files: pick(lines, 'file').map(({ file, sha256, bytes }) => ({ file, sha256, bytes })),
    usage:
      ending?.usage ??
      sumOfUsages(
        lines.filter(
          (line) =>
            line.type === 'decision' ||
            line.type === 'asked' ||
            line.type === 'outcome' ||
            line.type === 'check',
        ),
      ),
    ending,
    head: read.head,
    torn: read.torn,
    corrupt: read.corrupt,
    writer,
  };
}

function collectFrames(lines: readonly RecordingLine[]): ReadonlyMap<string, RecordedFrame> {
  return new Map(
    pick(lines, 'frame').map(({ frame, seq, settleMs, captureMs, encodeMs, saveMs }) => [
      frame.id,
      { ...frame, seq, settleMs, captureMs, encodeMs, saveMs },
    ]),
  );
}

/** The lines of one kind. */
export function pick<T extends RecordingLine['type']>(lines: readonly RecordingLine[], type: T): LineOf<T>[] {
  return lines.filter((line): line is LineOf<T> => line.type === type);
}

/** Where a line stands. */
export function placeOf({ seq, at, wall }: RecordingLine): Place {
  return { seq, at, wall };
}
