import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import type { Apps, Files } from '../ports.js';

/** Files of checks and file dialogs, relative to the folder of the task. */
export function filesIn(folder: string): Files {
  return {
    text: (path) => unlessMissing(plainText(resolve(folder, path))),
    async stamp(path) {
      const facts = await unlessMissing(stat(resolve(folder, path), { bigint: true }));
      return facts && [facts.ino, facts.size, facts.mtimeNs, facts.ctimeNs].join(' ');
    },
    async longerNames(path) {
      const file = resolve(folder, path);
      const names = (await unlessMissing(readdir(dirname(file)))) ?? [];
      return names.filter((name) => name.startsWith(`${basename(file)}.`));
    },
  };
}

/** The text of a plain file; anything else might never end. */
async function plainText(path: string): Promise<string> {
  if (!(await stat(path)).isFile()) throw new Error('it is no plain file');
  return readFile(path, 'utf8');
}

/** The answer of the file system; undefined when there is no such file. */
async function unlessMissing<Value>(asked: Promise<Value>): Promise<Value | undefined> {
  try {
    return await asked;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw error;
  }
}

/** Applications and commands that start in the folder of the task unless they say otherwise. */
export function appsIn(folder: string, apps: Apps): Apps {
  const inFolder = <Spec extends { readonly cwd?: string }>(spec: Spec): Spec => ({
    ...spec,
    cwd: resolve(folder, spec.cwd ?? '.'),
  });
  return {
    list: () => apps.list(),
    close: (name, signal) => apps.close(name, signal),
    launch: (spec, signal) => apps.launch(inFolder(spec), signal),
    run: (command, signal) => apps.run(inFolder(command), signal),
  };
}
