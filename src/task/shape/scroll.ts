/** Reads a way to scroll, such as `down 3`: a direction and 1 to 100 wheel notches. */
export function readScroll(
  written: string,
): { direction: 'up' | 'down' | 'left' | 'right'; notches: number } | undefined {
  const [, direction, notches] = /^\s*(up|down|left|right)(?:\s+(\d{1,3}))?\s*$/i.exec(written) ?? [];
  const count = notches === undefined ? 3 : Number(notches);
  if (direction === undefined || count < 1 || count > 100) return undefined;
  return { direction: direction.toLowerCase() as 'up' | 'down' | 'left' | 'right', notches: count };
}
