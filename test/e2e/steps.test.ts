import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startXvfb, type TestDisplay } from '../support/xvfb.js';
import { deskhand, onlyRun, root, scratchEach, start, tale, untilLine } from './deskhand.js';

const place = scratchEach();
let display: TestDisplay;

beforeAll(async () => {
  display = await startXvfb({ width: 640, height: 480 });
});
afterAll(() => display.end());

/** Writes a task and answers the arguments that run it. */
function task(text: string, ...more: string[]): string[] {
  const file = join(place.folder, 'task.yaml');
  writeFileSync(file, text);
  return ['run', file, '--recordings', place.recordings, '--reporter', 'json', ...more];
}

const onDisplay = () => ['--approve', 'deny', '--desktop', display.display];
const text = (name: string): string => readFileSync(join(place.folder, name), 'utf8');

describe('the steps of a task', { timeout: 120_000 }, () => {
  const append = (word: string) => `run: {command: "echo ${word} >> order.txt", shell: true}`;

  it('should go on after a soft failure, leave out what is not the case, and try again', async () => {
    const ran = await deskhand(
      task(
        `name: Flow
params: {wanted: false}
before:
  - ${append('before')}
steps:
  - check: {file: {path: absent.txt}, within: 50ms}
    name: Only a warning
    soft: true
  - ${append('left out')}
    name: Left out
    if: \${wanted}
  - run: {command: "echo x >> tries.txt; test $(wc -l < tries.txt) -ge 3", shell: true}
    name: Third time lucky
    retry: 2
  - ${append('last')}
after:
  - ${append('after')}
onFailure:
  - ${append('on failure')}
`,
        ...onDisplay(),
      ),
    );
    expect(ran.code, tale(ran)).toBe(0);
    expect(text('order.txt')).toBe('before\nlast\nafter\n');
    expect(text('tries.txt')).toBe('x\nx\nx\n');
    const statuses = (name: string) =>
      onlyRun(ran).steps.flatMap((step) => (step.name === name ? [step.status] : []));
    expect(statuses('Only a warning')).toEqual(['warned']);
    expect(statuses('Left out')).toEqual(['skipped']);
    expect(statuses('Third time lucky')).toEqual(['failed', 'failed', 'passed']);
  });

  it('should run onFailure and then after when a step fails, and tell the first reason', async () => {
    const ran = await deskhand(
      task(
        `name: Flow
steps:
  - ${append('first')}
  - check: {file: {path: absent.txt}, within: 50ms}
  - ${append('never')}
onFailure:
  - ${append('on failure')}
after:
  - ${append('after')}
  - check: {file: {path: absent-too.txt}, within: 50ms}
`,
        ...onDisplay(),
      ),
    );
    expect(ran.code, tale(ran)).toBe(1);
    expect(text('order.txt')).toBe('first\non failure\nafter\n');
    expect(onlyRun(ran).reason).toContain('absent.txt');
  });

  it('should not begin the steps when before fails', async () => {
    const ran = await deskhand(
      task(
        `name: Flow
before:
  - run: {command: "false"}
steps:
  - ${append('never')}
after:
  - ${append('after')}
`,
        ...onDisplay(),
      ),
    );
    expect(ran.code, tale(ran)).toBe(1);
    expect(text('order.txt')).toBe('after\n');
  });
});

describe('a secret', { timeout: 120_000 }, () => {
  it('should arrive exactly, and stand nowhere in the recording or the output', async () => {
    const secret = 'Tr0ub4dor&3 “ü”\\"';
    const reporters = ['list', 'junit', 'html', 'md'].map((name) =>
      name === 'list' ? name : `${name}=${place.recordings}/out.${name}`,
    );
    const args = task(
      `name: Log in
secrets: {pass: {env: DESKHAND_TEST_PASS}}
policy: {approve: [Log in]}
apps:
  login:
    command: xterm
    args: [-u8, -title, Login, -e, sh, -c, 'stty -echo; printf "Password: "; read -r pass; printf %s "$pass" > typed.txt; cat typed.txt; sleep 60']
    window: Login
steps:
  - check: "Password:"
  - type: {secret: pass, enter: true}
    name: Log in
    expect: {file: {path: typed.txt, contains: Tr0ub}}
  - run: {command: cat, args: [typed.txt], as: shown}
  - note: It was \${shown}
  - check: {value: {actual: "\${shown}", equals: something else}, within: 0}
outputs: {shown: "\${shown}"}
`,
    );
    const chosen = args.map((each) => (each === 'json' ? reporters.join(',') : each));
    const ran = await deskhand([...chosen, '--approve', 'deny'], { env: { DESKHAND_TEST_PASS: secret } });
    expect(ran.code, tale(ran)).toBe(1);
    expect(text('typed.txt')).toBe(secret);
    expect(ran.stdout).toContain('Log in');
    const forms = [secret, JSON.stringify(secret).slice(1, -1), secret.replace('&', '&amp;'), 'Tr0ub4dor'];
    for (const form of forms) expect(ran.stdout + ran.stderr).not.toContain(form);
    for (const file of filesIn(place.recordings)) {
      const bytes = readFileSync(file);
      for (const form of forms) expect(bytes.includes(form), `${file} has ${form}`).toBe(false);
    }
  });
});

describe('an approval by file', { timeout: 120_000 }, () => {
  const state = () => JSON.parse(text('state.json'));

  /** Runs the invoice sample, answers the questions it asks one by one, and says what was asked. */
  async function answered(answers: readonly string[]) {
    const params = ['--param', `state=${place.folder}/state.json`, '--approve', 'file'];
    const options = ['--recordings', place.recordings, '--reporter', 'json'];
    const running = start(['run', join(root, 'tasks/orders-invoice.yaml'), ...params, ...options]);
    const folder = await untilLine({ recordings: place.recordings, running }, ({ type }) => type === 'run');
    const asked: { summary: string; class: string; crop: string; id: string }[] = [];
    for (const answer of answers) {
      const request = await vi.waitUntil(() => requestIn(join(folder, 'approvals'), asked), {
        timeout: 60_000,
        interval: 20,
      });
      asked.push(request);
      expect(statSync(request.crop).size).toBeGreaterThan(0);
      const reply = JSON.stringify({ answer, by: 'a test' });
      writeFileSync(join(folder, 'approvals', `${request.id}.answer.json`), reply);
    }
    return { asked, ran: await running.done };
  }

  function requestIn(folder: string, known: readonly { id: string }[]) {
    const names = filesIn(folder).filter((name) => name.endsWith('.request.json'));
    const requests = names.map((name) => JSON.parse(readFileSync(name, 'utf8')));
    return requests.find(({ id }) => !known.some((each) => each.id === id));
  }

  it('should let the act through after a yes', async () => {
    const { asked, ran } = await answered(['yes', 'yes']);
    expect(ran.code, tale(ran)).toBe(0);
    expect(state().invoices).toMatchObject([{ order: 1003 }]);
    expect(asked.map((each) => each.class)).toEqual(['sending', 'sending']);
    const confirmed = onlyRun(ran).acts.flatMap(({ confirmation }) =>
      confirmation ? [confirmation.by] : [],
    );
    expect(confirmed).toEqual(['file: a test', 'file: a test']);
  });

  it('should end the run as refused after a no', async () => {
    const { ran } = await answered(['yes', 'no']);
    expect(ran.code, tale(ran)).toBe(4);
    expect(state().invoices).toEqual([]);
  });
});

/** All files below a folder; none when it does not exist. */
function filesIn(folder: string): string[] {
  if (statSync(folder, { throwIfNoEntry: false }) === undefined) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}
