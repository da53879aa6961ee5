// Everything that can be checked without running deskhand. Prints each name with ok or failed.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const tool = (path) => join(root, 'node_modules', path);

// Without its notes, which would pass for those of a build.
const types = [tool('typescript/bin/tsc'), '--noEmit', '--incremental', 'false', '-p'];

const checks = [
  { name: 'format and lint', run: [tool('@biomejs/biome/bin/biome'), 'check', '--error-on-warnings'] },
  { name: 'types', run: [...types, 'tsconfig.json'] },
  { name: 'types of tests', run: [...types, 'tsconfig.test.json'] },
  { name: 'types of pages', run: [...types, 'tsconfig.page.json'] },
  { name: 'dead code', run: [tool('knip/bin/knip.js'), '--no-progress'] },
  { name: 'borders', run: [join(root, 'scripts/borders.mjs')] },
  { name: 'WebAssembly', run: [join(root, 'scripts/wasm.mjs'), '--check'] },
  { name: 'package-lock', run: [join(root, 'scripts/lock.mjs')] },
];

function perform({ run }) {
  const child = spawn(process.execPath, run, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (piece) => {
      output += piece;
    });
  return new Promise((resolve) => child.once('close', (code) => resolve({ ok: code === 0, output })));
}

// All at once, told in order.
const running = checks.map(perform);
for (const [index, { name }] of checks.entries()) {
  const { ok, output } = await running[index];
  console.log(`${ok ? 'ok    ' : 'failed'} ${name}`);
  if (ok) continue;
  console.log(output.trimEnd());
  process.exitCode = 1;
}
