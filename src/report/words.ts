import type { Usage } from '../core/action.js';
import type { Check } from '../core/check.js';
import type { RecordedAct, RecordedCheck } from '../core/recording.js';
import { describeTarget, textOf } from '../core/target.js';

/** `240 ms`, `1.4 s`, `2 min 05 s`. */
export function duration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 59_950) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  const minutes = Math.floor(seconds / 60);
  return `${minutes} min ${String(seconds % 60).padStart(2, '0')} s`;
}

/** `1 act`, `2 acts`. */
export function count(number: number, noun: string): string {
  return `${grouped(number)} ${noun}${number === 1 ? '' : 's'}`;
}

/** `12,345`. */
export function grouped(number: number): string {
  return String(number).replace(/\B(?=(\d{3})+(?!\d))/g, ',');
}

/** `3 model calls, 12,345 tokens, 0.0123 USD`; empty without calls. */
export function usageWords(usage: Usage | undefined): string {
  if (usage === undefined || usage.calls === 0) return '';
  const parts = [count(usage.calls, 'model call'), count(usage.inputTokens + usage.outputTokens, 'token')];
  if (usage.cost !== undefined) parts.push(money(usage.cost, usage.currency));
  return parts.join(', ');
}

/** Money with enough digits to tell small sums apart. */
export function money(cost: number, currency: string | undefined): string {
  const digits = cost === 0 || cost >= 1 ? 2 : cost >= 0.01 ? 3 : 5;
  return `${cost.toFixed(digits)}${currency === undefined ? '' : ` ${currency}`}`;
}

/** A value for people: text as it is, everything else as JSON. */
export function valueWords(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing');
}

/** An action without its summary in words, such as `click {"x":1}`. */
export function actionWords(action: { name: string; input: Record<string, unknown> }): string {
  const input = JSON.stringify(action.input);
  return input === '{}' ? action.name : `${action.name} ${input}`;
}

/** A promise about the screen in words. */
export function checkWords(check: Check): string {
  const { message, within: _, ...promises } = check;
  const words = Object.keys(promises).map((key) => promiseWords(check, key as keyof Check));
  return [message, words.join(', ')].filter((part) => part !== undefined && part !== '').join(': ');
}

/** The promises of an act that did not hold, one line each with what was there instead. */
export function brokenPromises(act: RecordedAct): readonly string[] {
  return act.checks
    .filter(({ result }) => result !== 'holds')
    .map(({ check, result, detail }) =>
      [`${checkWords(check)}: ${result === 'fails' ? 'does not hold' : result}`, detail]
        .filter((part) => part !== undefined && part !== '')
        .join(', '),
    );
}

function promiseWords(check: Check, key: keyof Check): string {
  const target = key === 'visible' || key === 'gone' ? check[key] : undefined;
  if (target !== undefined) return `${key} ${describeTarget(target)}`;
  if (key === 'text' && check.text !== undefined) return `text “${textOf(check.text)}”`;
  if (key === 'file' && check.file !== undefined) {
    const { path, ...wanted } = check.file;
    return `file ${path}${Object.entries(wanted).map(wantedWords).join(' and')}`;
  }
  if (key === 'value' && check.value !== undefined) {
    const { actual, ...wanted } = check.value;
    return `value ${valueWords(actual)}${Object.entries(wanted).map(wantedWords).join(' and')}`;
  }
  return `${key} ${valueWords(check[key])}`;
}

/** `2 weak promises`: promises that held already before their step; empty without any. */
export function weakWords(acts: readonly RecordedAct[]): string {
  const weak = weakIn(acts).length;
  return weak === 0 ? '' : count(weak, 'weak promise');
}

/** The promises that held already before their step did anything. */
export function weakIn(acts: readonly RecordedAct[]): RecordedCheck[] {
  return acts.flatMap(({ checks }) => checks.filter(({ weak }) => weak));
}

/** What a file or a value should be, such as ` contains “42”`. */
function wantedWords([key, value]: readonly [string, unknown]): string {
  if (key === 'exists') return value === false ? ' does not exist' : ' exists';
  return ` ${key} ${typeof value === 'string' ? `“${value}”` : valueWords(value)}`;
}

/** The action of an act as a sentence, with its target when the action itself only knows a place. */
export function wordsOf(act: RecordedAct): string {
  const { action, target } = act.decision;
  // A step that only checks says what it checks; its name alone is often just “check”.
  if (action.name === 'check' && act.checks.length > 0)
    return `check ${act.checks.map(({ check }) => checkWords(check)).join(', ')}`;
  const words =
    act.summary ?? (target === undefined ? actionWords(action) : `${action.name} ${describeTarget(target)}`);
  const aim = target === undefined ? '' : describeTarget(target);
  return aim === '' || words.includes(aim) || words.includes(headOf(aim)) ? words : `${words} · ${aim}`;
}

/** The first quoted words of a described target. */
function headOf(aim: string): string {
  return /^“[^”]+”/.exec(aim)?.[0] ?? aim;
}
