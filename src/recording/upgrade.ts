import { DeskhandError } from '../core/errors.js';
import { RECORDING_FORMAT } from '../core/events.js';
import type { Json } from './chain.js';

/** A line as it stands in the file. */
export type RawLine = Readonly<Record<string, Json>>;

/** Turns all lines of format N into those of format N + 1. Works on a prefix of a recording too. */
export type Upgrade = (lines: readonly RawLine[]) => readonly RawLine[];

/** Upgrades by the format they start from. Old ones stay for good, with a golden recording each. */
const upgrades: Readonly<Record<number, Upgrade>> = {};

/**
 * Lines of an old format, as lines of the newest one, one format at a time.
 *
 * @throws DeskhandError `recording-format` when the format is newer than this version, or unknown
 */
export function upgrade(
  lines: readonly RawLine[],
  from: number,
  table: Readonly<Record<number, Upgrade>> = upgrades,
  newest: number = RECORDING_FORMAT,
): readonly RawLine[] {
  if (from > newest) {
    throw formatError(
      `It is written in format ${from}; this version reads up to ${newest}.`,
      'Update deskhand.',
    );
  }
  let upgraded = lines;
  for (let format = from; format < newest; format += 1) {
    const step = table[format];
    if (step === undefined) {
      throw formatError(`Its format ${from} is unknown; this version reads up to ${newest}.`, undefined);
    }
    upgraded = step(upgraded);
  }
  return upgraded;
}

function formatError(message: string, hint: string | undefined): DeskhandError {
  return new DeskhandError(
    'usage',
    'recording-format',
    `The recording cannot be read. ${message}`,
    hint === undefined ? {} : { hint },
  );
}
