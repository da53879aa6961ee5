import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { deskhand, root, scratchEach } from '../e2e/deskhand.js';

const fixture = (path: string): string => fileURLToPath(new URL(`../fixtures/${path}`, import.meta.url));

const place = scratchEach();

/** A recording of a test's own, since reports are written into it. */
function recording(): string {
  const folder = join(place.folder, 'recording');
  cpSync(fixture('recordings/format-1'), folder, { recursive: true });
  return folder;
}

describe('deskhand --help', { timeout: 60_000 }, () => {
  it('should name all commands and load nothing heavy', async () => {
    const loaded = join(place.folder, 'loaded');
    mkdirSync(loaded);
    // Node writes down every script it has run, with its address.
    const ran = await deskhand(['--help'], { env: { NODE_V8_COVERAGE: loaded } });
    expect(ran).toMatchObject({ code: 0, stderr: '' });
    for (const name of ['run', 'replay', 'check', 'show', 'report', 'doctor'])
      expect(ran.stdout).toContain(name);
    const urls = readdirSync(loaded).flatMap((name) => {
      const { result }: { result: { url: string }[] } = JSON.parse(readFileSync(join(loaded, name), 'utf8'));
      return result.map(({ url }) => url);
    });
    const modules = urls.filter((url) => url.startsWith('file:'));
    expect(modules.some((url) => url.includes('dist/chunks/cli-program-'))).toBe(true);
    expect(modules.filter((url) => url.includes('node_modules'))).toEqual([]);
    // The bundler notes above each module where it comes from.
    const sources = modules.flatMap((url) =>
      [...readFileSync(fileURLToPath(url), 'utf8').matchAll(/^\/\/ (src|node_modules)\/(\S+)/gmu)].map(
        ([, , file]) => file,
      ),
    );
    expect(sources).toContain('cli/program.ts');
    expect(
      sources.filter(
        (file) =>
          !/^(commander|cli|app\/package-version|core\/(errors|forms)|report\/(terminal|characters))/u.test(
            file ?? '',
          ),
      ),
    ).toEqual([]);
  });
});

describe('deskhand check', { timeout: 60_000 }, () => {
  it('should list the steps that will ask, and those that were approved in advance', async () => {
    const ran = await deskhand(['check', 'tasks/orders-delete.yaml', 'tasks/orders-invoice.yaml', '--json']);
    expect(ran.code).toBe(0);
    const { ok, tasks } = JSON.parse(ran.stdout);
    expect(ok).toBe(true);
    expect(tasks[0].asks).toMatchObject([
      { name: 'Ask to delete', class: 'deleting', approved: true },
      { name: 'Confirm the deletion', class: 'deleting', approved: true },
    ]);
    expect(tasks[1].asks).toMatchObject([
      { name: 'Ask for the invoice', class: 'sending', approved: false },
      { name: 'Send it', class: 'sending', approved: false },
    ]);
  });

  it('should judge a step with the values of its parameters, and validate them like a run', async () => {
    const task = join(place.folder, 'press.yaml');
    writeFileSync(
      task,
      `name: press\nparams: {button: {default: Close}, copies: {type: number, default: 1}}\nsteps: [{ click: "\${button}", name: press it }]\n`,
    );
    const asks = async (...params: string[]): Promise<unknown> => {
      const ran = await deskhand(['check', task, '--json', ...params]);
      expect(ran.code, ran.stderr).toBe(0);
      return JSON.parse(ran.stdout).tasks[0].asks;
    };
    const [plain, given, wrong] = await Promise.all([
      asks(),
      asks('--param', 'button=Delete'),
      deskhand(['check', task, '--param', 'copies=many']),
    ]);
    expect(plain).toEqual([]);
    expect(given).toMatchObject([{ name: 'press it', class: 'deleting' }]);
    expect(wrong.code).toBe(2);
    expect(wrong.stderr).toContain('copies');
  });

  it('should answer 2 with the mistakes of all files', async () => {
    for (const name of ['a', 'b'])
      writeFileSync(join(place.folder, `${name}.yaml`), `name: ${name}\nstps: []\n`);
    const ran = await deskhand(['check', place.folder]);
    expect(ran.code).toBe(2);
    for (const name of ['a', 'b']) expect(ran.stderr).toContain(`${name}.yaml:2:1`);
  });
});

