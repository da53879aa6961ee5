import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Apps, Files } from '../ports.js';

/** Files of checks, relative to the folder of the task. */
export function filesIn(folder: string): Files {
  return {
    async text(path) {
      try {
        return await readFile(resolve(folder, path), 'utf8');
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
        throw error;
      }
    },
  };
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
