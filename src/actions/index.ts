import type { Action } from '../core/action.js';
import { ask } from './ask.js';
import { check } from './check.js';
import { click } from './click.js';
import { closeApp } from './close-app.js';
import type { Deed, DeedKind, Traits } from './deed.js';
import { done } from './done.js';
import { drag } from './drag.js';
import { giveUp } from './give-up.js';
import { hold } from './hold.js';
import { launch } from './launch.js';
import { lookCloser } from './look-closer.js';
import { mouseDown } from './mouse-down.js';
import { mouseUp } from './mouse-up.js';
import { move } from './move.js';
import { note } from './note.js';
import { press } from './press.js';
import { read } from './read.js';
import { type ActionReading, readActionOf } from './read-action.js';
import { run } from './run.js';
import { scroll } from './scroll.js';
import { type } from './type.js';
import { wait } from './wait.js';
import { waitForChange } from './wait-for-change.js';
import { window } from './window.js';

export type { ActionReading } from './read-action.js';

/** Every deed there is: first those a model is offered, then those only a task's author writes. */
export const deeds: readonly Deed[] = [
  click,
  move,
  drag,
  scroll,
  type,
  press,
  hold,
  wait,
  waitForChange,
  lookCloser,
  note,
  ask,
  done,
  giveUp,
  mouseDown,
  mouseUp,
  check,
  read,
  window,
  launch,
  closeApp,
  run,
];

/** The deed of that name; undefined when there is none. */
export function deedNamed(name: string): Deed | undefined {
  return deeds.find((each) => each.name === name);
}

/**
 * The deed of an action and its checked input, with defaults filled in. Bad input never becomes an input
 * event: the reason names the deed, the field, what was expected and the names that exist.
 */
export function readAction(action: Action): ActionReading {
  return readActionOf(deeds, action);
}

/** What the policy judges an action by, as far as the action itself tells. */
export function actionFacts(action: Action):
  | {
      readonly ok: true;
      readonly deed: string;
      readonly kind: DeedKind;
      readonly traits: Traits;
      readonly summary: string;
    }
  | { readonly ok: false; readonly reason: string } {
  const reading = readAction(action);
  if (!reading.ok) return reading;
  const { deed, input } = reading;
  return {
    ok: true,
    deed: deed.name,
    kind: deed.kind,
    traits: deed.traits(input),
    summary: deed.summary(input),
  };
}
