import type { Path } from '../yaml/source.js';
import { asMap, hasExpression, type Report } from './report.js';

const passwordWord =
  /pass(word|wort|phrase|code)|kennwort|mot de passe|contrase|secret|api.?key|token|\bpin\b/i;
const knownForms = /^(sk-|gh[oprsu]_|AKIA|xox[abp]-|eyJ[\w-]+\.|-----BEGIN)/;

/** Warns about a password that stands in the task as plain text. */
export function checkLiteral(input: unknown, path: Path, report: Report): void {
  const map = asMap(input);
  const text = map === undefined ? input : map.text;
  if (typeof text !== 'string' || text === '' || hasExpression(text)) return;
  const field = map?.into === undefined ? '' : JSON.stringify(map.into);
  if (!passwordWord.test(field) && !looksSecret(text)) return;
  report(map === undefined ? path : [...path, 'text'], {
    severity: 'warning',
    code: 'password',
    message: 'this looks like a password in plain text',
    expected: 'a secret: secrets: {name: {env: VARIABLE}} and type: {secret: name}',
  });
}

/** Warns about a parameter that is named like a password and has a value. */
export function checkParamLiteral(name: string, value: unknown, path: Path, report: Report): void {
  if (typeof value !== 'string' || value === '') return;
  if (!passwordWord.test(name.replaceAll('_', ' ')) && !knownForms.test(value)) return;
  report(path, {
    severity: 'warning',
    code: 'password',
    message: `the parameter “${name}” looks like a password in plain text`,
    expected: 'a secret instead of a parameter; parameters are recorded',
  });
}

/** A known form of token, or one word that mixes all four kinds of characters. */
function looksSecret(text: string): boolean {
  if (knownForms.test(text)) return true;
  const mixed = [/\p{Ll}/u, /\p{Lu}/u, /\d/, /[^\p{L}\p{N}\s.,:/\\@_-]/u].every((kind) => kind.test(text));
  return mixed && text.length >= 8 && text.length <= 64 && !/\s/.test(text);
}
