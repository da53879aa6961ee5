import type { Call, Question, Reply } from './brain.js';
import { box, numbers, points, renamed, type Value, xyFields } from './rewrite.js';
import { asJson, asXml, type Spoken, speak } from './speak.js';

/** Forms that change what stands in the arguments. */
const inArguments = {
  'array-as-string': (args) => points(args, ([x, y]) => `[${x}, ${y}]`),
  'numbers-as-strings': (args) => numbers(args, String),
  'box-for-point': (args) => points(args, box),
  'nested-point': (args) => points(args, (pair) => [pair]),
  'point-words': (args) => points(args, ([x, y]) => `${x} ${y}`),
  'point-2d': (args) => renamed(args, 'point_2d', (pair) => pair),
  'bbox-2d': (args) => renamed(args, 'bbox_2d', box),
  'xy-fields': xyFields,
  'type-for-action': ({ action, ...rest }) => ({ type: action, ...rest }),
  'out-of-range': (args) => points(args, ([, y]) => [9530, y]),
  negative: (args) => points(args, ([, y]) => [-40, y]),
  'one-number': (args) => points(args, ([x]) => [x]),
  'crop-relative': (args) => points(args, ([x, y]) => [Math.round((x - 250) * 2), Math.round((y - 250) * 2)]),
  // Wrong on the whole picture; the question for one thing on a part of it is answered without a call, so rightly.
  'beside-the-target': (args) => points(args, ([x, y]) => [x > 100 ? x - 60 : x + 60, y]),
  'dirty-keys': (args) =>
    'keys' in args ? { ...args, keys: [`keys=['${[args.keys].flat().join("', '")}']`] } : args,
  'keys-as-string': (args) => ('keys' in args ? { ...args, keys: JSON.stringify([args.keys].flat()) } : args),
} as const satisfies Record<string, (args: Value) => Value>;

