import { isAbsolute, relative, resolve, sep } from 'node:path';
import { failuresOf } from '../core/failures.js';
import type { Recording } from '../core/recording.js';
import { withoutControls } from './characters.js';
import type { Report } from './report.js';
import { endingOf, type Item, lengthOf, resultOf, storyOf, warningsOf } from './story.js';
import { brokenPromises, checkWords, duration, usageWords, valueWords, weakIn, wordsOf } from './words.js';

/**
 * JUnit XML in the shape that Jenkins, GitLab and GitHub actions read: one suite and one case per recording. It
 * follows the schema of Jenkins' xUnit plugin (junit-10.xsd); paths are relative to the base, as GitLab wants them.
 */
export const junit: Report = {
  name: 'junit',
  description: 'JUnit XML for CI servers, several recordings in one file',
  file: 'junit.xml',
  pictures: false,
  render(inputs, { base }) {
    const recordings = inputs.map(({ recording }) => recording);
    const suites = recordings.map((recording) => suite(recording, base)).join('');
    const totals = attributes({
      name: 'deskhand',
      tests: recordings.length,
      failures: recordings.filter((recording) => verdictOf(recording) === 'failure').length,
      errors: recordings.filter((recording) => verdictOf(recording) === 'error').length,
      time: seconds(recordings.reduce((sum, recording) => sum + lengthOf(recording), 0)),
    });
    return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites${totals}>\n${suites}</testsuites>\n`;
  },
};

/** A run that was cut off or stopped says nothing about the application: an error, not a failure. */
function verdictOf(recording: Recording): 'failure' | 'error' | undefined {
  const { name } = endingOf(recording);
  const whole = recording.corrupt === undefined && (recording.changed ?? []).length === 0;
  if (name === 'passed') return whole ? undefined : 'error';
  const failures: readonly string[] = ['failed', 'not proven', 'refused', 'out of budget'];
  return failures.includes(name) ? 'failure' : 'error';
}

function suite(recording: Recording, base: string): string {
  const verdict = verdictOf(recording);
  const time = seconds(lengthOf(recording));
  const { task } = recording.header;
  const file = task.file === undefined ? undefined : within(base, task.file);
  const head = attributes({
    name: task.name,
    tests: 1,
    failures: verdict === 'failure' ? 1 : 0,
    errors: verdict === 'error' ? 1 : 0,
    skipped: 0,
    time,
    timestamp: recording.started.slice(0, 19),
    ...(file === undefined ? {} : { file }),
  });
  return `  <testsuite${head}>
    <properties>
${propertiesOf(recording, base)
  .map(([name, value]) => `      <property${attributes({ name, value })}/>\n`)
  .join('')}    </properties>
    <testcase${attributes({ name: task.name, classname: file === undefined ? 'deskhand' : className(file), time })}>
${problem(recording, verdict)}      <system-out>${escaped(log(recording, base))}</system-out>
    </testcase>
  </testsuite>
`;
}

/**
 * The file of a task as the name of a class, folders as its packages: `tasks/orders.v2.yaml` is `tasks.orders_v2`.
 * Viewers cut a class name at its last dot, so a dot in the file's own name must not stay.
 */
function className(file: string): string {
  const parts = file.replace(/\.ya?ml$/i, '').split(/[\\/]+/u);
  const names = isAbsolute(file) ? parts.slice(-2) : parts;
  return names
    .filter((part) => part !== '' && part !== '.')
    .map((part) => part.replaceAll('.', '_'))
    .join('.');
}

/** A path as it is seen from the base, with slashes; one that lies outside stays as it is. */
function within(base: string, path: string): string {
  const seen = relative(base, resolve(base, path));
  const outside = seen === '..' || seen.startsWith(`..${sep}`) || isAbsolute(seen);
  return (outside ? resolve(base, path) : seen).replaceAll(sep, '/');
}

function problem(recording: Recording, verdict: 'failure' | 'error' | undefined): string {
  if (verdict === undefined) return '';
  const { name, reason } = endingOf(recording);
  const [changed] = recording.changed ?? [];
  const message = name === 'passed' && changed !== undefined ? changed : reason;
  const failed = failuresOf(recording).map(
    ({ step }) => `${step.step} ${step.name}: ${step.reason ?? 'failed'}`,
  );
  // The reason of a run is that of the step that ended it: it is told once, with its step.
  const told = failed.some((line) => line.endsWith(reason)) ? [] : [reason];
  const text = [...told, ...failed, ...warningsOf(recording)].join('\n');
  return `      <${verdict}${attributes({ type: name, message })}>${escaped(text)}</${verdict}>\n`;
}

function propertiesOf(recording: Recording, base: string): readonly (readonly [string, string])[] {
  const { header, usage, head } = recording;
  return [
    ['ending', endingOf(recording).name],
    ['pilot', header.pilot],
    ...(header.model === undefined ? [] : [['model', header.model] as const]),
    ['operator', header.operator],
    ['desktop', header.desktop.kind],
    ['acts', String(recording.acts.length)],
    ['weak promises', String(weakIn(recording.acts).length)],
    ...(usage === undefined ? [] : [['usage', usageWords(usage)] as const]),
    ['recording', within(base, recording.folder)],
    ['head', head],
    ...Object.entries(header.params).map(([name, value]) => [`param.${name}`, valueWords(value)] as const),
  ];
}

/** What happened, one line each, then the files: Jenkins and GitLab show `[[ATTACHMENT|path]]` lines as files. */
function log(recording: Recording, base: string): string {
  const lines: string[] = [];
  tell(storyOf(recording), '', lines);
  const { acts } = recording;
  const folder = within(base, recording.folder);
  const last = acts.at(-1)?.after ?? acts.at(-1)?.before;
  const files = ['report.html', ...(last === undefined ? [] : [last.file])];
  return `\n${[...lines, ...files.map((file) => `[[ATTACHMENT|${folder}/${file}]]`)].join('\n')}\n`;
}

function tell(items: readonly Item[], indent: string, lines: string[]): void {
  for (const item of items) {
    if (item.kind === 'step') {
      const { name, status, ms, reason } = item.step;
      const time = ms === undefined ? '' : ` (${duration(ms)})`;
      const why = reason === undefined ? '' : `: ${reason}`;
      lines.push(`${indent}${status ?? 'did not end'}: ${name}${time}${why}`);
      tell(item.items, `${indent}  `, lines);
    } else if (item.kind === 'act') {
      const why = item.act.reason === undefined ? '' : `: ${item.act.reason}`;
      lines.push(`${indent}${item.act.number}. ${wordsOf(item.act)}: ${resultOf(item.act)}${why}`);
      for (const words of brokenPromises(item.act)) lines.push(`${indent}   ${words}`);
      for (const { check } of weakIn([item.act]))
        lines.push(`${indent}   weak: ${checkWords(check)} held already before its step`);
    } else if (item.kind === 'value') {
      lines.push(`${indent}${item.name} = ${valueWords(item.value)}`);
    } else {
      lines.push(`${indent}${item.text}`);
    }
  }
}

/** At most three decimals, as Jenkins' schema wants. */
function seconds(ms: number): string {
  return (ms / 1000).toFixed(3);
}

function attributes(values: Readonly<Record<string, string | number>>): string {
  return Object.entries(values)
    .map(([name, value]) => ` ${name}="${escaped(String(value)).replaceAll('\n', '&#10;')}"`)
    .join('');
}

function escaped(text: string): string {
  return withoutControls(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
