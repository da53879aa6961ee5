import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { forge, forgeries } from '../../test/support/forgeries.js';

const main = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
/** s that a command may take on a busy machine. */
const PATIENCE = 60;
const CANARY = 'CANARY-7731 is not to be read';

/** Every command over every kind of forged recording: nothing run, nothing outside read, no hang, no stack trace. */
export async function forged(): Promise<void> {
  const place = await mkdtemp(join(tmpdir(), 'deskhand-bench-forged-'));
  const outside = { secret: join(place, 'outside.txt'), made: join(place, 'made') };
  await writeFile(outside.secret, CANARY);
  const found: string[] = [];
  let commands = 0;
  try {
    for (const [index, [name, forgery]] of Object.entries(forgeries).entries()) {
      const recordings = join(place, `r${index}`);
      const folder = join(recordings, 'sent');
      forge(folder, forgery, outside);
      const own = join(place, `own${index}`);
      for (const args of [
        ['show', folder],
        ...['html', 'json', 'junit', 'md'].map((format) => ['report', folder, '--format', format, '-o', '-']),
        ['replay', folder, '--dry', '--approve', 'deny', '--recordings', own],
        ['replay', folder, '--approve', 'deny', '--recordings', own],
        ['stop', '--recordings', recordings],
      ]) {
        commands += 1;
        const what = `${name}: ${args[0]} ${args[2] ?? ''}`;
        const { said, late } = await run(args);
        if (late) found.push(`${what} hangs`);
        if (/^ {4}at /m.test(said) || said.includes('fault of deskhand itself'))
          found.push(`${what} has a stack trace`);
        if (said.includes(CANARY) || said.includes('root:x:0')) found.push(`${what} reads outside`);
        if (existsSync(outside.made)) {
          found.push(`${what} ran something`);
          await rm(outside.made);
        }
      }
      if (readFileSync(outside.secret, 'utf8') !== CANARY) found.push(`${name}: wrote outside`);
      await rm(recordings, { recursive: true, force: true });
      await rm(own, { recursive: true, force: true });
    }
  } finally {
    await rm(place, { recursive: true, force: true });
  }
  for (const line of found) console.log(`  ${line}`);
  console.log(`${Object.keys(forgeries).length} kinds, ${commands} commands: ${found.length} breaks`);
}

function run(args: readonly string[]): Promise<{ said: string; late: boolean }> {
  return new Promise((resolve) => {
    const options = { timeout: PATIENCE * 1000, killSignal: 'SIGKILL', maxBuffer: 100_000_000 } as const;
    execFile(process.execPath, [main, ...args], options, (error, stdout, stderr) =>
      resolve({ said: `${stdout}${stderr}`, late: error?.killed === true }),
    );
  });
}
