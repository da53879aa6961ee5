import type { SitePolicy } from '../core/site-policy.js';
import type { Clock, Operator } from '../ports.js';
import type { LateTextReader, TextReader } from '../sight/text/reader.js';
import { sitePolicies } from '../task/index.js';
import { systemClock } from './clock.js';

/** Something worth telling that is no line of the recording. */
export interface Notice {
  /**
   * `watch`: how to watch the desktop; `stop`: how to stop the run; `wait`: a model's server is waited for; `warning`:
   * everything else.
   */
  readonly kind: 'watch' | 'stop' | 'wait' | 'warning';
  readonly text: string;
}

/** Where the environment and keys of a run come from. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The reader of all runs of a process; it keeps what it has read. */
export type SharedReader = Omit<TextReader, 'engine'> & Partial<Pick<LateTextReader, 'warm'>>;

/** What a run is lent and cannot be written as JSON. Everything may be left out. */
export interface RunServices {
  /** Answers where an act is risky, and where a pilot asks; without it nobody does, and nobody's answer is no. */
  readonly operator?: Operator | (() => Promise<Operator>);
  /** Told what is no line of the recording. */
  readonly notice?: (notice: Notice) => void;
  /** The environment: keys of models, values of secrets, site policies; that of the process unless told. */
  readonly env?: Environment;
  readonly clock?: Clock;
  /** Reads text; a run without it opens one of its own and closes it. */
  readonly reader?: SharedReader;
  /** Environment variables that hold secrets of other tasks: what this run starts has none of them. */
  readonly hidden?: readonly string[];
}

/** The services of a run, with what was left out filled in. */
export interface Services {
  readonly operator: RunServices['operator'];
  readonly env: Environment;
  readonly clock: Clock;
  readonly reader: SharedReader | undefined;
  readonly hidden: readonly string[];
  /** The policies of the machine, which no task weakens. */
  readonly sites: readonly SitePolicy[];
  tell(text: string, kind?: Notice['kind']): void;
}

/**
 * Fills in what the services leave out, and reads the site policies.
 *
 * @throws DeskhandError for a site policy that cannot be read
 */
export function servicesOf(given: RunServices): Services {
  const { operator, notice, env = process.env, clock = systemClock, reader, hidden = [] } = given;
  return {
    operator,
    env,
    clock,
    reader,
    hidden,
    sites: sitePolicies(env),
    tell: (text, kind = 'warning') => notice?.({ kind, text }),
  };
}
