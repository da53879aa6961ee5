import type { WindowFacts } from '../../../core/frame.js';

/** What happened to the windows between two looks, in words; undefined when nothing did. Titles may change freely. */
export function windowChange(
  before: readonly WindowFacts[],
  after: readonly WindowFacts[],
): string | undefined {
  const old = new Map(before.map((window) => [window.id, window]));
  const now = new Map(after.map((window) => [window.id, window]));
  const words: string[] = [];
  for (const window of after) if (!old.has(window.id)) words.push(`${named(window)} opened`);
  for (const window of before) if (!now.has(window.id)) words.push(`${named(window)} closed`);
  for (const window of after) {
    const was = old.get(window.id);
    if (was !== undefined && !sameBox(was, window)) words.push(`${named(window)} moved`);
  }
  const active = after.find((window) => window.active);
  if (active !== undefined && old.get(active.id)?.active === false)
    words.push(`${named(active)} became active`);
  return words.length > 0 ? words.join(', ') : undefined;
}

/** Whether a window opened or closed between two looks. */
export function windowsCameOrWent(before: readonly WindowFacts[], after: readonly WindowFacts[]): boolean {
  const ids = (windows: readonly WindowFacts[]): string =>
    windows
      .map((window) => window.id)
      .sort()
      .join();
  return ids(before) !== ids(after);
}

function named(window: WindowFacts): string {
  return `window “${window.title || window.class}”`;
}

function sameBox(a: WindowFacts, b: WindowFacts): boolean {
  return (
    a.box.x === b.box.x && a.box.y === b.box.y && a.box.width === b.box.width && a.box.height === b.box.height
  );
}
