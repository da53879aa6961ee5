import { failuresOf } from '../core/failures.js';
import type { Recording } from '../core/recording.js';
import { withoutControls } from './characters.js';
import type { Report } from './report.js';
import { endingOf, type Item, standingOf, storyOf, warningsOf } from './story.js';
import { checkWords, duration, usageWords, valueWords, weakIn, wordsOf } from './words.js';

/** JUnit XML in the shape that Jenkins, GitLab and GitHub actions read: one suite and one case per recording. */
export const junit: Report = {
  name: 'junit',
  description: 'JUnit XML for CI servers, several recordings in one file',
  file: 'junit.xml',
  pictures: false,
  render(inputs) {
    const recordings = inputs.map(({ recording }) => recording);
    const suites = recordings.map(suite).join('');
    const totals = attributes({
      name: 'deskhand',
      tests: recordings.length,
      failures: recordings.filter((recording) => verdictOf(recording) === 'failure').length,
      errors: recordings.filter((recording) => verdictOf(recording) === 'error').length,
      time: seconds(recordings.reduce((sum, recording) => sum + recording.ms, 0)),
    });
    return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites${totals}>\n${suites}</testsuites>\n`;
  },
};

/** A run that was cut off or stopped says nothing about the application: an error, not a failure. */
function verdictOf(recording: Recording): 'failure' | 'error' | undefined {
  const { name } = endingOf(recording);
  if (name === 'passed') return recording.corrupt === undefined ? undefined : 'error';
  return name === 'failed' || name === 'refused' || name === 'out of budget' ? 'failure' : 'error';
}

function suite(recording: Recording): string {
  const verdict = verdictOf(recording);
  const time = seconds(recording.ms);
  const { task } = recording.header;
  const head = attributes({
    name: task.name,
    tests: 1,
    failures: verdict === 'failure' ? 1 : 0,
    errors: verdict === 'error' ? 1 : 0,
    skipped: 0,
    time,
    timestamp: recording.started.slice(0, 19),
  });
  return `  <testsuite${head}>
    <properties>
${propertiesOf(recording)
  .map(([name, value]) => `      <property${attributes({ name, value })}/>\n`)
  .join('')}    </properties>
    <testcase${attributes({ name: task.name, classname: task.file ?? 'deskhand', time })}>
${problem(recording, verdict)}      <system-out>${escaped(log(recording))}</system-out>
    </testcase>
  </testsuite>
`;
}

function problem(recording: Recording, verdict: 'failure' | 'error' | undefined): string {
  if (verdict === undefined) return '';
  const { name, reason } = endingOf(recording);
  const failed = failuresOf(recording).map(
    ({ step }) => `${step.step} ${step.name}: ${step.reason ?? 'failed'}`,
  );
  const text = [reason, ...failed, ...warningsOf(recording)].join('\n');
  return `      <${verdict}${attributes({ type: name, message: reason })}>${escaped(text)}</${verdict}>\n`;
}

function propertiesOf(recording: Recording): readonly (readonly [string, string])[] {
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
    ['recording', recording.folder],
    ['head', head],
    ...Object.entries(header.params).map(([name, value]) => [`param.${name}`, valueWords(value)] as const),
  ];
}

/** What happened, one line each, then the files: Jenkins and GitLab show `[[ATTACHMENT|path]]` lines as files. */
function log(recording: Recording): string {
  const lines: string[] = [];
  tell(storyOf(recording), '', lines);
  const { folder, acts } = recording;
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
      lines.push(`${indent}${item.act.number}. ${wordsOf(item.act)}: ${standingOf(item.act)}${why}`);
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
