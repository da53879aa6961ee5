import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

/** What the command line has to do and say; the answer tells what is wrong. */
export interface CommandCase {
  readonly name: string;
  readonly kind: string;
  readonly check: (folder: string) => Promise<string | undefined>;
}

interface Said {
  readonly code: number | null;
  readonly all: string;
}

function deskhand(folder: string, ...words: readonly string[]): Said {
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...words], {
    cwd: folder,
    encoding: 'utf8',
  });
  return { code: status, all: stdout + stderr };
}

const quick = (name: string, step: string): string => `name: ${name}\nsteps:\n  - ${step}\n`;

/** Messages and reports. */
export const commands: readonly CommandCase[] = [
  {
    name: 'a failed command names a key that the language has',
    kind: 'T',
    async check(folder) {
      await writeFile(join(folder, 'a.yaml'), quick('A', 'run: {command: "false"}'));
      const { all } = deskhand(folder, 'run', 'a.yaml');
      await writeFile(join(folder, 'b.yaml'), quick('B', 'run: {command: "false", mayFail: true}'));
      const { code } = deskhand(folder, 'run', 'b.yaml');
      return all.includes('mayFail: true') && code === 0 ? undefined : `exit ${code}: ${all.slice(0, 300)}`;
    },
  },
  {
    name: 'a file check that fails says what is missing',
    kind: 'T',
    async check(folder) {
      await writeFile(join(folder, 'held.txt'), 'one\ntwo\n');
      await writeFile(
        join(folder, 'a.yaml'),
        quick('A', 'check: {file: {path: held.txt, contains: three}}\n    timeout: 1s'),
      );
      const { all } = deskhand(folder, 'run', 'a.yaml');
      return all.includes('three') ? undefined : `it says ${all.slice(0, 300)}`;
    },
  },
  {
    name: 'one report over two tasks is written',
    kind: 'T',
    async check(folder) {
      for (const name of ['a', 'b']) await writeFile(join(folder, `${name}.yaml`), quick(name, 'wait: 10ms'));
      const { code, all } = deskhand(folder, 'run', 'a.yaml', 'b.yaml', '--reporter', 'html=both.html');
      return code === 0 && existsSync(join(folder, 'both.html'))
        ? undefined
        : `exit ${code}: ${all.slice(-300)}`;
    },
  },
  {
    name: 'a default for a name of a loop is allowed',
    kind: 'T',
    async check(folder) {
      const loop = `forEach:\n      in: [1, 2]\n      as: n\n      steps:\n        - run: {command: "echo \${first ?? 'none'}", shell: true, as: first}`;
      await writeFile(join(folder, 'a.yaml'), quick('A', loop));
      const { code, all } = deskhand(folder, 'check', 'a.yaml');
      return code === 0 ? undefined : `exit ${code}: ${all.slice(0, 300)}`;
    },
  },
  {
    name: 'two tasks end with a line that sums them up',
    kind: 'T',
    async check(folder) {
      for (const name of ['a', 'b']) await writeFile(join(folder, `${name}.yaml`), quick(name, 'wait: 10ms'));
      const { all } = deskhand(folder, 'run', 'a.yaml', 'b.yaml');
      return /\b2\b.*passed|passed.*\b2\b/.test(all) ? undefined : `it ends ${all.slice(-200)}`;
    },
  },
  {
    name: 'JUnit names a class without a path, and attachments from here',
    kind: 'T',
    async check(folder) {
      await writeFile(join(folder, 'quick.yaml'), quick('Quick', 'check: {that: "1 == 2"}'));
      deskhand(folder, 'run', 'quick.yaml', '--reporter', 'junit=out.xml');
      const xml = await readFile(join(folder, 'out.xml'), 'utf8').catch(() => '');
      const wrong = [/classname="[^"]*[/.]/u, /\[\[ATTACHMENT\|\//u].filter((each) => each.test(xml));
      return wrong.length === 0 && /<testsuite [^>]*file=/u.test(xml)
        ? undefined
        : `it says ${xml.slice(0, 400)}`;
    },
  },
  {
    name: 'an expression that is false shows its values',
    kind: 'T',
    async check(folder) {
      const task =
        'name: Sum\nparams: {total: {type: number, default: 41}}\nsteps:\n  - check: {that: "total == 42"}\n';
      await writeFile(join(folder, 'a.yaml'), task);
      const { all } = deskhand(folder, 'run', 'a.yaml');
      return all.includes('41') ? undefined : `it says ${all.slice(0, 300)}`;
    },
  },
  {
    name: 'a window that is missing is told beside those that are open',
    kind: 'T',
    async check(folder) {
      await writeFile(join(folder, 'a.yaml'), quick('A', 'check: {window: "Nothing*"}\n    timeout: 1s'));
      const { all } = deskhand(folder, 'run', 'a.yaml');
      return /none is open|open are/u.test(all) ? undefined : `it says ${all.slice(0, 300)}`;
    },
  },
  {
    name: 'a refusal says which rule, and the line that allows it',
    kind: 'J5',
    async check(folder) {
      const task =
        'name: A\napps: {q: {command: zenity, args: [--question, --title=Files, "--text=Delete 3 files", --ok-label=Delete], window: Files}}\nsteps:\n  - {click: Delete, name: Delete them}\n';
      await writeFile(join(folder, 'a.yaml'), task);
      const { all } = deskhand(folder, 'run', 'a.yaml', '--approve', 'deny');
      return /approve: true|allow/u.test(all) && /delet|command/iu.test(all)
        ? undefined
        : `it says ${all.slice(0, 400)}`;
    },
  },
  {
    name: 'several places are told by what stands there',
    kind: 'T',
    async check(folder) {
      const frame = fileURLToPath(new URL('frames/swing-ok.png', import.meta.url));
      const { all } = deskhand(folder, 'locate', '--image', frame, '--text', '/^(OK|Cancel)$/');
      return all.includes('OK') && all.includes('Cancel') ? undefined : `it says ${all.slice(0, 300)}`;
    },
  },
];