describe('deskhand show and report', { timeout: 60_000 }, () => {
  it('should show a recording and whether its chain holds', async () => {
    const folder = recording();
    const good = await deskhand(['show', folder]);
    expect(good.code, good.stderr).toBe(0);
    expect(good.stdout).toContain('The chain holds');
    const file = join(folder, 'recording.jsonl');
    writeFileSync(file, readFileSync(file, 'utf8').replace('"ending":"', '"ending":"x'));
    const bad = await deskhand(['show', folder]);
    expect(bad.code).not.toBe(0);
    expect(bad.stdout + bad.stderr).not.toContain('The chain holds');
  });

  it.each([
    ['html', '<!doctype html'],
    ['junit', '<testsuite'],
    ['md', '#'],
    ['json', '{'],
  ])('should write %s into the recording and to standard output', async (format, start) => {
    const folder = recording();
    const named = await deskhand(['report', folder, '--format', format]);
    expect(named.code, named.stderr).toBe(0);
    const written = readFileSync(named.stdout.trim(), 'utf8');
    expect(written.toLowerCase()).toContain(start);
    const out = await deskhand(['report', folder, '--format', format, '-o', '-']);
    expect(out.stdout).toBe(written);
  });

  it('should answer 2 for a folder that is no recording', async () => {
    expect((await deskhand(['show', place.folder])).code).toBe(2);
  });
});

describe('deskhand judge', { timeout: 60_000 }, () => {
  it('should answer every line with a verdict', async () => {
    const lines = ['{"label":"Delete"}', '{"label":"Next"}', 'not json'];
    const ran = await deskhand(['judge'], { input: `${lines.join('\n')}\n` });
    expect(ran.code, ran.stderr).toBe(0);
    const verdicts = ran.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(verdicts).toHaveLength(3);
    expect(verdicts[0]).toMatchObject({ answer: 'ask', class: 'deleting' });
    expect(verdicts[1]).toMatchObject({ answer: 'allow' });
    expect(verdicts[2].answer).not.toBe('allow');
  });
});

describe('deskhand locate', { timeout: 120_000 }, () => {
  it('should find text on a picture where it stands', async () => {
    const screens = JSON.parse(readFileSync(fixture('screens/screens.json'), 'utf8'));
    const { box } = screens['tk-form-light'].targets.find(({ text }: { text: string }) =>
      /^[A-Z][a-z]+$/u.test(text),
    );
    const { text } = screens['tk-form-light'].targets.find((each: { box: unknown }) => each.box === box);
    const image = fixture('screens/tk-form-light.png');
    const ran = await deskhand(['locate', '--image', image, '--text', text, '--json']);
    expect(ran.code, ran.stdout + ran.stderr).toBe(0);
    const { found, point, rung } = JSON.parse(ran.stdout);
    expect({ found, rung }).toEqual({ found: true, rung: 'text' });
    const [x, y, width, height] = box;
    expect(point.x).toBeGreaterThanOrEqual(x);
    expect(point.x).toBeLessThanOrEqual(x + width);
    expect(point.y).toBeGreaterThanOrEqual(y);
    expect(point.y).toBeLessThanOrEqual(y + height);
    const absent = await deskhand(['locate', '--image', image, '--text', 'Zebra crossing']);
    expect(absent.code).toBe(1);
  });
});

describe('deskhand init', { timeout: 120_000 }, () => {
  it('should write a sample that runs, and never overwrite it', async () => {
    const written = await deskhand(['init', place.folder]);
    expect(written.code, written.stderr).toBe(0);
    const args = [
      'run',
      join(place.folder, 'hello.yaml'),
      '--approve',
      'deny',
      '--recordings',
      place.recordings,
    ];
    const ran = await deskhand(args);
    expect(ran.code, ran.stdout + ran.stderr).toBe(0);
    expect(readFileSync(join(place.folder, 'hello.txt'), 'utf8')).toBe('hello from deskhand\n');
    expect((await deskhand(['init', place.folder])).code).toBe(2);
  });
});

describe('deskhand schema', { timeout: 60_000 }, () => {
  it('should print the schema that the samples point to', async () => {
    const ran = await deskhand(['schema']);
    const kept = readFileSync(join(root, 'docs/task.schema.json'), 'utf8');
    const hint = 'docs/task.schema.json is not current: node dist/cli/main.js schema > docs/task.schema.json';
    expect(JSON.parse(ran.stdout), hint).toEqual(JSON.parse(kept));
    for (const name of readdirSync(join(root, 'tasks')).filter((each) => each.endsWith('.yaml'))) {
      const [first, ...rest] = readFileSync(join(root, 'tasks', name), 'utf8').split('\n');
      expect(first, name).toBe('# yaml-language-server: $schema=../docs/task.schema.json');
      for (const key of ['description: ', 'tags: ']) {
        expect(
          rest.some((line) => line.startsWith(key)),
          `${name} has ${key}`,
        ).toBe(true);
      }
    }
  });
});
