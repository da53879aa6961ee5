import type { Path } from '../yaml/source.js';
import { asList, asMap, hasExpression, type Plain, type Report } from './report.js';

/** What fields, parameters and variables are called that hold secrets. */
const SECRET_NAME =
  /\b(pass(word|wort|phrase|code|wd)?|pw(d)?|kennwort|mot de passe|contrase(ñ|n)a|senha|secret|api ?key|access ?key|private ?key|auth ?token|token|credentials?|pin( code)?)\b|密[码碼]|パスワード|暗証番号/iu;
/** The last word of such an option or variable, maybe with a number: `PASSWORD_2`, `SECRET_KEY`. */
const SECRET_END =
  /(pass(word|wort|phrase|code|wd)?|pwd?|kennwort|contrase(ñ|n)a|senha|secret|(api|access|private|secret|signing|encryption|master) ?key|token|credentials?|pin( code)?)[ \d]*$/iu;
/** Fields about secrets that take no secret. */
const NO_SECRET =
  /\b(search|filter|find|suche?n?|hint|length|count|max|min|name|file|path|expires?|expiry|policy|type|id|generator|manager)\b/iu;
/** Keys and tokens by the beginnings that their makers gave them. */
const KNOWN_FORM =
  /(^|[\s"'=:])(sk-[\w-]{12,}|gh[oprsu]_\w{12,}|github_pat_\w{12,}|AKIA[A-Z0-9]{12,}|xox[abp]-[\w-]{8,}|glpat-[\w-]{12,}|AIza[\w-]{20,}|eyJ[\w-]{8,}\.[\w-]+|-----BEGIN [A-Z ]*PRIVATE KEY)/;
/** A URL with a password in it. */
const URL_PASSWORD = /[a-z][a-z0-9+.-]*:\/\/[^/\s:@"']*:(?!\$)[^/\s@"']+@/i;
/** Words of a goal that tell a password: in quotes, or with a digit or sign that no sentence has. */
const TOLD =
  /\b(pass(word|wort|phrase|code)|kennwort|mot de passe|contraseña|senha|pin)(\s+(is|ist|est|es|é|code))?\s*[:=]?\s*(["“'‘`][^"”'’`]{3,}["”'’`]|(?=[^\s$]*[\d!#%&*+@$])(?!\$\{)[^\s,.;]{4,})/iu;

const INSTEAD = 'a secret: secrets: {name: {env: VARIABLE}} and type: {secret: name}';

function found(path: Path, report: Report, message: string, expected: string): void {
  report(path, { code: 'password', message, expected });
}

const wordsIn = (name: string): string =>
  name.replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2').replaceAll(/[_.-]+/g, ' ');

/**
 * Whether an option, a variable or a parameter is that of something secret: its last word says what it is. `--password-store` names
 * a store, and `PASSWORD_STORE_DIR` a folder.
 */
function isSecretOption(name: string): boolean {
  const words = wordsIn(name).trim();
  return isSecretName(name) && SECRET_END.test(words);
}

/** Whether a name, written in any of the usual ways, is that of something secret. */
function isSecretName(name: string): boolean {
  const words = wordsIn(name);
  // Of names in one word, such as PGPASSWORD, the end tells.
  const named = SECRET_NAME.test(words) || /(password|passwd|passphrase|secret|apikey)$/i.test(name);
  return named && !NO_SECRET.test(words);
}

/** The value as it stands in the file; undefined for none, and for one that only the run knows. */
function literal(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' && !hasExpression(value) ? value : undefined;
}

/**
 * Tells of a password that is typed as plain text: into a field for one, or after a click on such a field.
 *
 * @param before the step before this one, in the same list
 */
export function checkTyped(input: unknown, path: Path, before: Plain | undefined, report: Report): void {
  const map = asMap(input);
  const text = literal(map === undefined ? input : map.text);
  if (text === undefined) return;
  const here = map === undefined ? path : [...path, 'text'];
  const field = [map?.into, before?.click, before?.doubleClick].flatMap(wordsOf).find(isSecretName);
  if (field !== undefined)
    found(here, report, `what is typed into “${field}” is a password in plain text`, INSTEAD);
  else if (looksSecret(text) && !KNOWN_FORM.test(text))
    report(here, {
      severity: 'warning',
      code: 'password',
      message: 'this looks like a password in plain text',
      expected: INSTEAD,
    });
}

/** The words that a target is found by. */
function wordsOf(target: unknown): string[] {
  if (typeof target === 'string') return [target];
  const map = asMap(target);
  if (map === undefined) return [];
  const names = ['text', 'is', 'has', 'describe', 'near', 'below', 'above', 'left-of', 'right-of'];
  return names.flatMap((name) => asListOrOne(map[name]).flatMap(wordsOf));
}

function asListOrOne(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? asList(value) : [value];
}

/** Tells of a parameter that is named like a secret and has a value. */
export function checkParamLiteral(name: string, value: unknown, path: Path, report: Report): void {
  if (literal(value) === undefined || !isSecretOption(name)) return;
  found(
    path,
    report,
    `the parameter “${name}” holds a password in plain text`,
    `a secret instead of a parameter, since parameters are recorded: secrets: {${name}: {env: VARIABLE}} and type: {secret: ${name}}`,
  );
}

/** Tells of secrets that a program is started with: in its environment or on its command line. */
export function checkStart(input: unknown, path: Path, report: Report): void {
  const map = asMap(input);
  for (const [name, value] of Object.entries(asMap(map?.env) ?? {}))
    if (literal(value) !== undefined && isSecretOption(name))
      found(
        [...path, 'env', name],
        report,
        `the variable ${name} holds a password in plain text`,
        'the password in a file or variable that the program reads itself; a task can only type a secret',
      );
  const parts = map === undefined ? [{ value: input, path }] : commandOf(map, path);
  parts.forEach(({ value, path: here }, index) => {
    const text = literal(value);
    if (text === undefined || !tellsPassword(text, literal(parts[index - 1]?.value))) return;
    found(
      here,
      report,
      'the command line holds a password in plain text',
      'the password in a file or variable that the program reads itself; everybody can read command lines',
    );
  });
}

function commandOf(map: Plain, path: Path): { value: unknown; path: Path }[] {
  return [
    { value: map.command, path: [...path, 'command'] },
    ...asList(map.args).map((value, index) => ({ value, path: [...path, 'args', index] })),
  ];
}

/** `--password=x`, `PASSWORD=x program`, or the word after `--password`. */
function tellsPassword(text: string, before: string | undefined): boolean {
  const pairs = text.matchAll(/(?:^|\s)-{0,2}([\w-]+)(?:=|\s+)("[^"]*"|'[^']*'|[^\s"'$-][^\s]*)/gu);
  for (const [pair, name = ''] of pairs)
    if ((pair.includes('=') || pair.trimStart().startsWith('--')) && isSecretOption(name)) return true;
  return before !== undefined && /^--\S+$/.test(before) && isSecretOption(before) && !text.startsWith('-');
}

/** Tells of a password in the words of a goal. */
export function checkGoalWords(goal: unknown, path: Path, report: Report): void {
  const text = literal(goal);
  if (text !== undefined && TOLD.test(text))
    found(
      path,
      report,
      'the goal tells a password in plain text',
      'a step of its own for it: type: {secret: name}, and the goal without it',
    );
}

/** Tells of keys, tokens and addresses with passwords, wherever they stand in a task. */
export function checkKnownForms(value: unknown, path: Path, report: Report): void {
  if (typeof value === 'string' && (KNOWN_FORM.test(value) || URL_PASSWORD.test(value)))
    found(path, report, 'this is a key, a token or an address with a password in plain text', INSTEAD);
  if (typeof value !== 'object' || value === null) return;
  for (const [key, entry] of Object.entries(value))
    checkKnownForms(entry, [...path, Array.isArray(value) ? Number(key) : key], report);
}

/** One word that mixes all four kinds of characters, and is no formula. */
function looksSecret(text: string): boolean {
  const mixed = [/\p{Ll}/u, /\p{Lu}/u, /\d/, /[^\p{L}\p{N}\s.,:/\\@_-]/u].every((kind) => kind.test(text));
  return mixed && text.length >= 8 && text.length <= 64 && !/\s/.test(text) && !text.startsWith('=');
}
