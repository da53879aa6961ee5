import type { PhaseTimes, Recording } from '../../core/recording.js';
import type { Pictures, ReportInput, ReportOptions } from '../report.js';
import { endingOf, type Item, isGood, lengthOf, storyOf, warningsOf } from '../story.js';
import { brokenPromises, count, duration, usageWords, valueWords, weakWords, wordsOf } from '../words.js';
import { actCard, chip, PHASES, phaseBar } from './act.js';
import { policy, SCRIPT, STYLE } from './assets.js';
import { failures } from './failures.js';
import { pathFrom } from './index-page.js';
import { html, Markup } from './markup.js';
import { crop, marked } from './shot.js';

/** With more acts than this only those that went wrong are open at first. */
const OPEN_ALL = 40;

/** The whole page: no request leaves it, nothing from the recording is markup or script. */
export function page(
  { recording, pictures = new Map(), logs = [] }: ReportInput,
  { base }: ReportOptions,
): string {
  const link = (file: string) => pathFrom(base, recording.folder, file);
  const context = { pictures, link };
  const story = storyOf(recording);
  const ending = endingOf(recording);
  const title = recording.header.task.name;
  const all = recording.acts.length <= OPEN_ALL;
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy(STYLE, SCRIPT)}">
<meta name="viewport" content="width=device-width,initial-scale=1"><meta name="referrer" content="no-referrer">
<title>${title}: ${ending.name}</title>
<style>${STYLE_MARKUP}</style></head>
<body>${hero(recording)}
<div class="columns"><nav aria-label="Steps"><div class="tools">${tools(recording)}</div><ol>${outline(story)}</ol></nav>
<main>${failures(recording, pictures)}${story.map((item) => block(item, context, all))}${story.length === 0 ? html`<p class="empty">Nothing was done.</p>` : undefined}
${afterwards(recording, logs, link)}</main></div>
<dialog id="viewer" aria-label="Picture"><div class="bar"><p></p><button type="button" id="whole">Whole screen</button><button type="button" id="farther" aria-label="Smaller">−</button><button type="button" id="nearer" aria-label="Larger">+</button><button type="button" id="close" aria-label="Close">✕</button></div><div class="stage"></div></dialog>
${pictureData(pictures)}
<script>${SCRIPT_MARKUP}</script></body></html>
`.text;
}

const STYLE_MARKUP = new Markup(STYLE);
const SCRIPT_MARKUP = new Markup(SCRIPT);

/** Pictures as inert text, decoded only while they are in view. */
function pictureData(pictures: Pictures): Markup {
  const blocks = [...pictures]
    .filter(([, { base64 }]) => /^[A-Za-z0-9+/=]*$/.test(base64))
    .map(
      ([file, { mime, base64 }]) =>
        html`<script type="text/plain" data-file="${file}" data-mime="${mime}">${base64}</script>\n`,
    );
  return html`${blocks}`;
}

function hero(recording: Recording): Markup {
  const { header, usage } = recording;
  const ending = endingOf(recording);
  const { task, desktop } = header;
  const size = desktop.size === undefined ? '' : ` ${desktop.size.width}×${desktop.size.height}`;
  return html`<header class="hero ${ending.name.replaceAll(' ', '-')}"><div class="inner">
<p class="ending">${chip('ending', ending.name)}<span>${ending.reason}</span></p>
<h1>${task.name}</h1>${task.description === undefined ? undefined : html`<p class="dim">${task.description}</p>`}${
    task.goal === undefined ? undefined : html`<p class="goal">${task.goal}</p>`
  }${warningsOf(recording).map((warning) => html`<p class="warning" role="alert">${warning}</p>`)}
<dl class="tiles">${tile('Started', when(recording.started))}${tile('Took', duration(lengthOf(recording)))}${tile(
    'Acts',
    actsWords(recording),
  )}${tile('Steps', [stepsWords(recording), weakWords(recording.acts)].filter((words) => words !== '').join(' · '))}${tile(
    'Pilot',
    `${header.pilot}${header.model === undefined ? '' : ` · ${header.model}`}`,
  )}${tile('Operator', header.operator)}${tile('Desktop', `${desktop.kind}${size}`)}${tile('Model', usageWords(usage))}</dl>
