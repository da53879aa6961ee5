import { lockers } from '../../core/lockers.js';
import type { Finding, Machine } from './machine.js';

/** Wayland, locks and missing sessions on Linux. */
export async function linuxSession(machine: Machine): Promise<Finding[]> {
  return [session(machine), await lock(machine)];
}

function session({ env }: Machine): Finding {
  const { WAYLAND_DISPLAY: wayland, XDG_SESSION_TYPE: type, DISPLAY: display } = env;
  const what = 'session';
  if (isSet(wayland) || type === 'wayland')
    return {
      what,
      ok: false,
      detail: isSet(display) ? `Wayland; ${display} shows only programs that still speak X` : 'Wayland',
      fix: 'Wayland lets no program see or move others: log in to an X11 (Xorg) session, or use --desktop virtual.',
    };
  if (type === 'tty' && !isSet(display))
    return { what, ok: true, detail: 'a console without a desktop; --desktop virtual works here' };
  return {
    what,
    ok: true,
    detail: isSet(display) ? `X11 on ${display}` : 'none; --desktop virtual works here',
  };
}

async function lock(machine: Machine): Promise<Finding> {
  const what = 'screen lock';
  const { XDG_SESSION_ID: id } = machine.env;
  const shown = ['show-session', id ?? 'auto', '--property=LockedHint', '--value'];
  const hint = await machine.ask('loginctl', shown);
  const program = await firstRunning(machine);
  if (hint !== 'yes' && program === undefined)
    return { what, ok: true, detail: hint === 'no' ? 'not locked' : 'none was found' };
  return {
    what,
    ok: false,
    detail: program === undefined ? 'the session is locked' : `the screen is locked by ${program}`,
    fix: 'Unlock it: a locked screen shows and takes nothing. --desktop virtual works all the same.',
  };
}

async function firstRunning(machine: Machine): Promise<string | undefined> {
  const running = await machine.ask('pgrep', ['-l', '-x', lockers.join('|')]);
  return running?.split('\n')[0]?.split(' ')[1];
}

function isSet(value: string | undefined): value is string {
  return value !== undefined && value !== '';
}
