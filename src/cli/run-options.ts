import type { ReplayRequestInput } from '../app/run-request.js';
import type { RunServices, SharedReader } from '../app/services.js';
import { readSize } from './size.js';
import { tell } from './tell-notices.js';
import { terminalOperator } from './terminal-operator.js';

/** The options of the command line that say where and how a run or a replay takes place. */
export interface PlaceOptions {
  readonly approve: 'ask' | 'yes' | 'deny' | 'file';
  readonly desktop?: string;
  readonly monitor?: string;
  readonly size?: string;
  readonly view: boolean;
  readonly hints: boolean;
  readonly strict: boolean;
  readonly stopKey?: string;
  readonly stopCorner: boolean;
  readonly person?: 'pause' | 'ignore';
  readonly reporter: string;
  readonly recordings: string;
}

/** The part of a request that these options say. */
export function settingsOf(
  options: PlaceOptions,
): Pick<ReplayRequestInput, 'desktop' | 'approve' | 'strict' | 'recordings'> {
  const { approve, recordings, strict, view, hints, stopCorner, stopKey, monitor, person, size } = options;
  return {
    approve,
    recordings,
    strict,
    desktop: {
      on: options.desktop,
      monitor,
      size: size === undefined ? undefined : readSize(size),
      view,
      hints,
      stopKey,
      stopCorner,
      person,
    },
  };
}

/** What the command line lends its runs. */
export function servicesFor(reader: SharedReader, hidden: readonly string[] = []): RunServices {
  return { reader, hidden, operator: terminalOperator, notice: tell };
}
