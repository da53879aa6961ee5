// src/**/NAME.wat -> NAME-bytes.ts beside it: WebAssembly as base64, so that nothing has to be read at run time.
//
//   node scripts/wasm.mjs           assembles
//   node scripts/wasm.mjs --check   tells what is not what its source says
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import assembler from 'wabt';

const root = fileURLToPath(new URL('..', import.meta.url));
const { parseWat } = await assembler();

/** The TypeScript that holds an assembled module. */
function moduleOf(file) {
  const name = basename(file, '.wat');
  const module = parseWat(file, readFileSync(file, 'utf8'), { simd: true, threads: true, bulk_memory: true });
  const bytes = Buffer.from(module.toBinary({}).buffer);
  const lines = bytes.toString('base64').match(/.{1,100}/g);
  return [
    `/** \`${name}.wat\`, assembled by \`node scripts/wasm.mjs\`: ${bytes.length} bytes in base64. */`,
    `export const ${name}Bytes =`,
    `${lines.map((line) => `  '${line}'`).join(' +\n')};`,
    '',
  ].join('\n');
}

const check = process.argv.includes('--check');
for (const name of readdirSync(join(root, 'src'), { recursive: true })) {
  if (!name.endsWith('.wat')) continue;
  const file = join(root, 'src', name);
  const to = join(dirname(file), `${basename(file, '.wat')}-bytes.ts`);
  const module = moduleOf(file);
  if (!check) writeFileSync(to, module);
  else if (readFileSync(to, 'utf8') !== module) {
    console.log(`${to} is not what ${name} says: node scripts/wasm.mjs`);
    process.exitCode = 1;
  }
}
