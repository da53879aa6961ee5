import type { PhaseTimes, RecordedAct, RecordedCheck } from '../../core/recording.js';
import { describeTarget } from '../../core/target.js';
import { whyNot } from '../../core/why-not.js';
import type { Pictures } from '../report.js';
import { isGood, resultOf, standingOf } from '../story.js';
import { actionWords, checkWords, duration, usageWords, valueWords, weakIn, wordsOf } from '../words.js';
import { html, type Markup } from './markup.js';
import { areaOf, closeUp, crop, marksOf, shot } from './shot.js';

/** Phases of an act in the order they happen. */
export const PHASES: readonly (keyof PhaseTimes)[] = [
  'settle',
  'capture',
  'encode',
  'save',
  'decide',
  'judge',
  'confirm',
  'act',
  'check',
];

/** What a card needs besides its act. */
export interface CardContext {
  readonly pictures: Pictures;
  /** Address of a file of the recording. */
  link(file: string): string;
}

/** One act as a card that opens. */
export function actCard(act: RecordedAct, { pictures, link }: CardContext, open: boolean): Markup {
  const standing = resultOf(act);
  const good = isGood(act);
  const { sighting } = act.decision;
  return html`<details class="act ${good ? 'good' : 'bad'} ${standing}" id="a${act.seq}"${open ? OPEN : undefined}>
<summary><span class="number">${act.number}</span><span class="what">${wordsOf(act)}</span><span class="chips">${
    sighting === undefined ? undefined : chip('rung', `${sighting.rung} ${percent(sighting.score)}`)
  }${act.confirmation === undefined ? undefined : chip('asked', `asked: ${act.confirmation.approval.answer}`)}${weakIn([act]).length === 0 ? undefined : chip('check-weak', 'weak promise')}${chip(
    standing,
    standing,
  )}<time>${duration(act.ms)}</time></span></summary>
<div class="body">${thought(act)}<div class="shots">${pair(act, pictures)}</div>
<div class="detail"><dl class="facts">${facts(act, pictures, link)}</dl>${closeUp(act, pictures)}</div>${phaseBar(act.times)}</div></details>`;
}

const OPEN = html` open`;

function thought({ decision }: RecordedAct): Markup | undefined {
  return decision.thought === undefined ? undefined : html`<blockquote>${decision.thought}</blockquote>`;
}

/** The screen before and after, both cut to the same area: the windows that had the input, and what was aimed at. */
function pair(act: RecordedAct, pictures: Pictures): Markup {
  const { before, after } = act;
  const area = areaOf(act);
  const marks = marksOf(act, before?.size.width ?? 0);
  return html`${before === undefined ? undefined : shot(before, 'Before', pictures, { area, marks })}${
    after === undefined ? undefined : shot(after, 'After', pictures, { area, before })
  }`;
}

function facts(act: RecordedAct, pictures: Pictures, link: CardContext['link']): Markup {
  const { decision, verdict, stale, exchange } = act;
  return html`${fact('Target', decision.target === undefined ? undefined : describeTarget(decision.target))}${fact(
    'Found',
    foundWords(act),
  )}${fact('Action', html`<code>${actionWords(decision.action)}</code>`)}${fact(
    'Verdict',
    verdict === undefined
      ? undefined
      : html`${chip(`verdict-${verdict.answer}`, verdict.answer)} ${
          verdict.answer === 'allow' ? verdict.reason : whyNot(verdict, decision)
        }`,
  )}${confirmation(act, pictures)}${fact('Outcome', outcomeWords(act))}${fact(
    'Answer',
    act.answer === undefined ? undefined : html`<code>${valueWords(act.answer)}</code>`,
  )}${
    stale === undefined
      ? undefined
      : fact(
          'Stale',
          html`${stale.reason}<div class="shots">${kept(stale.expected, 'Expected', pictures)}${kept(stale.found, 'Found', pictures)}</div>`,
        )
  }${
    act.checks.length === 0
      ? undefined
      : fact('Checks', html`<ul class="checks">${act.checks.map(checkLine)}</ul>`)
  }${fact('Model', modelWords(act, exchange, link))}`;
}

