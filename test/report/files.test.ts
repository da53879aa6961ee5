import { describe, expect, it } from 'vitest';
import type { RecordingEvent } from '../../src/core/events.js';
import { readRecording } from '../../src/recording/index.js';
import { reporters } from '../../src/report/index.js';
import { AT, GOLDEN, hostileRun, longRun, recordingOf } from './support.js';

const HOSTILE = 'a<b>&"\'\u0000\u001b[31m\ud800 ]]> <!-- \u202e\r\nend';

const withEnding = (
  ending: 'passed' | 'failed' | 'refused' | 'stopped' | 'out of budget',
): RecordingEvent[] => [
  ...longRun(1).slice(0, -1),
  { type: 'ending', ending, reason: `it ${ending}`, acts: 1, ms: 1234.5678 },
];

/** Checks that a text is well-formed XML and answers its elements with their attributes, in order. */
function elementsOf(xml: string): { name: string; attributes: Record<string, string>; path: string }[] {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: XML must not hold them.
  expect(xml.match(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/)).toBeNull();
  // A lone surrogate cannot be written as UTF-8.
  expect(Buffer.from(xml).toString()).toBe(xml);
  expect(xml.startsWith('<?xml version="1.0" encoding="UTF-8"?>\n')).toBe(true);
  const body = xml.slice(xml.indexOf('?>') + 2);
  const open: string[] = [];
  const found: ReturnType<typeof elementsOf> = [];
  const token = /<(\/?)([\w-]+)((?: [\w-]+="[^"<]*")*)(\/?)>|([^<]+)/gy;
  let at = 0;
  for (const match of body.matchAll(token)) {
    expect(match.index).toBe(at);
    at = match.index + match[0].length;
    const [, closing, name = '', attributes = '', empty, text] = match;
    expect((text ?? attributes).replace(/&(amp|lt|gt|quot|#10);/g, '')).not.toContain('&');
    if (text !== undefined) continue;
    if (closing === '/') {
      expect(open.pop()).toBe(name);
    } else {
      const pairs = [...attributes.matchAll(/ ([\w-]+)="([^"]*)"/g)].map(([, key, value]) => [key, value]);
      found.push({ name, attributes: Object.fromEntries(pairs), path: [...open, name].join('/') });
      if (empty !== '/') open.push(name);
    }
  }
  expect(at).toBe(body.length);
  expect(open).toEqual([]);
  return found;
}

/** Where elements may stand and which attributes they may have in Jenkins' JUnit format. */
const SHAPE: Readonly<Record<string, readonly string[]>> = {
  testsuites: ['name', 'tests', 'failures', 'errors', 'time'],
  'testsuites/testsuite': ['name', 'tests', 'failures', 'errors', 'skipped', 'time', 'timestamp', 'file'],
  'testsuites/testsuite/properties': [],
  'testsuites/testsuite/properties/property': ['name', 'value'],
  'testsuites/testsuite/testcase': ['name', 'classname', 'time'],
  'testsuites/testsuite/testcase/failure': ['type', 'message'],
  'testsuites/testsuite/testcase/error': ['type', 'message'],
  'testsuites/testsuite/testcase/system-out': [],
};

describe('the JUnit report', () => {
  it('has the shape that CI servers read, several recordings in one file', () => {
    const recordings = [
      recordingOf(withEnding('passed')),
      recordingOf(withEnding('failed')),
      recordingOf(withEnding('refused')),
      recordingOf(withEnding('stopped')),
      recordingOf(withEnding('out of budget')),
      recordingOf(longRun(1).slice(0, -1)),
      recordingOf(hostileRun(HOSTILE)),
    ];
    const elements = elementsOf(
      reporters.junit.render(
        recordings.map((recording) => ({ recording })),
        AT,
      ),
    );
    for (const { path, attributes } of elements) {
      expect(Object.keys(SHAPE), path).toContain(path);
      expect(SHAPE[path] ?? []).toEqual(expect.arrayContaining(Object.keys(attributes)));
      if (attributes.time !== undefined) expect(attributes.time).toMatch(/^\d+\.\d{1,3}$/);
      if (attributes.timestamp !== undefined) {
        expect(attributes.timestamp).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/);
      }
    }
    expect(elements[0]?.attributes).toMatchObject({ tests: '7', failures: '4', errors: '2' });
    const suites = elements.filter(({ name }) => name === 'testsuite').map(({ attributes }) => attributes);
    expect(suites.map(({ failures, errors }) => [failures, errors].join())).toEqual([
      '0,0',
      '1,0',
      '1,0',
      '0,1',
      '1,0',
      '0,1',
      '1,0',
    ]);
  });

  it('lists the steps, the reason and the files', async () => {
    const recording = await readRecording(GOLDEN);
    const xml = reporters.junit.render([{ recording }], AT);
    expect(xml).toContain('passed: Save the order (160 ms)\n  1. click left on “Save” at 425,316: done\n');
    expect(xml).toContain(`[[ATTACHMENT|${GOLDEN}/report.html]]`);
    expect(xml).toContain('<property name="param.customer" value="Ada"/>');
    const failed = reporters.junit.render([{ recording: recordingOf(withEnding('failed')) }], AT);
    // Seen from the project, folders and class are those of the project, whatever dots a name has.
    const inside = { ...recording, folder: '/ci/project/recordings/one' };
    const { task } = recording.header;
    const header = { ...recording.header, task: { ...task, file: '/ci/project/tasks/orders.v2.yaml' } };
    const seen = reporters.junit.render([{ recording: { ...inside, header } }], { base: '/ci/project' });
    expect(seen).toContain('classname="tasks.orders_v2"');
    expect(seen).toContain(' file="tasks/orders.v2.yaml"');
    expect(seen).toContain('[[ATTACHMENT|recordings/one/report.html]]');
    const times = [...seen.matchAll(/ time="([^"]*)"/g)].map(([, time]) => time);
    expect(new Set(times)).toEqual(new Set([((recording.ending?.ms ?? 0) / 1000).toFixed(3)]));
    expect(failed).toContain('<failure type="failed" message="it failed">');
  });
});

describe('the JSON report', () => {
  it('has a stable shape, also for a single run', async () => {
    const recording = await readRecording(GOLDEN);
    const document = JSON.parse(reporters.json.render([{ recording }], AT));
    expect(Object.keys(document)).toEqual(['report', 'runs']);
    const [run] = document.runs;
    expect(Object.keys(run)).toEqual([
      'id',
      'folder',
      'task',
      'params',
      'pilot',
      'operator',
      'desktop',
      'limits',
      'version',
      'machine',
      'started',
      'ms',
      'ending',
      'reason',
      'outputs',
      'values',
      'steps',
      'weakPromises',
      'acts',
      'notes',
      'differences',
      'artefacts',
      'frames',
      'integrity',
    ]);
    expect(run).toMatchObject({
      ending: 'passed',
      values: { total: 42.5 },
      steps: [
        { step: 'steps[0]', name: 'Save the order', status: 'passed', depth: 0, acts: [1] },
        { step: 'steps[1]', name: 'Delete the draft', status: 'passed', depth: 0, acts: [2] },
      ],
      integrity: { format: 1, sealed: true, head: recording.head, warnings: [] },
    });
    expect(run.acts[0]).toMatchObject({
      act: 1,
      standing: 'done',
      sighting: { rung: 'text' },
      before: 'f0001',
      after: 'f0002',
      times: { settle: 42, decide: 33, act: 2.5, check: 12 },
    });
  });

  it('says that a run was interrupted', () => {
    const document = JSON.parse(
      reporters.json.render([{ recording: recordingOf(longRun(1).slice(0, -1)) }], AT),
    );
    expect(document.runs[0]).toMatchObject({ ending: 'interrupted', integrity: { sealed: false } });
  });
});

describe('the Markdown report', () => {
  it('tells the run as a list', async () => {
    const recording = await readRecording(GOLDEN);
    const text = reporters.md.render([{ recording }], AT);
    expect(text).toMatch(/^# ✅ Save an order\n\n\*\*passed\*\*: all steps passed\n/);
    expect(text).toContain('- ✅ **Save the order** (160 ms)\n  - act 1: click left on “Save” at 425,316');
    expect(text).toContain('| total | 42.5 |');
  });

  it.each([
    '<img src=x onerror=alert(1)>',
    '[click](javascript:alert(1))',
    '![x](https://evil.test/x.png)',
    '`code` ``more``',
    '| cell | cell',
    '# heading\n- list',
    '@everyone',
    'https://evil.test',
  ])('keeps %j as text', (hostile) => {
    const text = reporters.md.render([{ recording: recordingOf(hostileRun(hostile)) }], AT);
    const outsideCode = text.replace(/(`+)(?!`)[\s\S]*?(?<!`)\1(?!`)/g, '');
    expect(outsideCode.replaceAll(/<\/?sub>/g, '')).not.toMatch(/(?<!\\)[<>[\]]/);
    expect(outsideCode).not.toMatch(/https:\/\/|@everyone/);
    expect(outsideCode.match(/^# /gm)).toHaveLength(1);
  });
});

describe('every report', () => {
  it.each(Object.entries(reporters))('%s says what it is', (name, report) => {
    expect(report.name).toBe(name);
    expect(report.file).toMatch(/^(report|junit)\.(html|xml|json|md)$/);
    expect(report.description.length).toBeGreaterThan(10);
  });

  it.each(Object.entries(reporters))('%s tells a run that was cut off after any line', (_, report) => {
    const events = hostileRun('word');
    for (let length = 1; length <= events.length; length += 1) {
      expect(report.render([{ recording: recordingOf(events.slice(0, length)) }], AT)).toContain('word');
    }
  });
});
