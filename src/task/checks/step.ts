import { SLOWEST } from '../../core/pace.js';
import { nearest } from '../problem.js';
import { blockNames } from '../shape/blocks.js';
import type { StepVerb } from '../shape/file.js';
import { readDuration } from '../shape/lift.js';
import { readScroll } from '../shape/scroll.js';
import type { Path } from '../yaml/source.js';
import { checkBlockKeys, forEachRule, repeatRule } from './blocks.js';
import { checkChecks, checkChord, checkModifiers, checkTarget, checkWindow } from './fields.js';
import { fileDialogRule } from './file-dialog.js';
import { checkGoalWords, checkStart } from './literals.js';
import { type Declared, unknownName } from './names.js';
import { readRule } from './read.js';
import { asMap, hasExpression, type Plain, type Report } from './report.js';

/** Checks what stands after the verb, as far as it is known before the run. */
export function checkStep(verb: StepVerb, step: Plain, path: Path, declared: Declared, report: Report): void {
  const input = step[verb];
  const here = [...path, verb];
  if ('expect' in step) checkChecks(step.expect, [...path, 'expect'], report, declared);
  if (asMap(step.if) !== undefined) checkChecks(step.if, [...path, 'if'], report, declared);
  checkBlockKeys(step, (blockNames as readonly string[]).includes(verb), path, report);
  if (verb === 'do' && step.approve === true) report([...path, 'approve'], goalApproved);
  const rule = rules[verb];
  rule?.(input, here, report, declared);
}

/** What a model will think up cannot be approved before it is known: only what kind of risk it may take. */
export const goalApproved = {
  code: 'approve-goal',
  message: 'a goal cannot be approved as a whole: a model decides what is done for it',
  expected: 'the classes that need no question, beside the goal, such as approve: [deleting]',
} as const;

type Rule = (input: unknown, path: Path, report: Report, declared: Declared) => void;

const clickRule: Rule = (input, path, report, declared) => {
  checkTarget(input, path, report, declared);
  checkModifiers(asMap(input)?.modifiers, [...path, 'modifiers'], report);
};

const rules: { readonly [Name in StepVerb]?: Rule } = {
  do: untilRule,
  click: clickRule,
  doubleClick: clickRule,
  rightClick: clickRule,
  move: checkTarget,
  mouseDown: clickRule,
  mouseUp: mouseUpRule,
  type: typeRule,
  press: (input, path, report) => {
    const keys = asMap(input);
    checkPause(keys?.delay, [...path, 'delay'], report);
    if (keys === undefined) checkChord(input, path, report);
    else checkChord(keys.keys, [...path, 'keys'], report);
  },
  scroll: scrollRule,
  drag: dragRule,
  hold: holdRule,
  wait: waitRule,
  check: checkChecks,
  read: readRule,
  window: windowRule,
  fileDialog: fileDialogRule,
  launch: appRule,
  close: appRule,
  run: runRule,
  repeat: repeatRule,
  forEach: forEachRule,
};

function untilRule(input: unknown, path: Path, report: Report, declared: Declared): void {
  const map = asMap(input);
  checkGoalWords(map === undefined ? input : map.goal, map === undefined ? path : [...path, 'goal'], report);
  if (map !== undefined && 'until' in map) checkChecks(map.until, [...path, 'until'], report, declared);
}

function typeRule(input: unknown, path: Path, report: Report, declared: Declared): void {
  const map = asMap(input);
  if (map === undefined) return;
  checkTarget(map.into, [...path, 'into'], report, declared);
  checkPause(map.delay, [...path, 'delay'], report);
  if ('delay' in map && map.paste === true)
    report(
      [...path, 'delay'],
      { code: 'both', message: 'what is pasted has no time between keys', expected: 'either paste or delay' },
      { at: 'key' },
    );
  if (map.paste !== undefined && typeof map.paste !== 'boolean')
    checkChord(map.paste, [...path, 'paste'], report);
  const given = ['text', 'secret'].filter((name) => name in map);
  if (given.length === 0)
    report(
      path,
      { code: 'missing-key', message: 'nothing is typed', expected: 'text or secret' },
      { at: 'key' },
    );
  if (given.length === 2)
    report(
      [...path, 'secret'],
      { code: 'both', message: 'text and secret exclude each other' },
      { at: 'key' },
    );
  if (typeof map.secret === 'string' && !hasExpression(map.secret) && !declared.secrets.has(map.secret))
    report([...path, 'secret'], unknownName('secret', map.secret, declared.secrets, 'secrets'));
}

/** Without a target it is where the pointer is. */
function mouseUpRule(input: unknown, path: Path, report: Report, declared: Declared): void {
  const { button: _, ...target } = asMap(input) ?? { text: input };
  if (Object.keys(target).length > 0) checkTarget(input, path, report, declared);
}

