import { describe, expect, it } from 'vitest';
import type { Finding, Machine } from '../../src/cli/doctor/machine.js';
import { thisMachine } from '../../src/cli/doctor/machine.js';
import { sessionFindings } from '../../src/cli/doctor/session.js';

/** A machine that answers questions whose words begin like these. */
function machine(
  platform: NodeJS.Platform,
  env: Record<string, string>,
  answers: Record<string, string> = {},
): Machine {
  return {
    platform,
    env,
    ask: async (program, args) =>
      Object.entries(answers).find(([start]) => [program, ...args].join(' ').includes(start))?.[1],
  };
}

async function findings(...given: Parameters<typeof machine>): Promise<Record<string, Finding>> {
  const all = await sessionFindings(machine(...given));
  return Object.fromEntries(all.map((each) => [each.what, each]));
}

describe('the doctor on Linux', () => {
  it('names Wayland, with what X still shows there', async () => {
    const plain = await findings('linux', { XDG_SESSION_TYPE: 'wayland' });
    expect(plain.session).toMatchObject({ ok: false, detail: 'Wayland' });
    expect(plain.session?.fix).toMatch(/X11.*--desktop virtual/u);
    const both = await findings('linux', { WAYLAND_DISPLAY: 'wayland-0', DISPLAY: ':0' });
    expect(both.session).toMatchObject({ ok: false, detail: expect.stringContaining(':0') });
  });

  it('names the display of an X session, and that none is needed', async () => {
    expect((await findings('linux', { XDG_SESSION_TYPE: 'x11', DISPLAY: ':1' })).session).toMatchObject({
      ok: true,
      detail: 'X11 on :1',
    });
    expect((await findings('linux', {})).session).toMatchObject({ ok: true });
  });

  it.each([
    ['the session', { 'show-session c2': 'yes' }, 'the session is locked'],
    ['a locker', { 'show-session c2': 'no', pgrep: '4711 i3lock' }, 'the screen is locked by i3lock'],
  ])('names a lock that %s tells', async (_who, answers, detail) => {
    const found = (await findings('linux', { XDG_SESSION_ID: 'c2', DISPLAY: ':0' }, answers))['screen lock'];
    expect(found).toMatchObject({ ok: false, detail, fix: expect.stringContaining('Unlock') });
  });

  it('takes an open screen for what it is', async () => {
    const answers = { loginctl: 'no' };
    expect((await findings('linux', { DISPLAY: ':0' }, answers))['screen lock']).toMatchObject({ ok: true });
  });
});

describe('the doctor on Windows', () => {
  it('names a session without a desktop, and a remote one', async () => {
    expect((await findings('win32', { SESSIONNAME: 'Services' })).session).toMatchObject({ ok: false });
    expect((await findings('win32', {})).session).toMatchObject({ ok: false });
    expect((await findings('win32', { SESSIONNAME: 'RDP-Tcp#3' })).session).toMatchObject({
      ok: true,
      detail: expect.stringContaining('keep it connected'),
    });
  });

  it('names the secure desktop of a lock or of a question', async () => {
    const answers = { LogonUI: '"LogonUI.exe","912","Console","1","40,000 K"' };
    expect((await findings('win32', { SESSIONNAME: 'Console' }, answers))['screen lock']).toMatchObject({
      ok: false,
    });
    const none = { LogonUI: 'INFO: No tasks are running which match the specified criteria.' };
    expect((await findings('win32', { SESSIONNAME: 'Console' }, none))['screen lock']).toMatchObject({
      ok: true,
    });
  });

  it('names elevated windows unless it runs elevated itself', async () => {
    const answers = { whoami: 'Label S-1-16-8192', powershell: 'regedit\r\nmmc\r\nmmc' };
    expect((await findings('win32', {}, answers))['elevated windows']).toMatchObject({
      ok: false,
      detail: 'regedit, mmc run as administrator',
      fix: expect.stringContaining('administrator'),
    });
    const admin = { ...answers, whoami: 'Label S-1-16-12288' };
    expect((await findings('win32', {}, admin))['elevated windows']).toMatchObject({ ok: true });
    expect((await findings('win32', {}, { powershell: '' }))['elevated windows']).toMatchObject({ ok: true });
  });
});

describe('the doctor on macOS', () => {
  it('names each permission that is missing and where to give it', async () => {
    const found = await findings('darwin', {}, { AXIsProcessTrusted: 'false', CGPreflight: 'false' });
    expect(found['accessibility permission']).toMatchObject({
      ok: false,
      fix: expect.stringMatching(/Accessibility: allow/u),
    });
    expect(found['screen recording permission']).toMatchObject({
      ok: false,
      fix: expect.stringContaining('Recording'),
    });
    const given = await findings('darwin', {}, { AXIsProcessTrusted: 'true', CGPreflight: 'true' });
    expect(Object.values(given).every(({ ok }) => ok)).toBe(true);
  });

  it('names a lock and a keyboard that one program keeps', async () => {
    const ioreg = '"IOConsoleLocked" = Yes\n "IOConsoleUsers" = ({"kCGSSessionSecureInputPID"=512})';
    const found = await findings('darwin', {}, { ioreg });
    expect(found['screen lock']).toMatchObject({ ok: false });
    expect(found['secure input']).toMatchObject({ ok: false, detail: 'on, by process 512' });
  });
});

it('a program that is missing, or fails, answers nothing', async () => {
  expect(await thisMachine.ask('deskhand-no-such-program', [])).toBeUndefined();
  expect(await thisMachine.ask('false', [])).toBeUndefined();
  expect(await thisMachine.ask('echo', ['one'])).toBe('one');
});
