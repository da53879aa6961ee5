import type { RecordedAct, Recording } from '../core/recording.js';
import { whyNot } from '../core/why-not.js';
import type { Report } from './report.js';
import { endingOf, type Item, isGood, standingOf, storyOf, warningsOf } from './story.js';
import { harmless } from './terminal.js';
import { checkWords, count, duration, usageWords, valueWords, weakIn, weakWords, wordsOf } from './words.js';

/** Markdown for a ticket, a merge request or a job summary. */
export const md: Report = {
  name: 'md',
  description: 'Markdown for tickets and job summaries, several recordings in one file',
  file: 'report.md',
  pictures: false,
  render: (inputs) => `${inputs.map(({ recording }) => chapter(recording)).join('\n\n---\n\n')}\n`,
};

function chapter(recording: Recording): string {
  const { header, usage, ending } = recording;
  const { name, reason } = endingOf(recording);
  const facts = [
    recording.started.slice(0, 19).replace('T', ' '),
    duration(ending?.ms ?? recording.ms),
    count(recording.acts.length, 'act'),
    `pilot ${header.pilot}${header.model === undefined ? '' : ` (${header.model})`}`,
    weakWords(recording.acts),
    usageWords(usage),
  ].filter((fact) => fact !== '');
  return [
    `# ${name === 'passed' ? '✅' : '❌'} ${text(header.task.name)}`,
    `**${name}**: ${text(reason)}`,
    text(facts.join(' · ')),
    ...warningsOf(recording).map((warning) => `> ⚠️ ${text(warning)}`),
    blocks(storyOf(recording), 0),
    values({ ...recording.values, ...ending?.outputs }),
    `<sub>${ending === undefined ? 'last good line' : 'seal'} ${code(recording.head)}</sub>`,
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

/** A list: steps with a mark, what happened inside them indented below. */
function blocks(items: readonly Item[], depth: number): string {
  return items.map((item) => `${'  '.repeat(depth)}- ${bullet(item, depth)}`).join('\n');
}

function bullet(item: Item, depth: number): string {
  switch (item.kind) {
    case 'step':
      return stepLines(item, depth);
    case 'act':
      return actLine(item.act);
    case 'value':
      return `${code(item.name)} = ${code(valueWords(item.value))}`;
    case 'note':
    case 'aside':
    case 'difference':
      return text(item.text);
  }
}

function stepLines({ step, items }: Extract<Item, { kind: 'step' }>, depth: number): string {
  const time = step.ms === undefined ? 'did not end' : duration(step.ms);
  const why = step.reason === undefined ? '' : `: ${text(step.reason)}`;
  const inside = items.length === 0 ? '' : `\n${blocks(items, depth + 1)}`;
  return `${mark(step.status)} **${text(step.name)}** (${time})${why}${inside}`;
}

function mark(status: string | undefined): string {
  if (status === 'passed') return '✅';
  if (status === 'skipped') return '⏭️';
  return status === 'warned' ? '⚠️' : '❌';
}

function actLine(act: RecordedAct): string {
  const { confirmation, verdict, decision } = act;
  const asked = verdict !== undefined && verdict.answer !== 'allow' ? whyNot(verdict, decision) : undefined;
  const facts = [
    standingOf(act),
    act.reason,
    // The reason of a refusal tells it already.
    asked !== undefined && act.reason?.includes(asked) ? undefined : asked,
    act.decision.sighting?.rung,
    confirmation && `asked: ${confirmation.approval.answer} by ${confirmation.approval.by}`,
    ...act.checks
      .filter(({ result }) => result !== 'holds')
      .map(({ check, result, detail }) => `check ${result}: ${checkWords(check)} ${detail ?? ''}`.trim()),
    ...weakIn([act])
      .filter(({ result }) => result === 'holds')
      .map(({ check }) => `weak: ${checkWords(check)} held already before its step`),
  ].filter((fact): fact is string => fact !== undefined);
  return `${isGood(act) ? '' : '❌ '}act ${act.number}: ${text(wordsOf(act))} (${text(facts.join(', '))})`;
}

function values(all: Readonly<Record<string, unknown>>): string {
  const rows = Object.entries(all);
  if (rows.length === 0) return '';
  const lines = rows.map(([name, value]) => `| ${text(name)} | ${text(valueWords(value))} |`);
  return ['| value | |', '|---|---|', ...lines].join('\n');
}

/** Text that stays text in Markdown: no markup, no HTML, no links, one line. */
function text(raw: string): string {
  return harmless(raw)
    .replace(/[\\`*_[\]<>|#~!()&]/g, (character) => `\\${character}`)
    .replace(/(https?):\/\//gi, '$1:\u200b//')
    .replaceAll('@', '@\u200b');
}

/** A code span that the text cannot close. */
function code(raw: string): string {
  const plain = harmless(raw);
  const fence = '`'.repeat(Math.max(0, ...[...plain.matchAll(/`+/g)].map(([run]) => run.length)) + 1);
  const pad = fence.length > 1 ? ' ' : '';
  return `${fence}${pad}${plain}${pad}${fence}`;
}
