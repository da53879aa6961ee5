import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { GENESIS, hashOf } from '../../src/recording/index.js';

const golden = fileURLToPath(new URL('../fixtures/recordings/format-1', import.meta.url));

type Raw = Record<string, unknown> & Parameters<typeof hashOf>[0];

/** What a forgery may use: the folder to forge in, a file outside that must not be read, one that must not come to be. */
export interface Outside {
  readonly secret: string;
  readonly made: string;
}

/** What somebody makes of a whole recording before they send it, one kind a name. */
export type Forgery = (folder: string, outside: Outside) => void;

/** Makes a copy of a whole recording and forges it. */
export function forge(folder: string, forgery: Forgery, outside: Outside): void {
  cpSync(golden, folder, { recursive: true });
  forgery(folder, outside);
}

const linesOf = (folder: string): Raw[] =>
  readFileSync(join(folder, 'recording.jsonl'), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Raw);

/** Writes lines whose hashes fit: what anybody can do. */
function write(folder: string, lines: readonly Raw[]): void {
  let prev = GENESIS;
  const texts = lines.map((line, seq) => {
    const { hash: _, ...rest }: Raw = { ...line, seq, prev };
    prev = hashOf(rest);
    return `${JSON.stringify({ ...rest, hash: prev })}\n`;
  });
  writeFileSync(join(folder, 'recording.jsonl'), texts.join(''));
}

/** Changes every line of a type. */
const lines =
  (type: string, change: (line: Raw, outside: Outside) => object): Forgery =>
  (folder, outside) =>
    write(
      folder,
      linesOf(folder).map((line) =>
        line.type === type ? ({ ...line, ...change(line, outside) } as Raw) : line,
      ),
    );

/** Puts lines in before the ending. */
const added =
  (make: (outside: Outside) => object[]): Forgery =>
  (folder, outside) => {
    const all = linesOf(folder);
    const more = make(outside).map((line) => ({ at: 1, wall: '2026-11-20T00:00:00.000Z', ...line }) as Raw);
    write(folder, [...all.slice(0, -1), ...more, ...all.slice(-1)]);
  };

const act = (name: string, input: object, more: object = {}): object[] => [
  { type: 'decision', act: 3, frame: 'f0002', decision: { action: { name, input }, ...more }, ms: 1 },
  { type: 'verdict', act: 3, verdict: { answer: 'allow', reason: 'no rule objects' }, ms: 1 },
  { type: 'intent', act: 3, action: { name, input }, summary: name },
  { type: 'outcome', act: 3, outcome: 'done', ms: 1 },
];
const ran = (name: string, input: (made: string) => object, more: object = {}): Forgery =>
  added(({ made }) => act(name, input(made), more));

const picture =
  (name: string, change: (path: string, outside: Outside) => void): Forgery =>
  (folder, outside) => {
    const path = join(folder, name);
    rmSync(path, { force: true });
    change(path, outside);
  };
const fileNamed = (name: string | ((outside: Outside) => string)): Forgery =>
  added((outside) => [
    { type: 'file', file: typeof name === 'string' ? name : name(outside), sha256: 'a'.repeat(64), bytes: 3 },
  ]);
const frameFile = (name: string | ((outside: Outside) => string)): Forgery =>
  lines('frame', ({ frame }, outside) => ({
    frame: { ...(frame as object), file: typeof name === 'string' ? name : name(outside) },
  }));
const raw =
  (text: string | Buffer): Forgery =>
  (folder) =>
    writeFileSync(join(folder, 'recording.jsonl'), text);
const lock =
  (content: object | string): Forgery =>
  (folder) =>
    writeFileSync(
      join(folder, 'recording.lock'),
      typeof content === 'string' ? content : JSON.stringify(content),
    );
const task = (source: string): Forgery =>
  lines('run', (line) => ({ task: { ...(line.task as object), source } }));
const nested = (depth: number): string => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;

