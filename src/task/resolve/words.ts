import { describeTarget, type Target } from '../../core/target.js';
import { describeWindow } from '../../core/window.js';
import type { Deeds } from './resolved.js';

/** What a step does, in a few words for people. Never holds the value of a secret. */
export function wordsOf(step: Deeds): string {
  switch (step.verb) {
    case 'do':
      return short(step.goal, 80);
    case 'click':
      return `${clickWord(step.button, step.count)} ${describeTarget(step.target)}`;
    case 'type':
      return `${step.paste === undefined ? 'type' : 'paste'} ${step.secret === undefined ? quote(step.text ?? '') : `secret ${step.secret}`}${into(step.into)}`;
    case 'press':
      return `press ${step.chord.join('+')}${step.count > 1 ? ` ${step.count} times` : ''}`;
    case 'scroll':
      return `scroll ${step.direction} ${step.notches}${step.at === undefined ? '' : ` at ${describeTarget(step.at)}`}`;
    case 'drag':
      return `drag ${step.points.map(describeTarget).join(' to ')}`;
    case 'move':
      return `move to ${describeTarget(step.target)}`;
    case 'mouseDown':
      return `press ${step.button} button on ${describeTarget(step.target)}`;
    case 'mouseUp':
      return `let ${step.button} button go${step.target === undefined ? '' : ` on ${describeTarget(step.target)}`}`;
    case 'hold':
      return `hold ${step.keys?.join('+') ?? `${step.button} button`} for ${step.ms} ms`;
    case 'wait':
      return step.checks === undefined ? `wait ${step.ms} ms` : 'wait for the screen';
    case 'check':
      return step.checks.length === 1 ? 'check' : `check ${step.checks.length} things`;
    case 'read':
      return `read ${step.as}`;
    case 'window':
      return `${step.act === 'wait' ? 'wait for' : step.act} window ${short(describeWindow(step.window), 60)}`;
    case 'fileDialog':
      return `${step.act} ${quote(step.file)} in the file dialog`;
    case 'launch':
    case 'close':
      return `${step.verb} ${step.app}`;
    case 'run':
      return short(`run ${[step.command, ...step.args].join(' ')}`, 80);
    case 'note':
      return `note ${quote(step.text)}`;
    case 'ask':
      return `ask ${quote(step.question)}`;
  }
}

function clickWord(button: string, count: number): string {
  const times = count === 2 ? 'double-click' : count === 3 ? 'triple-click' : 'click';
  return button === 'left' ? times : `${button}-${times}`;
}

function into(target: Target | undefined): string {
  return target === undefined ? '' : ` into ${describeTarget(target)}`;
}

function quote(text: string): string {
  return `“${short(text, 60)}”`;
}

function short(text: string, most: number): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length > most ? `${line.slice(0, most - 1)}…` : line;
}