/** Times within an act have an end that a person can wait for. */
function checkPause(written: unknown, path: Path, report: Report, most = SLOWEST): void {
  const ms = readDuration(written);
  if (ms !== undefined && ms > most)
    report(path, {
      code: 'pace',
      message: `this is longer than ${most / 1000} s`,
      expected: `at most ${most / 1000}s`,
    });
}

function scrollRule(input: unknown, path: Path, report: Report, declared: Declared): void {
  const map = asMap(input);
  if (map !== undefined) {
    checkTarget(map.at, [...path, 'at'], report, declared);
    if ('until' in map) checkChecks(map.until, [...path, 'until'], report, declared);
    return;
  }
  if (typeof input !== 'string' || hasExpression(input)) return;
  if (readScroll(input) !== undefined) return;
  const ways = ['up', 'down', 'left', 'right'];
  const way = input.trim().split(/\s+/)[0] ?? '';
  const near = ways.includes(way) ? undefined : nearest(way, ways);
  report(path, {
    code: 'scroll',
    message: `“${input}” is not a way to scroll`,
    expected: 'up, down, left or right, and 1 to 100 notches, such as down 3',
    ...(near === undefined ? {} : { suggestion: near }),
  });
}

function dragRule(input: unknown, path: Path, report: Report, declared: Declared): void {
  const map = asMap(input);
  if (map === undefined) return;
  for (const name of ['from', 'to'] as const) checkTarget(map[name], [...path, name], report, declared);
  if (Array.isArray(map.path))
    map.path.forEach((entry: unknown, index) => {
      checkTarget(entry, [...path, 'path', index], report, declared);
    });
  checkModifiers(map.modifiers, [...path, 'modifiers'], report);
  for (const name of ['hold', 'hover']) checkPause(map[name], [...path, name], report);
  checkPause(map.duration, [...path, 'duration'], report, 60_000);
  const ends = ['from', 'to'].filter((name) => name in map).length;
  if ('path' in map ? ends > 0 : ends < 2)
    report(
      path,
      { code: 'drag', message: 'a drag needs two ends', expected: 'from and to, or path alone' },
      { at: 'key' },
    );
}

function holdRule(input: unknown, path: Path, report: Report, declared: Declared): void {
  const map = asMap(input);
  if (map === undefined) return;
  checkChord(map.keys, [...path, 'keys'], report);
  checkTarget(map.at, [...path, 'at'], report, declared);
  if ('keys' in map === 'at' in map)
    report(
      path,
      { code: 'hold', message: 'hold either keys or a mouse button', expected: 'keys, or at with button' },
      { at: 'key' },
    );
}

function waitRule(input: unknown, path: Path, report: Report, declared: Declared): void {
  const map = asMap(input);
  if (map === undefined) {
    if (readDuration(input) !== undefined)
      report(path, {
        severity: 'warning',
        code: 'sleep',
        message: 'a fixed wait is too long on a fast machine and too short on a slow one',
        expected: 'wait: {for: …} or wait: {gone: …}; every step waits for a calm screen by itself',
      });
    return;
  }
  if ('for' in map) checkChecks(map.for, [...path, 'for'], report, declared);
  checkTarget(map.gone, [...path, 'gone'], report, declared);
  if (!('for' in map) && !('gone' in map))
    report(path, { code: 'wait', message: 'nothing is waited for', expected: 'for or gone' }, { at: 'key' });
}

export const windowActs = ['activate', 'close', 'maximise', 'wait', 'place'] as const;

function windowRule(input: unknown, path: Path, report: Report, declared: Declared): void {
  const map = asMap(input);
  if (map === undefined) checkWindow(input, path, report, declared);
  if (map === undefined) return;
  for (const act of windowActs) checkWindow(map[act], [...path, act], report, declared);
  const given = windowActs.filter((act) => act in map);
  if (given.length !== 1)
    report(
      path,
      {
        code: 'window',
        message:
          given.length === 0
            ? 'the window step does nothing'
            : `one thing at a time, not ${given.join(' and ')}`,
        expected: `one of ${windowActs.join(', ')}`,
      },
      { at: 'key' },
    );
  if ('place' in map !== 'box' in map)
    report(path, { code: 'window', message: 'place and box belong together' }, { at: 'key' });
}

function appRule(input: unknown, path: Path, report: Report, declared: Declared): void {
  if (typeof input !== 'string' || hasExpression(input) || declared.apps.has(input)) return;
  report(path, unknownName('application', input, declared.apps, 'apps'));
}

function runRule(input: unknown, path: Path, report: Report): void {
  const map = asMap(input);
  checkStart(input, path, report);
  if (map?.shell !== true) return;
  if (hasExpression(map.command))
    report([...path, 'command'], {
      severity: 'warning',
      code: 'shell',
      message: 'the shell reads the value as part of the command',
      expected: 'the value in env, and "$NAME" in the command',
    });
  if ('args' in map)
    report(
      [...path, 'args'],
      { code: 'both', message: 'args and shell: true exclude each other' },
      { at: 'key' },
    );
}
