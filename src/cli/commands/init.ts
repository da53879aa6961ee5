import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { DeskhandError, exitCodes } from '../../core/errors.js';
import { makeFolders } from '../../recording/index.js';
import { taskJsonSchema } from '../../task/index.js';

const sample = `# yaml-language-server: $schema=./deskhand.schema.json
name: Hello from deskhand
apps:
  terminal: xterm -title Hello
steps:
  - type: {text: "echo hello from deskhand > hello.txt", enter: true}
    name: Write a file in the terminal
  - check: {file: {path: hello.txt, contains: "hello from deskhand"}}
  - type: {text: exit, enter: true}
    name: Leave the terminal
policy:
  allow: [running commands]
`;

/** Writes a sample task that runs as it is, and the JSON Schema for editors. Never overwrites. */
export async function initCommand(folder: string): Promise<number> {
  await makeFolders(resolve(folder));
  await writeNew(join(folder, 'hello.yaml'), sample);
  await writeNew(join(folder, 'deskhand.schema.json'), `${JSON.stringify(taskJsonSchema(), null, 2)}\n`);
  process.stdout.write(
    `Wrote ${join(folder, 'hello.yaml')} and ${join(folder, 'deskhand.schema.json')}. Try: deskhand run ${join(folder, 'hello.yaml')}\n`,
  );
  return exitCodes.passed;
}

async function writeNew(path: string, text: string): Promise<void> {
  try {
    await writeFile(path, text, { flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    throw new DeskhandError('usage', 'exists', `${path} exists already.`, { hint: 'Choose another folder.' });
  }
}
