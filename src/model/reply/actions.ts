import type { Action } from '../../core/action.js';
import { type FramePoint, frameBox } from '../../core/geometry.js';
import type { Fields } from './fields.js';
import { Misread } from './misread.js';
import { readProof } from './proof.js';

/** What an action may use besides its own fields. */
interface Around {
  /** Where the pointer is, frame px. */
  readonly pointer: FramePoint | undefined;
  /** Frame px; a point without a box is enlarged around itself by a part of this. */
  readonly frame: { readonly width: number; readonly height: number };
  /** What the model said before its call. */
  readonly thought: string;
}

type Reader = (fields: Fields, around: Around) => Action;

const MOST_WAIT_MS = 60_000;
const MOST_NOTCHES = 50;
/** Models write either notches or pixels; no screen is scrolled by so few pixels. */
const LARGEST_NOTCHES_WRITTEN = 20;
const PIXELS_PER_NOTCH = 100;
/** Part of the frame's sides that is shown around a single point. */
const CLOSE_PART = 0.3;

const click =
  (button: 'left' | 'middle' | 'right', count: number): Reader =>
  (fields, around) => {
    const modifiers = fields.has('modifiers', 'keys') ? [...fields.chord('modifiers', 'keys')] : [];
    const times = fields.number('count', 'clicks') ?? count;
    const named = fields.text('button');
    return {
      name: 'click',
      input: {
        at: pointOrPointer(fields, around),
        button: named ?? button,
        count: times,
        ...(modifiers.length > 0 && { modifiers }),
      },
    };
  };

const drag: Reader = (fields, { pointer }) => {
  const path = fields.path('path');
  if (path !== undefined) return { name: 'drag', input: { path } };
  const to = fields.pointNamed(
    'coordinate2',
    'end_coordinate',
    'endCoordinate',
    'to',
    'end_box',
    'end_point',
    'end',
  );
  const from =
    fields.pointNamed('start_coordinate', 'startCoordinate', 'from', 'start_point', 'start') ??
    (to === undefined ? pointer : fields.point());
  const end = to ?? fields.point();
  if (from === undefined || end === undefined)
    throw new Misread('no-point', 'A drag needs the point where it begins and the point where it ends.');
  return { name: 'drag', input: { path: [from, end] } };
};

const scroll =
  (sideways: boolean): Reader =>
  (fields) => {
    const amount = howFar(fields);
    const direction = fields.text('direction', 'scroll_direction')?.toLowerCase();
    if (amount === 0 || (amount === undefined && direction === undefined))
      throw new Misread('bad-input', 'scroll needs pixels other than 0, positive for up.');
    const bySign = sideways ? ['right', 'left'] : ['up', 'down'];
    const at = fields.point();
    return {
      name: 'scroll',
      input: {
        ...(at && { at }),
        direction: direction ?? bySign[(amount ?? 0) > 0 ? 0 : 1],
        notches: notchesOf(Math.abs(amount ?? 3), fields.has('pixels')),
      },
    };
  };

/** gui-plus says in words how far. */
const distances: Readonly<Record<string, number>> = { small: 3, medium: 5, large: 10 };

function howFar(fields: Fields): number | undefined {
  const names = ['pixels', 'notches', 'amount', 'scroll_amount', 'clicks', 'dy', 'dx'] as const;
  const written = fields.raw(...names);
  const word = typeof written === 'string' ? written.trim().toLowerCase() : '';
  return Object.hasOwn(distances, word) ? distances[word] : fields.number(...names);
}

/** Few are notches, as the models were shown in training; many are pixels. */
function notchesOf(amount: number, pixels: boolean): number {
  const notches = pixels && amount > LARGEST_NOTCHES_WRITTEN ? amount / PIXELS_PER_NOTCH : amount;
  return Math.min(MOST_NOTCHES, Math.max(1, Math.round(notches)));
}

