import { DeskhandError } from '../core/errors.js';
import { readChord } from '../core/keys.js';
import type { DesktopSpec, OpenDesktop, openDesktop } from '../desktop/open-desktop.js';

/** What the command line says of stopping by hand. */
export interface StopOptions {
  /** The chord that stops; undefined for the usual one, if it is free. */
  readonly stopKey?: string;
  readonly stopCorner: boolean;
}

type Ways = NonNullable<NonNullable<Parameters<typeof openDesktop>[3]>['stops']>;

const usualKey = 'ctrl+alt+escape';

/**
 * How a person can stop a run at once on this desktop; undefined where no person sits: on a virtual desktop
 * that nobody watches.
 *
 * @throws DeskhandError kind `usage` for a stop key that is no chord
 */
export function stopWays({ stopKey, stopCorner }: StopOptions, spec: DesktopSpec): Ways | undefined {
  const reading = readChord(stopKey ?? usualKey);
  if (!reading.ok) {
    throw new DeskhandError('usage', 'bad-chord', `--stop-key ${stopKey}: ${reading.reason}.`, {
      hint: 'Write a chord such as ctrl+alt+escape or ctrl+f12.',
    });
  }
  if (spec.kind === 'virtual' && !spec.view) return undefined;
  return { key: reading.chord, corner: stopCorner };
}

/**
 * Says how to stop, for the person at the desktop.
 *
 * @throws DeskhandError code `stop-key-taken` when the stop key that was asked for cannot be had
 */
export function stopHint(
  { stopKey }: StopOptions,
  ways: Ways,
  { stopKey: works }: OpenDesktop['facts'],
): string {
  const key = ways.key?.join('+');
  if (!works && stopKey !== undefined) {
    throw new DeskhandError('environment', 'stop-key-taken', `The stop key ${key} cannot be had.`, {
      hint: 'Another program has taken it, or this is not X11. Choose another one, or leave --stop-key out.',
    });
  }
  const all = [
    ...(works ? [`press ${key}`] : []),
    ...(ways.corner ? ['push the pointer into a corner'] : []),
  ];
  const instead = works ? '' : ` (the key ${key} is not free; --stop-key chooses another)`;
  return all.length === 0
    ? `Only Ctrl-C here or deskhand stop can stop this run${instead}.`
    : `To stop at once, ${all.join(' or ')}${instead}.`;
}
