import type { Finding, Machine } from './machine.js';

const privacy = 'System Settings › Privacy & Security';

/** Permissions, locks and secure input on macOS. Written after Apple's documentation, unproven there. */
export async function macSession(machine: Machine): Promise<Finding[]> {
  const root = (await machine.ask('ioreg', ['-n', 'Root', '-d1', '-w0'])) ?? '';
  return [
    await permission(machine, {
      ...{ what: 'accessibility permission', framework: 'ApplicationServices', call: 'AXIsProcessTrusted()' },
      ...{ place: 'Accessibility', without: 'clicks and keys are dropped without a word' },
    }),
    await permission(machine, {
      ...{ what: 'screen recording permission', framework: 'CoreGraphics' },
      ...{ call: 'CGPreflightScreenCaptureAccess()', place: 'Screen & System Audio Recording' },
      ...{ without: 'pictures show the empty desktop' },
    }),
    lock(root),
    secureInput(root),
  ];
}

/** macOS gives permissions to the program that was started by a person: the terminal, not to deskhand. */
async function permission(
  machine: Machine,
  asked: { what: string; framework: string; call: string; place: string; without: string },
): Promise<Finding> {
  const { what, framework, call, place, without } = asked;
  const script = `ObjC.import('${framework}'); Boolean($.${call})`;
  const answer = await machine.ask('osascript', ['-l', 'JavaScript', '-e', script]);
  if (answer === undefined) return { what, ok: true, detail: 'could not be asked for' };
  if (answer === 'true') return { what, ok: true, detail: 'given' };
  return {
    what,
    ok: false,
    detail: `not given: ${without}`,
    fix: `${privacy} › ${place}: allow the terminal or service that starts deskhand, then start that anew.`,
  };
}

function lock(root: string): Finding {
  const what = 'screen lock';
  if (!/"IOConsoleLocked" = (Yes|true)/iu.test(root)) return { what, ok: true, detail: 'not locked' };
  return {
    what,
    ok: false,
    detail: 'the screen is locked',
    fix: 'Unlock it: a locked screen shows and takes nothing.',
  };
}

function secureInput(root: string): Finding {
  const what = 'secure input';
  const pid = /"kCGSSessionSecureInputPID"\s*=\s*(\d+)/u.exec(root)?.[1];
  if (pid === undefined) return { what, ok: true, detail: 'off' };
  return {
    what,
    ok: false,
    detail: `on, by process ${pid}`,
    fix: 'A password field or a terminal keeps the keyboard to itself: leave the field, or end that program.',
  };
}