const type: Reader = (fields) => {
  if (fields.flag('clear'))
    throw new Misread('bad-input', 'type cannot clear the field; press ctrl+a first, then type.');
  const secret = fields.text('secret');
  const text = fields.text('text', 'content', 'value');
  if (secret === undefined && text === undefined) throw new Misread('bad-input', 'type needs text.');
  const enter = fields.flag('enter', 'press_enter', 'needs_enter');
  return {
    name: 'type',
    input: { ...(secret === undefined ? { text } : { secret }), ...(enter && { enter }) },
  };
};

const press: Reader = (fields) => {
  const keys = [...fields.chord('keys', 'key', 'text')];
  const count = fields.number('count');
  return { name: 'press', input: { keys, ...(count !== undefined && { count }) } };
};

const hold: Reader = (fields) => {
  const ms = waitMs(fields, 1000);
  if (fields.has('keys', 'key', 'text')) {
    return {
      name: 'hold',
      input: { keys: [...fields.chord('keys', 'key', 'text')], ms: Math.min(30_000, ms) },
    };
  }
  const at = fields.point();
  if (at === undefined) throw new Misread('no-point', 'hold needs keys or a point.');
  const button = fields.text('button');
  return { name: 'hold', input: { at, ms: Math.min(30_000, ms), ...(button && { button }) } };
};

const wait: Reader = (fields) => ({ name: 'wait', input: { ms: waitMs(fields, 1000) } });
const waitForChange: Reader = (fields) => ({
  name: 'wait-for-change',
  input: { withinMs: waitMs(fields, 10_000) },
});

/** Seconds as the official tool has them, or ms as the deeds have them. */
function waitMs(fields: Fields, otherwise: number): number {
  const ms = fields.number('ms', 'withinMs');
  const seconds = fields.number('time', 'seconds', 'duration');
  const wanted = ms ?? (seconds === undefined ? otherwise : seconds * 1000);
  if (wanted < 0) throw new Misread('bad-input', 'A wait cannot be negative.');
  return Math.min(MOST_WAIT_MS, Math.max(1, Math.round(wanted)));
}

const lookCloser: Reader = (fields, { frame }) => {
  const given = fields.box('box', 'bbox_2d', 'bbox', 'region', 'area');
  if (given !== undefined) return { name: 'look-closer', input: { box: given } };
  const middle = fields.point();
  if (middle === undefined) throw new Misread('no-point', 'look_closer needs a box [x1, y1, x2, y2].');
  const width = Math.round(frame.width * CLOSE_PART);
  const height = Math.round(frame.height * CLOSE_PART);
  const x = Math.min(Math.max(0, middle.x - width / 2), frame.width - width);
  const y = Math.min(Math.max(0, middle.y - height / 2), frame.height - height);
  return { name: 'look-closer', input: { box: frameBox(Math.floor(x), Math.floor(y), width, height) } };
};

const note: Reader = (fields) => ({ name: 'note', input: { text: expectText(fields, 'note', 'text') } });
const ask: Reader = (fields) => ({
  name: 'ask',
  input: { question: expectText(fields, 'interact', 'text', 'question', 'content') },
});

/** The call of a model that cannot go on; what it wants stands in its thought. */
const callUser: Reader = (fields, { thought }) => {
  const question = fields.text('content', 'text', 'question') ?? thought;
  return { name: 'ask', input: { question: question.trim() === '' ? 'How shall I go on?' : question } };
};

const done: Reader = (fields) => {
  const outputs = fields.record('outputs');
  const summary = fields.text('summary', 'text', 'content', 'message') ?? 'The task is done.';
  const proof = fields.raw('proof');
  return {
    name: 'done',
    input: { summary, ...(outputs && { outputs }), ...(proof !== undefined && { proof: readProof(proof) }) },
  };
};

const answer: Reader = (fields) => {
  const text = expectText(fields, 'answer', 'text', 'answer', 'content');
  return { name: 'done', input: { summary: text, outputs: { answer: text } } };
};

const giveUp: Reader = (fields) => {
  const ending = fields.text('ending');
  const reason =
    fields.text('reason', 'text', 'content', 'message') ?? 'The model says that it cannot be done.';
  return { name: 'give-up', input: { reason, ...(ending !== undefined && { ending }) } };
};

