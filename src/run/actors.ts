import { fromPromise } from 'xstate';
import type { Approval, Verdict } from '../core/action.js';
import type { View } from '../ports.js';
import type {
  ActInput,
  Aimed,
  Checked,
  CheckInput,
  CloseInput,
  ConfirmInput,
  Decided,
  DecideInput,
  LookInput,
  Pause,
  Performed,
  RunEnding,
  WaitInput,
} from './contract.js';

/** Gives an actor that fails with a clear message when nobody provided it. */
function provided<Output, Input>(name: string) {
  return fromPromise<Output, Input>(() => Promise.reject(new Error(`The actor “${name}” must be provided.`)));
}

/** What the chart invokes, one actor a state; a run provides all of them. */
export const actors = {
  look: provided<View, LookInput>('look'),
  decide: provided<Decided, DecideInput>('decide'),
  wait: provided<void, WaitInput>('wait'),
  judge: provided<Verdict, ActInput>('judge'),
  confirm: provided<Approval, ConfirmInput>('confirm'),
  aim: provided<Aimed, ActInput>('aim'),
  act: provided<Performed, ActInput>('act'),
  check: provided<readonly Checked[], CheckInput>('check'),
  pause: provided<void, Pause['by']>('pause'),
  close: provided<RunEnding | undefined, CloseInput>('close'),
};
