import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import { messageOf } from '../../src/core/errors.js';
import { openVirtualDesktop } from '../../src/desktop/virtual/virtual-desktop.js';
import type { Result } from './clause.js';
import { runContract } from './contract.js';

const { values } = parseArgs({
  options: { yes: { type: 'boolean', default: false }, native: { type: 'boolean', default: false } },
});

/** `npm run contract`: on Linux without a display on a virtual one, else on the desktop that is there. */
async function main(): Promise<number> {
  const native = values.native ? { native: true } : {};
  process.stdout.write(`${process.platform} ${process.arch}, Node ${process.versions.node}\n`);
  if (process.platform === 'linux' && (process.env.DISPLAY ?? '') === '') {
    const { display, env, close } = await openVirtualDesktop({ size: { width: 1280, height: 800 } });
    try {
      return summary(await runContract({ kind: 'display', display, ...native }, env, print));
    } finally {
      await close();
    }
  }
  if (!(await mayTakeTheMouse())) return 2;
  return summary(await runContract({ kind: 'current', ...native }, process.env, print));
}

async function mayTakeTheMouse(): Promise<boolean> {
  const words =
    'For about a minute this takes mouse and keyboard of this desktop and opens a text editor. Go on?';
  if (values.yes) return true;
  if (!process.stdin.isTTY) {
    process.stderr.write(`${words} Run it with -- --yes, or from a terminal.\n`);
    return false;
  }
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await terminal.question(`${words} [y/N] `);
  terminal.close();
  return /^y(es)?$/iu.test(answer.trim());
}

const marks: Readonly<Record<Result['result'], string>> = { ok: '✓', failed: '✗', 'not offered': '–' };

function print({ port, says, result, detail, ms }: Result): void {
  process.stdout.write(
    `${marks[result]} ${port.padEnd(8)} ${says.padEnd(72)} ${String(ms).padStart(6)} ms  ${detail}\n`,
  );
}

function summary(results: readonly Result[]): number {
  const count = (wanted: Result['result']): number =>
    results.filter(({ result }) => result === wanted).length;
  process.stdout.write(`${count('ok')} ok, ${count('failed')} failed, ${count('not offered')} not offered\n`);
  return count('failed') > 0 ? 1 : 0;
}

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`${messageOf(error)}\nnode dist/cli/main.js doctor tells what is missing.\n`);
  process.exitCode = 3;
}