function fact(name: string, content: Markup | string | undefined): Markup | undefined {
  return content === undefined || content === '' ? undefined : html`<dt>${name}</dt><dd>${content}</dd>`;
}

function confirmation({ confirmation: asked }: RecordedAct, pictures: Pictures): Markup | undefined {
  if (asked === undefined) return undefined;
  const { answer, by, reason } = asked.approval;
  const why = reason === undefined ? '' : `: ${reason}`;
  return fact(
    'Asked',
    html`${chip(`answer-${answer}`, answer)} by ${by} after ${duration(asked.ms)}${why}<br><span class="dim">${asked.summary}</span>${kept(asked.crop, 'What was shown', pictures)}`,
  );
}

function kept(file: string | undefined, title: string, pictures: Pictures): Markup | undefined {
  return file === undefined ? undefined : crop(file, title, pictures);
}

function checkLine({ check, result, detail, weak, ms }: RecordedCheck): Markup {
  const more = detail === undefined ? '' : ` — ${detail}`;
  return html`<li>${chip(`check-${result}`, result)}${weak ? html` ${chip('check-weak', 'weak')}` : undefined} ${checkWords(check)}${more} <time>${duration(ms)}</time></li>`;
}

function foundWords({ decision: { sighting } }: RecordedAct): string | undefined {
  if (sighting === undefined) return undefined;
  const second = sighting.runnerUp === undefined ? '' : `, runner-up ${percent(sighting.runnerUp)}`;
  const text = sighting.text === undefined ? '' : ` “${sighting.text}”`;
  return `by ${sighting.rung}${text}, score ${percent(sighting.score)}${second}, at ${sighting.point.x},${sighting.point.y} in ${duration(sighting.ms)}`;
}

function outcomeWords(act: RecordedAct): Markup {
  const standing = standingOf(act);
  const reason = act.reason === undefined ? '' : ` ${act.reason}`;
  return html`${chip(standing, standing)}${reason}`;
}

/** Only a plain relative path becomes a link. */
function modelWords(
  { usage }: RecordedAct,
  exchange: string | undefined,
  address: CardContext['link'],
): Markup | undefined {
  if (usage === undefined && exchange === undefined) return undefined;
  const safe = exchange !== undefined && /^[\w-][\w. -]*(\/[\w-][\w. -]*)*$/.test(exchange);
  const link = safe ? html` <a href="${address(exchange)}">what was sent and answered</a>` : undefined;
  return html`${usageWords(usage)}${link}`;
}

export function chip(name: string, text: string): Markup {
  return html`<span class="chip ${name.replace(/[^a-z-]/g, '-')}">${text}</span>`;
}

function percent(score: number): string {
  return `${Math.round(score * 100)} %`;
}

/** A bar of where the time went, with its legend in words. */
export function phaseBar(times: PhaseTimes): Markup | undefined {
  const total = PHASES.reduce((sum, phase) => sum + times[phase], 0);
  if (total <= 0) return undefined;
  let x = 0;
  const parts = PHASES.filter((phase) => times[phase] > 0).map((phase) => {
    const width = (times[phase] / total) * 1000;
    x += width;
    return html`<rect class="p-${phase}" x="${(x - width).toFixed(1)}" width="${width.toFixed(1)}" height="8"/>`;
  });
  const legend = PHASES.filter((phase) => times[phase] >= 0.5).map(
    (phase) => html`<li class="p-${phase}">${phase} <b>${duration(times[phase])}</b></li>`,
  );
  return html`<div class="times"><svg viewBox="0 0 1000 8" preserveAspectRatio="none" aria-hidden="true">${parts}</svg><ul>${legend}</ul></div>`;
}