/** Forms that change what is said around the call. */
const around = {
  'call-in-content': (spoken, calls) => inContent(spoken, calls.map(asJson).join('\n')),
  'missing-brace': (spoken, calls) =>
    inContent(
      spoken,
      calls
        .map(asJson)
        .join('\n')
        .replace(/\}(?=\n<\/tool_call>)/u, ''),
    ),
  'unclosed-tag': (spoken, calls) =>
    inContent(spoken, calls.map(asJson).join('\n').replace('\n</tool_call>', '')),
  'xml-in-content': (spoken, calls) => inContent(spoken, calls.map(asXml).join('\n')),
  'xml-unopened': (spoken, calls) =>
    inContent(spoken, calls.map(asXml).join('\n').replace('<tool_call>\n', '')),
  'xml-unclosed': (spoken, calls) =>
    inContent(spoken, calls.map(asXml).join('\n').replace('\n</function>\n</tool_call>', '')),
  'fenced-json': (spoken, calls) =>
    inContent(spoken, calls.map((call) => `\`\`\`json\n${plain(call)}\n\`\`\``).join('\n')),
  'bare-json': (spoken, calls) => inContent(spoken, calls.map(plain).join('\n')),
  'parameters-member': (spoken, calls) =>
    inContent(
      spoken,
      calls
        .map(
          ({ name, arguments: parameters }) =>
            `<tool_call>\n${JSON.stringify({ name, parameters })}\n</tool_call>`,
        )
        .join('\n'),
    ),
  'double-encoded': (spoken) => ({
    ...spoken,
    calls: spoken.calls.map((call) => ({ ...call, arguments: JSON.stringify(call.arguments) })),
  }),
  'not-a-number': (spoken) =>
    rewritten(spoken, (text) =>
      text.replace(/\[\s*-?[\d.]+,/u, '[NaN,').replace(/("x":)\s*-?[\d.]+/u, '$1NaN'),
    ),
  'truncated-arguments': (spoken) => rewritten(spoken, cutInNumber),
  'cut-at-length': (spoken) => ({
    ...rewritten(spoken, cutInNumber),
    finish: 'length',
  }),
  'whole-call-at-length': (spoken) => ({ ...spoken, finish: 'length' }),
  'several-calls': (spoken, calls) =>
    repeated(spoken, calls, (call) => ({ ...call, arguments: { ...call.arguments, extra: 1 } })),
  'same-call-twice': (spoken, calls) => repeated(spoken, calls, (call) => call),
  'wrong-tool': (spoken) => ({
    ...spoken,
    content: spoken.content.replaceAll(/("name": ?"|<function=)[\w-]+/gu, '$1open_browser'),
    calls: spoken.calls.map((call) => ({ ...call, name: 'open_browser' })),
  }),
  'empty-content': (spoken) => ({ ...spoken, content: '', calls: [], finish: 'stop' }),
  'announces-only': (spoken) => ({
    ...spoken,
    content: 'I will now click the button.',
    calls: [],
    finish: 'stop',
  }),
  'claims-result': (spoken) => ({
    ...spoken,
    content: 'The tool has returned: clicked. The dialog is closed now and the task is done.',
    calls: [],
    finish: 'stop',
  }),
  refusal: (spoken) => ({
    ...spoken,
    content: "I'm sorry, but I can't help with that.",
    calls: [],
    finish: 'stop',
  }),
  'content-filter': (spoken) => ({ ...spoken, content: '', calls: [], finish: 'content_filter' }),
  endless: (spoken) => ({ ...spoken, content: 'Let me think. '.repeat(4000), calls: [], finish: 'length' }),
  'thought-only': (spoken) => ({
    ...spoken,
    content: '',
    reasoning: 'The button is at the top.',
    calls: [],
    finish: 'stop',
  }),
  'thinking-eats-budget': (spoken) => ({
    ...spoken,
    content: '',
    reasoning: 'Wait, '.repeat(800),
    calls: [],
    finish: 'length',
  }),
  'call-in-reasoning': (spoken, calls) => ({
    ...spoken,
    content: '',
    reasoning: `I should do this.\n${calls.map(asJson).join('\n')}`,
    calls: [],
    finish: 'stop',
  }),
  'think-in-content': (spoken, calls) => ({
    ...spoken,
    content: `<think>\nMaybe ${calls.map(plain).join(' ').replaceAll(/\d+/gu, '1')}? No.\n</think>\n\n${calls.map(asJson).join('\n')}`,
    calls: [],
    finish: 'stop',
  }),
  'bbox-only': (spoken) => ({ ...spoken, content: '["bbox_2d"]', calls: [], finish: 'stop' }),
  'prompt-echo': (spoken, _calls, question) => ({
    ...spoken,
    content: echo(question),
    calls: [],
    finish: 'stop',
  }),
} as const satisfies Record<string, (spoken: Spoken, calls: readonly Call[], question: Question) => Spoken>;

/** The names of the malformed replies. */
export type FormName = keyof typeof inArguments | keyof typeof around;
export const formNames = [...Object.keys(inArguments), ...Object.keys(around)] as readonly FormName[];

/** Writes the reply in a malformed form. */
export function speakBadly(form: FormName, reply: Reply, question: Question, thinking: boolean): Spoken {
  if (form in inArguments) {
    const change: (args: Value) => Value = inArguments[form as keyof typeof inArguments];
    const calls = reply.calls.map((call) => ({ ...call, arguments: change(call.arguments) }));
    return speak({ ...reply, calls }, question, thinking);
  }
  const change: (spoken: Spoken, calls: readonly Call[], question: Question) => Spoken =
    around[form as keyof typeof around];
  return change(speak(reply, question, thinking), reply.calls, question);
}

function plain(call: Call): string {
  return JSON.stringify({ name: call.name, arguments: call.arguments });
}

function inContent(spoken: Spoken, content: string): Spoken {
  return { ...spoken, content, calls: [], finish: 'stop' };
}

/** Cut in the middle of the last number: what is left looks like another point. */
function cutInNumber(text: string): string {
  return /\d/u.test(text) ? text.replace(/\d\D*$/u, '') : text.slice(0, Math.ceil(text.length * 0.8));
}

/** Rewrites the arguments where they stand: in the calls, else in the content. */
function rewritten(spoken: Spoken, write: (text: string) => string): Spoken {
  if (spoken.calls.length === 0) return { ...spoken, content: write(spoken.content) };
  return { ...spoken, calls: spoken.calls.map((call) => ({ ...call, arguments: write(call.arguments) })) };
}

function repeated(spoken: Spoken, calls: readonly Call[], change: (call: Call) => Call): Spoken {
  const more = calls.map(change);
  if (spoken.calls.length === 0)
    return { ...spoken, content: [spoken.content, ...more.map(asJson)].join('\n') };
  const written = more.map((call) => ({ name: call.name, arguments: JSON.stringify(call.arguments) }));
  return { ...spoken, calls: [...spoken.calls, ...written] };
}

function echo({ messages }: Question): string {
  const system = messages.find(({ role }) => role === 'system')?.content;
  return typeof system === 'string' ? system : JSON.stringify(system ?? messages[0]?.content);
}