/** Only the two official words end a run: anything else was not clearly said. */
const terminate: Reader = (fields, around) => {
  const status = fields.text('status', 'goal_status')?.trim().toLowerCase();
  if (status === 'success' || status === 'complete' || status === 'completed') return done(fields, around);
  if (status === 'failure' || status === 'failed' || status === 'fail' || status === 'infeasible')
    return giveUp(fields, around);
  throw new Misread('bad-input', 'terminate needs status: success or failure.');
};

const move: Reader = (fields) => {
  const at = fields.point();
  if (at === undefined) throw new Misread('no-point', 'mouse_move needs a coordinate.');
  return { name: 'move', input: { at } };
};

function pointOrPointer(fields: Fields, { pointer }: Around): FramePoint {
  const at = fields.point();
  if (at !== undefined) return at;
  if (pointer === undefined) throw new Misread('no-point', 'The call names no coordinate.');
  fields.mended.push('the click names no point: it means the pointer');
  return pointer;
}

function expectText(fields: Fields, action: string, ...names: readonly string[]): string {
  const text = fields.text(...names);
  if (text === undefined || text.trim() === '')
    throw new Misread('bad-input', `${action} needs ${names[0] ?? ''}.`);
  return text;
}

/** Every action models write, by the official names of `computer_use`, the deeds' own, and common others. */
const readers: Readonly<Record<string, Reader>> = {
  left_click: click('left', 1),
  click: click('left', 1),
  tap: click('left', 1),
  left_single: click('left', 1),
  right_click: click('right', 1),
  right_single: click('right', 1),
  middle_click: click('middle', 1),
  double_click: click('left', 2),
  left_double: click('left', 2),
  triple_click: click('left', 3),
  mouse_move: move,
  move,
  hover: move,
  left_click_drag: drag,
  drag,
  swipe: drag,
  scroll: scroll(false),
  hscroll: scroll(true),
  type,
  input_text: type,
  key: press,
  press,
  hotkey: press,
  keypress: press,
  key_press: press,
  press_key: press,
  hold,
  hold_key: hold,
  long_press: hold,
  wait,
  wait_for_change: waitForChange,
  look_closer: lookCloser,
  zoom: lookCloser,
  note,
  ask,
  interact: ask,
  call_user: callUser,
  done,
  finished: done,
  finish: done,
  terminate,
  answer,
  give_up: giveUp,
  fail: giveUp,
};

/** Halves of a press, as EvoCUA documents them: what a reply that never comes would leave pressed. */
const held = ['key_down', 'key_up', 'keydown', 'keyup'];

/** Names of the functions whose `action` argument says what to do. */
const umbrellas = ['computer_use', 'computer', 'mobile_use', ''];

/**
 * The action that a call means. Points become frame px on the way.
 *
 * @throws Misread with the name of what is wrong
 */
export function readCall(name: string, fields: Fields, around: Around): Action {
  const written = normal(name);
  const wanted = umbrellas.includes(written) ? actionIn(fields) : written;
  const reader = Object.hasOwn(readers, wanted) ? readers[wanted] : undefined;
  if (held.includes(wanted))
    throw new Misread(
      'wrong-tool',
      `Nothing stays pressed from one action to the next, so there is no ${wanted}: name the keys of a chord together in key, hold keys for a time with hold, and give a click its modifiers.`,
    );
  if (reader === undefined) {
    throw new Misread(
      'wrong-tool',
      `There is no action “${wanted}”; expected one of those that are offered.`,
    );
  }
  return reader(fields, around);
}

function actionIn(fields: Fields): string {
  const action = fields.text('action', 'action_type', 'type');
  if (action === undefined) throw new Misread('bad-input', 'The call does not say which action.');
  return normal(action);
}

function normal(name: string): string {
  return name
    .trim()
    .toLowerCase()
    .replaceAll(/[\s-]+/g, '_');
}
