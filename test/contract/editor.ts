import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AppSpec } from '../../src/ports.js';

/** The plain text editor that every system brings, with a file of our own in it. */
export interface Editor {
  readonly file: string;
  readonly spec: AppSpec;
  readonly save: readonly string[];
  readonly selectAll: readonly string[];
  readonly end: readonly string[];
  /** Ends the whole program, where closing its window does not. */
  readonly quit?: readonly string[];
}

/** How many numbered lines the file has: several screens of them. */
export const rows = 300;
/** Words that stand once in the file, near its top, for the click and for the drag. */
export const [clicked, dragged] = ['Saturday', 'December'] as const;

const commands: Readonly<Partial<Record<NodeJS.Platform, readonly [command: string, ...args: string[]]>>> = {
  win32: ['notepad.exe'],
  darwin: ['open', '-n', '-W', '-a', 'TextEdit'],
  linux: ['mousepad', '--disable-server'],
};

/** Writes the file and says how the editor of this system is started with it. */
export async function prepareEditor(folder: string, timeoutMs: number): Promise<Editor> {
  const file = join(folder, 'contract.txt');
  const lines = Array.from({ length: rows }, (_, i) => `row ${i + 1}`);
  await writeFile(file, [clicked, '', dragged, '', ...lines, ''].join('\n'));
  const [command = 'mousepad', ...args] = commands[process.platform] ?? [];
  const mac = process.platform === 'darwin';
  const main = mac ? 'super' : 'ctrl';
  return {
    file,
    spec: { name: 'editor', command, args: [...args, file], window: '*contract*', timeoutMs },
    save: [main, 's'],
    selectAll: [main, 'a'],
    end: mac ? ['super', 'down'] : ['ctrl', 'end'],
    ...(mac && { quit: ['super', 'q'] }),
  };
}