/** Sixty kinds of forged recordings and lock files. */
export const forgeries: Readonly<Record<string, Forgery>> = {
  'a shell line of the author': ran('run', (made) => ({ command: `touch ${made}`, shell: true }), {
    origin: 'author',
  }),
  'a command of the author': ran('run', (made) => ({ command: 'touch', args: [made] }), { origin: 'author' }),
  'a command of a model': ran('run', (made) => ({ command: 'touch', args: [made] }), { origin: 'model' }),
  'a command without an origin': ran('run', (made) => ({ command: 'touch', args: [made] })),
  'a command with an environment': ran('run', (made) => ({
    command: 'sh',
    args: ['-c', 'touch "$X"'],
    env: { X: made, LD_PRELOAD: '/tmp/x.so' },
  })),
  'a command in another folder': ran('run', (made) => ({ command: 'touch', args: [made], cwd: '/' })),
  'a launch': ran('launch', (made) => ({ name: 'x', command: 'touch', args: [made] }), { origin: 'author' }),
  'a launch through a shell': ran('launch', (made) => ({
    name: 'x',
    command: 'sh',
    args: ['-c', `touch ${made}`],
  })),
  'text into a terminal': ran('type', (made) => ({ text: `touch ${made}\n` }), { origin: 'author' }),
  'a deed that there is not': ran('eval', (made) => ({ code: `touch ${made}` })),
  'an input with more members': ran('click', () => ({ at: { x: 1, y: 1 }, run: 'x' })),
  'a point outside': ran('click', () => ({ at: { x: 1e9, y: -1e9 } })),
  'a point that is no number': ran('click', () => ({ at: { x: 'NaN', y: null } })),
  'an approval in advance': lines('run', (line) => ({
    task: {
      ...(line.task as object),
      source:
        'name: a\npolicy: {allow: [running commands], approve: [x]}\nsteps: [{run: {command: "true"}, name: x}]\n',
    },
  })),
  'a task that is none': task('}{'),
  'a task of a million brackets': task('['.repeat(300_000)),
  'a task with aliases in aliases': task('a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nsteps: [*c]\n'),
  'a task with a pattern that takes for ever': task(`steps:\n  - check: {text: {matches: "^(a+)+$"}}\n`),
  'a task that reads files': task('secrets: {x: {file: /etc/shadow}}\nsteps: [{type: {secret: x}}]\n'),
  'a file outside, by an absolute path': fileNamed(({ secret }) => secret),
  'a file outside, by dots': fileNamed('../../../../etc/passwd'),
  'a file outside, by dots within': fileNamed('frames/../../../etc/passwd'),
  'a file that is a device': fileNamed('/dev/zero'),
  'a file with a zero byte': fileNamed('frames/a\0b.png'),
  'a file of a very long name': fileNamed('a'.repeat(5000)),
  'a file that is not there': fileNamed('patches/none.png'),
  'a frame outside': frameFile(({ secret }) => secret),
  'a frame outside, by dots': frameFile('../../../../../../etc/passwd'),
  'a frame that is a folder': frameFile('frames'),
  'a frame that is the lines': frameFile('recording.jsonl'),
  'a link to a file outside': picture('frames/f0001.png', (path, { secret }) => symlinkSync(secret, path)),
  'a link to a device': picture('frames/f0001.png', (path) => symlinkSync('/dev/zero', path)),
  'a pipe for a frame': picture('frames/f0001.png', (path) => execFileSync('mkfifo', [path])),
  'a folder for a frame': picture('frames/f0001.png', (path) => mkdirSync(path)),
  'a frame that is text': picture('frames/f0001.png', (path, { secret }) => cpSync(secret, path)),
  'an empty frame': picture('frames/f0001.png', (path) => writeFileSync(path, '')),
  'a frame of another size': picture('frames/f0001.png', (path) =>
    cpSync(join(golden, 'patches/a1.png'), path),
  ),
  'a huge frame': picture('frames/f0001.png', (path) => {
    writeFileSync(path, '');
    truncateSync(path, 3e9);
  }),
  'a folder of frames that is a link': (folder) => {
    rmSync(join(folder, 'frames'), { recursive: true });
    symlinkSync('/etc', join(folder, 'frames'));
  },
  'lines that are a link': (folder, { secret }) => {
    rmSync(join(folder, 'recording.jsonl'));
    symlinkSync(secret, join(folder, 'recording.jsonl'));
  },
  'lines that are a pipe': (folder) => {
    rmSync(join(folder, 'recording.jsonl'));
    execFileSync('mkfifo', [join(folder, 'recording.jsonl')]);
  },
  'lines that are a device': (folder) => {
    rmSync(join(folder, 'recording.jsonl'));
    symlinkSync('/dev/zero', join(folder, 'recording.jsonl'));
  },
  'lines that are a folder': (folder) => {
    rmSync(join(folder, 'recording.jsonl'));
    mkdirSync(join(folder, 'recording.jsonl'));
  },
  'no lines': raw(''),
  'lines that are no text': raw(Buffer.from([0xff, 0xfe, 0x00, 0x0a, 0x80])),
  'a line that is a list': raw('[1,2]\n'),
  'a line that is nothing': raw('null\n'),
  'a line nested 90 deep': added(() => [{ type: 'note', text: 'x', more: JSON.parse(nested(90)) }]),
  'a line nested 4,000 deep': raw(`{"seq":0,"more":${nested(4000)}}\n`),
  'a text nested 100,000 deep': raw(`${nested(100_000)}\n`),
  'members of a prototype': raw('{"__proto__":{"type":"run"},"constructor":1,"seq":0}\n'),
  'a format of the future': lines('run', () => ({ format: 99 })),
  'a format that is no number': lines('run', () => ({ format: '1; rm -rf /' })),
  'commands for the terminal': lines('run', (line) => ({
    task: { ...(line.task as object), name: '\u001b]0;x\u0007\u001b[2J\u001b[31mPASSED\r' },
  })),
  'markup and scripts': added(() => [
    { type: 'note', text: '</script><img src=x onerror=alert(1)> ![x](http://x.test)' },
  ]),
  'an ending in the middle': added(() => [
    { type: 'ending', ending: 'passed', reason: 'done', acts: 0, ms: 1 },
  ]),
  'a second run': added(() => [{ type: 'run' }]),
  'times that are none': lines('step-end', () => ({ ms: -1 })),
  'a lock of another process': lock({ pid: 1, since: 'x' }),
  'a lock with a start of ours': lock({
    pid: process.pid,
    started: '1',
    since: '2026-01-01T00:00:00Z',
    signature: 'f'.repeat(64),
  }),
  'a lock that is no JSON': lock('\u0000{{{'),
  'a lock of a group': lock({ pid: -1, since: 'x' }),
  'a lock that is a pipe': (folder) => {
    execFileSync('mkfifo', [join(folder, 'recording.lock')]);
  },
  'a lock that is a link': (folder, { secret }) => symlinkSync(secret, join(folder, 'recording.lock')),
  'a seal of somebody': (folder) => writeFileSync(join(folder, 'recording.seal'), `${'0'.repeat(64)}\n`),
  'a seal that is a device': (folder) => symlinkSync('/dev/zero', join(folder, 'recording.seal')),
};
