import type { ReplyReading } from '../../src/core/chat.js';
import { type Profile, profileFor } from '../../src/model/index.js';
import { decodeReply } from '../../src/model/reply/decode.js';
import { offered } from './support.js';

const screen = { width: 1920, height: 1080 };
const profiles = ['qwen3-vl-plus', 'gui-plus', 'Qwen/Qwen3.5-27B', 'ui-tars-1.5-7b'].map((name) =>
  profileFor(name),
);

/** What a run of fuzzing came to. */
export interface FuzzResult {
  readonly replies: number;
  readonly decisions: number;
  readonly outcomes: Readonly<Record<string, number>>;
  readonly faults: readonly string[];
}

/** Reads `count` damaged and random replies and collects what must never happen. The same seed, the same replies. */
export function fuzz(count: number, seed: number): FuzzResult {
  const random = seeded(seed);
  const outcomes: Record<string, number> = {};
  const faults: string[] = [];
  for (let number = 0; number < count; number++) {
    const profile = pick(random, profiles);
    const made = makeReply(random);
    const { outcome, fault } = judge(profile, made);
    outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
    if (fault !== undefined) faults.push(`${fault}: ${JSON.stringify(made.reply).slice(0, 400)}`);
  }
  return { replies: count, decisions: outcomes.decision ?? 0, outcomes, faults };
}

interface Made {
  readonly reply: unknown;
  /** The reply was cut somewhere. */
  readonly cut?: { readonly from: unknown };
}

function judge(profile: Profile, { reply, cut }: Made): { outcome: string; fault?: string } {
  let reading: ReplyReading;
  try {
    reading = decodeReply(profile, reply, { screen, tools: offered });
  } catch (error) {
    return { outcome: 'crash', fault: `crash ${String(error)}` };
  }
  if (reading.outcome !== 'decision') {
    return reading.reason === ''
      ? { outcome: reading.outcome, fault: 'no reason' }
      : { outcome: reading.outcome };
  }
  const outside = reading.points.some(
    ({ frame: { x, y } }) => !(x >= 0 && y >= 0 && x <= screen.width - 1 && y <= screen.height - 1),
  );
  if (outside) return { outcome: 'decision', fault: 'point outside' };
  if (finishOf(reply) === 'length') return { outcome: 'decision', fault: 'acted on length' };
  if (cut === undefined) return { outcome: 'decision' };
  const whole = decodeReply(profile, cut.from, { screen, tools: offered });
  const same =
    whole.outcome === 'decision' &&
    JSON.stringify(whole.decision.action) === JSON.stringify(reading.decision.action);
  return { outcome: 'decision', ...(!same && { fault: 'acted on something cut' }) };
}

function finishOf(reply: unknown): unknown {
  const choices = (reply as { choices?: { finish_reason?: unknown }[] } | null)?.choices;
  return Array.isArray(choices) ? choices[0]?.finish_reason : undefined;
}

type Random = () => number;

const actions: readonly Readonly<Record<string, unknown>>[] = [
  { action: 'left_click', coordinate: [500, 500] },
  { action: 'left_click', coordinate: [12, 987] },
  { action: 'left_click_drag', start_coordinate: [100, 100], coordinate: [600, 412] },
  { action: 'type', text: 'Hello, {"world"} [1, 2] <b>' },
  { action: 'key', keys: ['ctrl', 'shift', 's'] },
  { action: 'scroll', coordinate: [500, 300], pixels: -500 },
  { action: 'wait', time: 2 },
  { action: 'look_closer', box: [100, 100, 400, 300] },
  { action: 'terminate', status: 'success', text: 'It is done.' },
];

function makeReply(random: Random): Made {
  const wrap = pick(random, wrappers);
  const content = wrap(pick(random, actions));
  switch (Math.floor(random() * 5)) {
    case 0: {
      const at = Math.floor(random() * content.length);
      // XML whose closing tags are missing is read when the server says that it is whole.
      const finish = content.includes('<function')
        ? pick(random, ['length', undefined])
        : pick(random, ['stop', 'length', undefined]);
      return { reply: completion(content.slice(0, at), finish), cut: { from: completion(content, 'stop') } };
    }
    case 1: {
      const input = JSON.stringify(pick(random, actions));
      const finish = pick(random, ['tool_calls', 'length', undefined]);
      const at = Math.floor(random() * input.length);
      return { reply: native(input.slice(0, at), finish), cut: { from: native(input, 'tool_calls') } };
    }
    case 2:
      return { reply: completion(damage(random, content), pick(random, ['stop', 'length', undefined])) };
    case 3:
      return {
        reply: native(
          damage(random, JSON.stringify(pick(random, actions))),
          pick(random, ['stop', 'tool_calls']),
        ),
      };
    default:
      return { reply: randomValue(random, 4) };
  }
}

