import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

interface Import {
  from: string;
  line: number;
  typesOnly: boolean;
}
interface Borders {
  importsOf(text: string): Import[];
  violation(file: string, found: Pick<Import, 'from' | 'typesOnly'>): string | undefined;
  borderViolations(src: string): string[];
  effects(file: string, text: string): { line: number }[];
  entries: string[];
  circles(src: string): string[];
}

const script = new URL('../scripts/borders.mjs', import.meta.url).href;
const { importsOf, violation, borderViolations, circles, effects, entries } = (await import(
  script
)) as Borders;

describe('the borders between the rooms', () => {
  it('are crossed by no import of src/', () => {
    expect(borderViolations(fileURLToPath(new URL('../src', import.meta.url)))).toEqual([]);
  });

  it('hold no circle of files, of types neither', () => {
    expect(circles(fileURLToPath(new URL('../src', import.meta.url)))).toEqual([]);
    const folder = mkdtempSync(join(tmpdir(), 'deskhand-circles-'));
    try {
      writeFileSync(join(folder, 'a.ts'), "import type { B } from './b.js';\n");
      writeFileSync(join(folder, 'b.ts'), "import { c } from './c.js';\n");
      writeFileSync(join(folder, 'c.ts'), "const { a } = await import('./a.js');\n");
      expect(circles(folder)).toEqual(['src/a.ts -> src/b.ts -> src/c.ts -> src/a.ts']);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it.each([
    ["import { a } from './b.js';", { from: './b.js', line: 1, typesOnly: false }],
    ["import type { A } from './b.js';", { from: './b.js', line: 1, typesOnly: true }],
    ["\nimport {\n  type A,\n  type B,\n} from './b.js';", { from: './b.js', line: 2, typesOnly: true }],
    ["import { type A, b } from './b.js';", { from: './b.js', line: 1, typesOnly: false }],
    ["import x, { type A } from 'x11';", { from: 'x11', line: 1, typesOnly: false }],
    ["export * from './b.js';", { from: './b.js', line: 1, typesOnly: false }],
    ["export type { A } from './b.js';", { from: './b.js', line: 1, typesOnly: true }],
    ["const { a } = await import('./b.js');", { from: './b.js', line: 1, typesOnly: false }],
    ["import './b.js';", { from: './b.js', line: 1, typesOnly: false }],
  ])('are seen in %j', (text, found) => {
    expect(importsOf(text)).toEqual([found]);
  });

  it('are told apart when several imports follow each other', () => {
    const text =
      "import { a } from './a.js';\nimport type { B } from './b.js';\nexport const c = 1;\nimport './d.js';\n";
    expect(importsOf(text).map(({ from, typesOnly }) => [from, typesOnly])).toEqual([
      ['./a.js', false],
      ['./b.js', true],
      ['./d.js', false],
    ]);
  });

  it.each([
    'process.exit(1);',
    'process.exitCode = 1;',
    'process.abort();',
    "process.on('SIGINT', stop);",
    "process.once('SIGTERM', stop);",
    "process.once('uncaughtException', stop);",
    "process.kill(process.pid, 'SIGINT');",
    "process.stderr.write('x');",
    'process?.stdout.write(x);',
    'terminal({ input: process.stdin });',
    "console.log('x');",
    'const { exit } = process;',
    "process['exit'](1);",
    'leave(process);',
    "import { exit } from 'node:process';",
    "process.chdir('/');",
    "await import('process');",
  ])('let only faces and first files of children write %j', (text) => {
    const found = [{ line: 2, wrong: expect.stringContaining('may use') }];
    expect(effects('desktop/a.ts', `// what for\n${text}\n`)).toEqual(found);
    expect(effects('app/a.ts', `\n${text}\n`)).toEqual(found);
    expect(effects('cli/a.ts', text)).toEqual([]);
    for (const entry of entries) expect(effects(entry, text)).toEqual([]);
  });

  it.each([
    'const { PATH } = process.env;',
    "process.once('exit', wait);",
    "process.kill(child.pid, 'SIGTERM');",
    '// process.exit(1) ends it',
    '/**\n * process.exit(1)\n */',
    "fail('the process has ended');",
    'const child = { process: fork() };',
    'child.process.kill();',
    'if (process.platform === "win32") return;',
  ])('let everybody write %j', (text) => {
    expect(effects('desktop/a.ts', text)).toEqual([]);
  });

  it('know only first files of children that are there', () => {
    for (const entry of entries) expect(existsSync(new URL(`../src/${entry}`, import.meta.url))).toBe(true);
  });

  it.each([
    ['core/a.ts', '../ports.js', true, 'core may not use ports'],
    ['core/a.ts', 'zod', false, undefined],
    ['core/a.ts', 'sharp', false, 'core may not use sharp'],
    ['policy/a.ts', 'node:fs', false, 'policy may not use node:fs'],
    ['ports.ts', './core/action.js', true, undefined],
    ['ports.ts', './core/action.js', false, 'ports may use only types of core'],
    ['actions/click.ts', '../core/errors.js', false, undefined],
    ['actions/click.ts', '../ports.js', false, 'actions may use only types of ports'],
    ['desktop/driver/x.ts', '../../model/chat.js', true, 'desktop may not use model'],
    ['desktop/driver/x.ts', '../apps/apps.js', false, undefined],
    ['sight/ocr.ts', 'x11', true, 'sight may not use x11, only desktop may'],
    ['cli/main.ts', 'openai', false, 'cli may not use openai, only model may'],
    ['run/loop.ts', 'xstate', false, undefined],
    ['run/loop.ts', '../desktop/open-desktop.js', false, 'run may not use desktop'],
    ['index.ts', './cli/main.js', false, 'nothing may use cli'],
    ['app/start-run.ts', '../cli/attend.js', false, 'nothing may use cli'],
    ['app/start-run.ts', '../desktop/open-desktop.js', false, undefined],
    ['studio/server.ts', '../app/start-run.js', false, undefined],
    ['studio/server.ts', '../run/run-task.js', false, 'studio may not use run'],
    ['cellar/x.ts', '../core/a.js', false, 'cellar is no room that scripts/borders.mjs knows'],
  ])('judge %s importing %s', (file, from, typesOnly, wrong) => {
    expect(violation(file, { from, typesOnly })).toBe(wrong);
  });
});
