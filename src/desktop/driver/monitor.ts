import { DeskhandError } from '../../core/errors.js';

/**
 * The monitor that is meant: by its name, or by its number, 1 being the first.
 *
 * @throws DeskhandError code `no-monitor` with those that are there
 */
export function monitorNamed<Monitor extends { readonly name: string }>(
  monitors: readonly Monitor[],
  wanted: string,
): Monitor {
  const numbered = /^[1-9]\d*$/.test(wanted) ? monitors[Number(wanted) - 1] : undefined;
  const found = monitors.find(({ name }) => name === wanted) ?? numbered;
  if (found !== undefined) return found;
  throw new DeskhandError('environment', 'no-monitor', `There is no monitor “${wanted}”.`, {
    hint: `This display has ${monitors.map(({ name }, at) => `${at + 1} ${name}`).join(', ')}.`,
  });
}