${phaseBar(totals(recording))}</div></header>`;
}

function tile(name: string, text: string): Markup | undefined {
  return text === '' ? undefined : html`<div><dt>${name}</dt><dd>${text}</dd></div>`;
}

/** The recorded wall time without its fraction; the reader's own zone is not assumed. */
function when(wall: string): string {
  return wall.replace('T', ' ').replace(/\.\d+/, '').replace(/Z$/, ' UTC');
}

function actsWords({ acts }: Recording): string {
  const bad = acts.filter((act) => !isGood(act)).length;
  return bad === 0 ? String(acts.length) : `${acts.length} · ${bad} not as wanted`;
}

function stepsWords({ steps }: Recording): string {
  // A block counts by the steps in it.
  const single = steps.filter(({ depth }, index) => (steps[index + 1]?.depth ?? 0) <= depth);
  if (single.length === 0) return '';
  const passed = single.filter(({ status }) => status === 'passed').length;
  return `${passed} of ${single.length} passed`;
}

function totals({ acts }: Recording): PhaseTimes {
  const sum = (phase: keyof PhaseTimes) => acts.reduce((total, { times }) => total + times[phase], 0);
  return Object.fromEntries(PHASES.map((phase) => [phase, sum(phase)])) as unknown as PhaseTimes;
}

function tools({ acts, steps }: Recording): Markup {
  const bad =
    acts.filter((act) => !isGood(act)).length + steps.filter(({ status }) => status === 'failed').length;
  return html`<input type="search" class="find" id="find" placeholder="Search" aria-label="Search acts"><span class="matches" id="matches" role="status"></span><button type="button" id="failed" aria-pressed="false"${bad === 0 ? html` disabled` : undefined}>Failed only</button><button type="button" id="all">Open all</button><button type="button" id="theme" aria-label="Light or dark">◐</button><p class="keys"><kbd>j</kbd> <kbd>k</kbd> act · <kbd>n</kbd> next failed · <kbd>f</kbd> filter · <kbd>/</kbd> search · <kbd>t</kbd> light/dark · in a picture <kbd>←</kbd> <kbd>→</kbd> <kbd>+</kbd> <kbd>-</kbd> <kbd>w</kbd> whole screen</p>`;
}

const ICONS: Readonly<Record<string, string>> = { passed: '✓', failed: '✗', skipped: '–', warned: '!' };

function outline(items: readonly Item[]): Markup {
  return html`${items.map((item) => {
    if (item.kind === 'step') {
      const { step } = item;
      const status = step.status ?? 'open';
      const inside = item.items.some(({ kind }) => kind === 'step')
        ? html`<ol>${outline(item.items.filter(({ kind }) => kind === 'step'))}</ol>`
        : undefined;
      return html`<li class="${isGoodItem(item) ? 'good' : 'bad'}"><a href="#s${step.seq}"><span class="icon ${status}">${ICONS[status] ?? '·'}</span><span class="name">${step.name}</span><time>${step.ms === undefined ? '' : duration(step.ms)}</time></a>${inside}</li>`;
    }
    if (item.kind !== 'act') return undefined;
    const good = isGoodItem(item);
    return html`<li class="${good ? 'good' : 'bad'}"><a href="#a${item.act.seq}"><span class="icon ${good ? 'passed' : 'failed'}">${item.act.number}</span><span class="name">${wordsOf(item.act)}</span><time>${duration(item.act.ms)}</time></a></li>`;
  })}`;
}

/** What the cards of a page need besides their item. */
interface Context {
  readonly pictures: Pictures;
  /** Address of a file of the recording. */
  link(file: string): string;
}

function block(item: Item, context: Context, all: boolean): Markup {
  switch (item.kind) {
    case 'act':
      return actCard(item.act, context, all || !isGood(item.act));
    case 'note':
      return html`<p class="note">${item.text}</p>`;
    case 'value':
      return html`<p class="note value"><code>${item.name}</code> = <code>${valueWords(item.value)}</code></p>`;
    case 'aside':
      return html`<p class="note aside">${item.text}</p>`;
    case 'difference':
      return differenceCard(item, context.pictures);
    case 'step':
      return stepSection(item, context, all);
  }
}

/** Why a replay halted: what was recorded, what is there now, and where. */
function differenceCard(item: Extract<Item, { kind: 'difference' }>, pictures: Pictures): Markup {
  const { difference, frame } = item;
  const whole = frame && marked(frame, 'The screen', difference.box, pictures);
  return html`<div class="difference"><p>${difference.reason}</p><div class="shots">${crop(difference.expected, 'Expected', pictures)}${crop(difference.found, 'Found', pictures)}</div>${whole}</div>`;
}

function stepSection(item: Extract<Item, { kind: 'step' }>, context: Context, all: boolean): Markup {
  const { step, items } = item;
  const status = step.status ?? 'open';
  return html`<section class="step ${isGoodItem(item) ? 'good' : 'bad'}" id="s${step.seq}"><h2><span class="icon ${status}">${ICONS[status] ?? '·'}</span><span class="name">${step.name}</span><span class="kind">${step.kind}</span><time>${
    step.ms === undefined ? 'did not end' : duration(step.ms)
  }</time></h2>${
    step.reason === undefined || items.some((inner) => saysItself(inner, step.reason))
      ? undefined
      : html`<p class="reason ${status}">${step.reason}</p>`
  }${items.map((inner) => block(inner, context, all))}</section>`;
}

/** Whether something inside a step tells the reason already: a step in it, or the act with its broken promise. */
function saysItself(item: Item, reason: string | undefined): boolean {
  if (reason === undefined) return false;
  if (item.kind === 'step') return item.step.reason === reason;
  return (
    item.kind === 'act' &&
    (item.act.reason === reason || brokenPromises(item.act).some((words) => words.includes(reason)))
  );
}

function isGoodItem(item: Item): boolean {
  if (item.kind === 'act') return isGood(item.act);
  if (item.kind === 'difference') return false;
  if (item.kind !== 'step') return true;
  const { status } = item.step;
  return (status === 'passed' || status === 'skipped') && item.items.every(isGoodItem);
}

/** What is left to tell at the end: values, files, the task, and how to trust it. */
function afterwards(recording: Recording, logs: readonly string[], link: (file: string) => string): Markup {
  const { header, values, artefacts, head, ending } = recording;
  const outputs = Object.entries({ ...values, ...ending?.outputs });
  return html`<section class="after">${table('Values', outputs)}${table('Parameters', Object.entries(header.params))}${table(
    'Kept files',
    artefacts.map(({ name, file }) => [name, file]),
  )}${
    logs.length === 0
      ? undefined
      : html`<h3>Logs</h3><p>${logs.map((name) => html`<a href="${link(`logs/${name}`)}">${name}</a> `)}</p>`
  }${
    header.task.source === undefined
      ? undefined
      : html`<details><summary>The task${header.task.file === undefined ? '' : ` ${header.task.file}`}</summary><pre>${header.task.source}</pre></details>`
  }<p class="seal">${ending === undefined ? 'Last good line' : 'Seal'} <code>${head}</code><br>${count(recording.lines.length, 'line')} in format ${
    recording.format
  } · deskhand ${header.version} · ${header.machine.platform} · node ${header.machine.node} · run ${header.id}</p></section>`;
}

function table(title: string, rows: readonly (readonly [string, unknown])[]): Markup | undefined {
  if (rows.length === 0) return undefined;
  const lines = rows.map(([name, value]) => html`<tr><th>${name}</th><td>${valueWords(value)}</td></tr>`);
  return html`<h3>${title}</h3><table>${lines}</table>`;
}
