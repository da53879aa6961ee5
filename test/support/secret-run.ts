import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TextReader } from '../../src/sight/text/reader.js';
import { mustBeFound, secretForms } from './secret-forms.js';

const main = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const witness = fileURLToPath(new URL('./witness.tcl', import.meta.url));

/** What programs show of a secret; long lists of numbers run out of the window. */
const shownForms = [
  'as it is',
  'in capitals',
  'in small letters',
  'reversed',
  'spaced out',
  'hex',
  'URL',
  'base64',
  'first half',
  'second half',
];

/** A run in which a program gives a secret away in every way it can. */
export interface SecretRun {
  readonly code: number | null;
  /** What deskhand printed. */
  readonly printed: string;
  /** What the program got. */
  readonly typed: string;
  /** Where the secret still stands: file, request, output or process, and in which form. */
  readonly leaks: readonly string[];
  /** Pictures that were read, stored and sent ones. */
  readonly pictures: number;
  /** Processes whose environment was looked at. */
  readonly processes: number;
}

/**
 * Types a secret into a program that shows it, puts it into its title, prints it and has it printed by a command, each
 * in many forms; a model reads the screen meanwhile. Looks for it afterwards in every byte that the run has left or
 * sent, and in every picture.
 *
 * @param folder an empty folder for it
 */
export async function runWithSecret(value: string, folder: string, reader: TextReader): Promise<SecretRun> {
  const recordings = join(folder, 'recordings');
  const made = forms(value);
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, 'forms.txt'),
    `${[...made.values()].map((form) => form.replaceAll('\n', ' ')).join('\n')}\n`,
  );
  writeFileSync(join(folder, 'task.yaml'), taskOf());
  const server = await openServer();
  const seen = new Map<string, string>();
  const child = spawn(
    process.execPath,
    [
      main,
      'run',
      join(folder, 'task.yaml'),
      '--recordings',
      recordings,
      '--base-url',
      server.url,
      '--reporter',
      'list,json,md',
    ],
    {
      env: { ...process.env, NO_COLOR: '1', CODE_WORD: value, DASHSCOPE_API_KEY: 'key' },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let printed = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
    });
  const watch = setInterval(() => lookAtChildren(child.pid ?? 0, seen), 100);
  const [code]: (number | null)[] = await once(child, 'close');
  clearInterval(watch);
  await server.close();
  const pictures = [
    ...filesIn(recordings).filter((file) => file.endsWith('.png')),
    ...server.pictures.map((bytes, index) => {
      const file = join(folder, `sent-${index}.png`);
      writeFileSync(file, bytes);
      return file;
    }),
  ];
  const leaks = [
    ...filesIn(recordings).flatMap((file) => inText(file, readFileSync(file, 'latin1'), value)),
    ...inText('what was printed', Buffer.from(printed).toString('latin1'), value),
    ...server.texts.flatMap((text, index) =>
      inText(`request ${index}`, Buffer.from(text).toString('latin1'), value),
    ),
    ...[...seen].flatMap(([process, environment]) => inText(`environment of ${process}`, environment, value)),
    ...openFiles(recordings),
  ];
  for (const file of pictures) leaks.push(...(await inPicture(file, value, reader)));
  return {
    code: code ?? null,
    printed,
    typed: readFileSync(join(folder, 'typed.txt'), 'utf8'),
    leaks,
    pictures: pictures.length,
    processes: seen.size,
  };
}

function forms(value: string): Map<string, string> {
  return new Map(
    Object.entries(secretForms)
      .filter(([name]) => shownForms.includes(name) && mustBeFound(name, value))
      .map(([name, made]) => [name, made(value)]),
  );
}

function taskOf(): string {
  return `
name: A secret that is given away
apps:
  witness: {command: wish, args: [${witness}, forms.txt, typed.txt], window: "Witness*"}
secrets:
  code: {env: CODE_WORD}
policy: {allow: [credentials]}
model: {name: qwen3-vl-plus}
steps:
  - click: {text: Code word}
  - type: {secret: code, into: Code word, enter: true}
    expect: {visible: shown}
  - click: {text: shown, window: "Witness*"}
  - run: {command: cat, args: [forms.txt], as: told}
  - run: {command: sh, args: [-c, env; cat forms.txt >&2], as: surroundings}
  - read: {as: lines, by: model, question: How many lines does the window show?}
  - click: {text: {is: no such label}}
    soft: true
    timeout: 1s
outputs:
  told: "\${told}"
`;
}

/** A model's server that keeps what it is sent and answers a number. */
async function openServer() {
  const texts: string[] = [];
  const pictures: Buffer[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const body = Buffer.concat(parts).toString('utf8');
      for (const [, base64 = ''] of body.matchAll(/data:image\/[a-z]+;base64,([A-Za-z0-9+/=]+)/g))
        pictures.push(Buffer.from(base64, 'base64'));
      texts.push(body.replace(/;base64,[A-Za-z0-9+/=]+/g, ''));
      response.setHeader('content-type', 'application/json');
      response.end(
        JSON.stringify({
          id: 'x',
          object: 'chat.completion',
          created: 1,
          model: 'qwen3-vl-plus',
          choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content: '7' } }],
        }),
      );
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/v1`,
    texts,
    pictures,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Notes the environment of everything that the process has started, and what these have. */
function lookAtChildren(root: number, seen: Map<string, string>): void {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc').filter((each) => /^\d+$/.test(each))) {
    const parent = /^\d+ \(.*\) \S (\d+)/s.exec(textOf(`/proc/${name}/stat`))?.[1];
    if (parent !== undefined) parents.set(Number(name), Number(parent));
  }
  for (const pid of parents.keys()) {
    let at = parents.get(pid);
    while (at !== undefined && at > 1 && at !== root) at = parents.get(at);
    if (at !== root) continue;
    const command = textOf(`/proc/${pid}/cmdline`).split('\0').slice(0, 2).join(' ');
    const environment = textOf(`/proc/${pid}/environ`);
    // Between its fork and its own start a child still looks like its parent.
    if (environment !== '' && !command.endsWith(main)) seen.set(`${pid} ${command}`, environment);
  }
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'latin1');
  } catch {
    // The process has just ended.
    return '';
  }
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

/** Files and folders that others may read. */
function openFiles(folder: string): string[] {
  const below = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name));
  return [folder, ...below].flatMap((path) => {
    const mode = statSync(path).mode & 0o777;
    return (mode & 0o077) === 0 ? [] : [`${path} has mode ${mode.toString(8)}`];
  });
}

/** The forms of the value in a text that was read byte by byte; case never matters. */
function inText(where: string, text: string, value: string): string[] {
  const low = text.toLowerCase();
  return Object.entries(secretForms)
    .filter(([name]) => mustBeFound(name, value))
    .filter(([, made]) => low.includes(Buffer.from(made(value)).toString('latin1').toLowerCase()))
    .map(([name]) => `${where}: ${name}`);
}

async function inPicture(file: string, value: string, reader: TextReader): Promise<string[]> {
  const png = readFileSync(file);
  const lines = await reader.read({ key: `${file} ${png.length}`, png });
  const text = plain(lines.map((line) => line.text).join('\n'));
  return [...forms(value)]
    .filter(([, form]) => text.includes(plain(form)))
    .map(([name]) => `${file}: reads ${name}`);
}

/** Letters without spaces and case, and with one shape for what readers confuse. */
function plain(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[ \t]/g, '')
    .replaceAll(/[il|!]/g, '1')
    .replaceAll(/[oq]/g, '0')
    .replaceAll('s', '5');
}
