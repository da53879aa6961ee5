import type { Size } from '../core/geometry.js';
import type { PersonRule } from '../core/person.js';
import type { SitePolicy } from '../core/site-policy.js';
import type { Approve } from './operator.js';
import type { Controls } from './perform-run.js';
import type { RunSettings } from './wire.js';

/** The options of the command line that say where and how a run or a replay takes place. */
export interface PlaceOptions {
  readonly approve: Approve;
  readonly desktop?: string;
  readonly monitor?: string;
  readonly size?: string;
  readonly view: boolean;
  readonly hints: boolean;
  readonly strict: boolean;
  readonly stopKey?: string;
  readonly stopCorner: boolean;
  readonly person?: PersonRule['on'];
  readonly reporter: string;
  readonly recordings: string;
}

/** The settings of a run with these options. */
export function settingsOf(
  options: PlaceOptions,
  more: {
    readonly list: boolean;
    readonly reader: RunSettings['reader'];
    readonly size: Size | undefined;
    readonly controls: Controls;
    readonly sites: readonly SitePolicy[];
  },
): RunSettings {
  const { approve, recordings, view, hints, strict, desktop, monitor, person } = options;
  const { list, reader, size, controls, sites } = more;
  return {
    sites,
    approve,
    recordings,
    list,
    controls,
    reader,
    view,
    hints,
    strict,
    stops: options,
    ...(desktop !== undefined && { desktop }),
    ...(monitor !== undefined && { monitor }),
    ...(person !== undefined && { person }),
    ...(size && { size }),
  };
}