type Wrapped = Readonly<Record<string, unknown>>;
type Wrapper = (action: Wrapped) => string;

const wrappers: readonly Wrapper[] = [
  (action) =>
    `Action: go on.\n<tool_call>\n${JSON.stringify({ name: 'computer_use', arguments: action })}\n</tool_call>`,
  (action) => JSON.stringify({ name: 'computer_use', arguments: action }),
  (action) => `\`\`\`json\n${JSON.stringify(action, undefined, 2)}\n\`\`\``,
  (action) => `<think>\nmaybe\n</think>\n${JSON.stringify(action)}`,
  (action) =>
    `<tool_call>\n<function=computer_use>\n${Object.entries(action)
      .map(
        ([key, value]) =>
          `<parameter=${key}>\n${typeof value === 'string' ? value : JSON.stringify(value)}\n</parameter>`,
      )
      .join('\n')}\n</function>\n</tool_call>`,
  (action) => `Thought: go on, it's there.\nAction: ${asLine(action)}`,
];

/** The action as UI-TARS writes it. */
function asLine({ action, coordinate, start_coordinate: start, text, keys, pixels }: Wrapped): string {
  const box = (name: string, point: unknown): string =>
    `${name}='<|box_start|>(${String(point)})<|box_end|>'`;
  switch (action) {
    case 'left_click':
      return `click(${box('start_box', coordinate)})`;
    case 'left_click_drag':
      return `drag(${box('start_box', start)}, ${box('end_box', coordinate)})`;
    case 'type':
      return `type(content='${String(text)} isn\\'t it, he (she) asks 'why'?')`;
    case 'key':
      return `hotkey(key='${(keys as string[]).join(' ')}')`;
    case 'scroll':
      return `scroll(${box('start_box', coordinate)}, direction='${Number(pixels) > 0 ? 'up' : 'down'}')`;
    case 'terminate':
      return `finished(content='${String(text)}')`;
    default:
      return 'wait()';
  }
}

function completion(content: string, finish: string | undefined): unknown {
  return {
    choices: [
      { ...(finish !== undefined && { finish_reason: finish }), message: { role: 'assistant', content } },
    ],
  };
}

function native(input: string, finish: string | undefined): unknown {
  const call = { id: 'c', type: 'function', function: { name: 'computer_use', arguments: input } };
  return {
    choices: [
      {
        ...(finish !== undefined && { finish_reason: finish }),
        message: { role: 'assistant', content: '', tool_calls: [call] },
      },
    ],
  };
}

const splinters = [
  '{',
  '}',
  '[',
  ']',
  '"',
  ',',
  ':',
  '\\',
  'NaN',
  '1e999',
  '-',
  '999999',
  '0.5',
  'null',
  '</tool_call>',
  '<tool_call>',
  '<think>',
  '\u0000',
  '\ud800',
  '点',
  "'",
];

/** Removes, doubles and puts in letters and splinters at a few places. */
function damage(random: Random, text: string): string {
  let damaged = text;
  for (let times = 1 + Math.floor(random() * 4); times > 0; times--) {
    const at = Math.floor(random() * damaged.length);
    const length = Math.floor(random() * 6);
    const way = random();
    if (way < 0.3) damaged = damaged.slice(0, at) + damaged.slice(at + length);
    else if (way < 0.5) damaged = damaged.slice(0, at + length) + damaged.slice(at);
    else damaged = damaged.slice(0, at) + pick(random, splinters) + damaged.slice(at);
  }
  return damaged;
}

const names = [
  'choices',
  'message',
  'content',
  'tool_calls',
  'function',
  'name',
  'arguments',
  'action',
  'coordinate',
  'finish_reason',
  'error',
  'reasoning_content',
  'x',
  'type',
];

function randomValue(random: Random, depth: number): unknown {
  const way = Math.floor(random() * (depth > 0 ? 8 : 6));
  if (way === 0) return null;
  if (way === 1) return random() < 0.5;
  if (way === 2) return pick(random, [0, -1, 500, 1e308, Number.NaN, Number.POSITIVE_INFINITY, 0.3]);
  if (way <= 5)
    return pick(random, [
      '',
      'computer_use',
      'left_click',
      'stop',
      '500',
      '[1,2]',
      '{"action":"wait"}',
      ...splinters,
    ]);
  const items = Array.from({ length: Math.floor(random() * 4) }, () => randomValue(random, depth - 1));
  return way === 6 ? items : Object.fromEntries(items.map((item) => [pick(random, names), item]));
}

function pick<T>(random: Random, list: readonly T[]): T {
  const item = list[Math.floor(random() * list.length)];
  if (item === undefined && !list.includes(item as T)) throw new Error('The list is empty.');
  return item as T;
}

/** mulberry32 (Tommy Ettinger, public domain): small, and the same everywhere. */
function seeded(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
