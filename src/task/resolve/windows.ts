import type { Check } from '../../core/check.js';
import type { Target } from '../../core/target.js';
import type { WindowMatch } from '../../core/window.js';
import type { Scope } from '../expression/evaluate.js';
import { listed, nearest } from '../problem.js';
import { StepError } from './values.js';

/** The places of a step, or of a part of it, where a window may be named. */
interface NamesWindows {
  readonly window?: WindowMatch | undefined;
  readonly target?: Target | undefined;
  readonly into?: Target | undefined;
  readonly at?: Target | undefined;
  readonly points?: readonly Target[] | undefined;
  readonly checks?: readonly Check[] | undefined;
  readonly until?: readonly Check[] | undefined;
  readonly expect?: readonly Check[] | undefined;
}

/** Every window that is named there. */
export function windowsOf(part: NamesWindows): WindowMatch[] {
  const { window, target, into, at, points = [], checks = [], until = [], expect = [] } = part;
  const promises = [...checks, ...until, ...expect];
  const targets = [target, into, at, ...points, ...promises.flatMap(({ visible, gone }) => [visible, gone])];
  return [
    window,
    ...targets.map((each) => each?.window),
    ...promises.flatMap((promise) => [promise.window, promise.closed]),
  ].filter((match) => match !== undefined);
}

/**
 * Windows may be named only by applications that there are: nothing else would tell a misspelt name from an
 * application whose windows are closed. Throws a StepError.
 */
export function requireApps(windows: readonly WindowMatch[], { apps }: Scope, path: string): void {
  if (apps === undefined) return;
  for (const match of windows) {
    const app = typeof match === 'string' ? undefined : match.app;
    if (app === undefined || apps.has(app)) continue;
    const near = nearest(app, apps);
    const meant = near === undefined ? `one of ${listed([...apps])}` : `did you mean ${near}?`;
    throw new StepError(path, `there is no application “${app}”`, {
      hint: apps.size === 0 ? 'the task has none under apps' : meant,
    });
  }
}
