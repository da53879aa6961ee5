import type { Finding, Machine } from './machine.js';

/** The label of a process that was started as administrator. */
const highIntegrity = 'S-1-16-12288';
const systemIntegrity = 'S-1-16-16384';

/** Names of the programs with a window whose file this process may not know: those that run elevated. */
const elevatedScript =
  'Get-Process | Where-Object { $_.MainWindowHandle -ne 0 -and -not $_.Path } | ForEach-Object { $_.ProcessName }';

/** Services, locks and elevated windows on Windows. Written after Microsoft's documentation, unproven there. */
export async function windowsSession(machine: Machine): Promise<Finding[]> {
  return [session(machine), await lock(machine), await elevation(machine)];
}

function session({ env }: Machine): Finding {
  const name = env.SESSIONNAME;
  const what = 'session';
  if (name === undefined || name === '' || name === 'Services')
    return {
      what,
      ok: false,
      detail: 'a service, or a task without a desktop',
      fix: 'Start deskhand in the session of a user who is logged in: a service sees a black screen and presses nothing.',
    };
  return {
    what,
    ok: true,
    detail: name.startsWith('RDP-') ? `${name}; keep it connected, a closed session has no screen` : name,
  };
}

async function lock(machine: Machine): Promise<Finding> {
  const what = 'screen lock';
  const tasks = await machine.ask('tasklist', ['/FI', 'IMAGENAME eq LogonUI.exe', '/FO', 'CSV', '/NH']);
  if (tasks === undefined) return { what, ok: true, detail: 'could not be asked for' };
  if (!tasks.includes('LogonUI.exe')) return { what, ok: true, detail: 'not locked' };
  return {
    what,
    ok: false,
    detail: 'the session is locked, or a user account control question is open',
    fix: 'Unlock it and answer the question: on the secure desktop no program sees or presses anything.',
  };
}

async function elevation(machine: Machine): Promise<Finding> {
  const what = 'elevated windows';
  const groups = (await machine.ask('whoami', ['/groups'])) ?? '';
  if (groups.includes(highIntegrity) || groups.includes(systemIntegrity))
    return { what, ok: true, detail: 'deskhand runs as administrator and reaches them' };
  const answer = await machine.ask('powershell', [
    '-NoProfile',
    '-NonInteractive',
    '-Command',
    elevatedScript,
  ]);
  if (answer === undefined) return { what, ok: true, detail: 'could not be asked for' };
  const programs = [...new Set(answer.split(/\s+/u).filter((name) => name !== ''))];
  if (programs.length === 0) return { what, ok: true, detail: 'none' };
  return {
    what,
    ok: false,
    detail: `${programs.join(', ')} ${programs.length === 1 ? 'runs' : 'run'} as administrator`,
    fix: 'Windows drops input into such windows without a word: start deskhand as administrator, or the program without.',
  };
}
