import { readChord } from '../../core/keys.js';
import { splitInstructions, unquote } from './sentences.js';

/** A step as a task file would hold it, such as `{ click: { text: 'Save' } }`. */
export type PlainStep = Readonly<Record<string, unknown>>;

export type Instructions =
  | { readonly ok: true; readonly steps: readonly PlainStep[] }
  | { readonly ok: false; readonly instruction: string; readonly reason: string };

type Rule = (instruction: string) => readonly PlainStep[] | undefined;

const verbs = new Set(
  (
    'click tap push select choose pick open press hit type enter write fill put scroll drag wait check verify ' +
    'ensure expect make assert hover move point double-click right-click middle-click triple-click doubleclick ' +
    'rightclick clear close switch activate maximise maximize focus note read start launch go set stop finish'
  ).split(' '),
);

/**
 * Reads literal English instructions, one verb each: “Click Save”, “Type 42 into Amount”, “Choose File > Save
 * As”, “Press Ctrl+S”, “Wait until Saved appears”. What it cannot read it names; it never guesses.
 */
export function readInstructions(text: string): Instructions {
  const steps: PlainStep[] = [];
  for (const instruction of splitInstructions(text, (word) => verbs.has(word))) {
    const read = readOne(instruction);
    if (read === undefined) {
      return { ok: false, instruction, reason: `The offline pilot cannot read “${instruction}”.` };
    }
    steps.push(...read);
  }
  return steps.length > 0
    ? { ok: true, steps }
    : { ok: false, instruction: text, reason: 'There is no instruction in the goal.' };
}

function readOne(instruction: string): readonly PlainStep[] | undefined {
  const plain = instruction.replace(/^(?:please|now|first|next|finally)[,\s]+/iu, '').trim();
  for (const rule of rules) {
    const steps = rule(plain);
    if (steps !== undefined) return steps;
  }
  return undefined;
}

/** A rule from a pattern with named groups. */
function when(
  pattern: RegExp,
  build: (groups: Readonly<Record<string, string | undefined>>) => readonly PlainStep[] | undefined,
): Rule {
  return (instruction) => {
    const match = pattern.exec(instruction);
    return match ? build(match.groups ?? {}) : undefined;
  };
}

const rules: readonly Rule[] = [
  when(/^(?:press|hit)\s+(?<keys>.+?)(?:\s+(?<count>\d+)\s+times|\s+(?<twice>twice))?$/iu, pressKeys),
  when(/^(?:choose|select|open|click|pick)\s+(?<path>.+(?:\s*(?:>|→)\s*.+)+)$/iu, ({ path }) =>
    (path ?? '').split(/\s*(?:>|→)\s*/u).map((part) => ({ click: target(part) })),
  ),
  when(/^double[- ]?click\s+(?:on\s+)?(?<what>.+)$/iu, ({ what }) => [{ doubleClick: target(what) }]),
  when(/^right[- ]?click\s+(?:on\s+)?(?<what>.+)$/iu, ({ what }) => [{ rightClick: target(what) }]),
  when(/^(?<kind>middle|triple)[- ]?click\s+(?:on\s+)?(?<what>.+)$/iu, ({ kind, what }) => [
    {
      click: { ...target(what), ...(kind?.toLowerCase() === 'middle' ? { button: 'middle' } : { count: 3 }) },
    },
  ]),
  when(/^(?:close|dismiss)\s+(?:the\s+)?window\s+(?<title>.+)$/iu, ({ title }) => [
    { window: { close: unquote(title ?? '') } },
  ]),
  when(/^(?:switch\s+to|activate|focus|go\s+to)\s+(?:the\s+)?window\s+(?<title>.+)$/iu, ({ title }) => [
    { window: { activate: unquote(title ?? '') } },
  ]),
  when(/^maximi[sz]e\s+(?:the\s+)?(?:window\s+)?(?<title>.+)$/iu, ({ title }) => [
    { window: { maximise: unquote(title ?? '') } },
  ]),
  when(/^(?:start|launch)\s+(?:the\s+)?(?:app(?:lication)?\s+)?(?<app>\S+)$/iu, ({ app }) => [
    { launch: unquote(app ?? '') },
  ]),
  when(/^(?:fill|set)\s+(?:in\s+)?(?<field>.+?)\s+(?:with|to)\s+(?<text>.+)$/iu, ({ field, text }) => [
    { type: { text: unquote(text ?? ''), into: target(field), clear: true } },
  ]),
  when(/^clear\s+(?<field>.+)$/iu, ({ field }) => [{ type: { text: '', into: target(field), clear: true } }]),
  when(
    /^(?:type|enter|write|put)\s+(?<text>"[^"]*"|“[^”]*”|'[^']*'|.+?)(?:\s+(?:in|into|in to)\s+(?<field>.+))?$/iu,
    ({ text, field }) => [
      field === undefined
        ? { type: unquote(text ?? '') }
        : { type: { text: unquote(text ?? ''), into: target(field), clear: true } },
    ],
  ),
  when(
    /^scroll\s+(?<direction>up|down|left|right)(?:\s+(?:by\s+)?(?<notches>\d+)(?:\s+(?:times|notches))?)?(?:\s+(?:in|on|at)\s+(?<what>.+))?$/iu,
    ({ direction, notches, what }) => [
      {
        scroll: {
          direction: direction?.toLowerCase(),
          notches: Number(notches ?? 3),
          ...(what !== undefined && { at: target(what) }),
        },
      },
    ],
  ),
  when(/^drag\s+(?<from>.+?)\s+(?:on)?to\s+(?<to>.+)$/iu, ({ from, to }) => [
    { drag: { from: target(from), to: target(to) } },
  ]),
  when(/^(?:hover|point|move)\s+(?:the\s+mouse\s+)?(?:over|at|to)\s+(?<what>.+)$/iu, ({ what }) => [
    { move: target(what) },
  ]),
  when(/^wait\s+(?:for\s+)?(?<seconds>\d+(?:\.\d+)?)\s*(?:s|sec|seconds?)$/iu, ({ seconds }) => [
    { wait: `${seconds}s` },
  ]),
  when(
    /^wait\s+(?:for|until|till)\s+(?<what>.+?)\s+(?:is\s+gone|disappears?|to\s+disappear|is\s+(?:no\s+longer|not)\s+visible)$/iu,
    ({ what }) => [{ wait: { for: { gone: target(what) } } }],
  ),
  when(
    /^wait\s+(?:for|until|till)\s+(?<what>.+?)(?:\s+(?:appears?|to\s+appear|is\s+(?:visible|shown|there)))?$/iu,
    ({ what }) => [{ wait: { for: { visible: target(what) } } }],
  ),
  when(
    /^(?:check|verify|ensure|expect|assert|make\s+sure)\s+(?:that\s+)?(?<what>.+?)\s+(?:is\s+gone|is\s+not\s+(?:visible|shown)|has\s+disappeared|disappears?)$/iu,
    ({ what }) => [{ check: { gone: target(what) } }],
  ),
  when(
    /^(?:check|verify|ensure|expect|assert|make\s+sure)\s+(?:that\s+)?(?<what>.+?)(?:\s+(?:is\s+(?:visible|shown|there|on\s+the\s+screen)|appears?|can\s+be\s+seen))?$/iu,
    ({ what }) => [{ check: { visible: target(what) } }],
  ),
  when(/^read\s+(?<what>.+?)\s+(?:as|into)\s+(?<name>\w+)$/iu, ({ what, name }) => [
    { read: { ...target(what), as: name } },
  ]),
  when(/^note\s+(?<text>.+)$/iu, ({ text }) => [{ note: unquote(text ?? '') }]),
  when(/^(?:click|tap|push|select|choose|pick|open)\s+(?:on\s+)?(?<what>.+)$/iu, ({ what }) => [
    { click: target(what) },
  ]),
];

/** “Press Enter” is a key; “Press Save” and “Press the OK button” are clicks. */
function pressKeys({
  keys,
  count,
  twice,
}: Readonly<Record<string, string | undefined>>): readonly PlainStep[] {
  const written = (keys ?? '').replace(/^(?:the\s+)?(.+?)(?:\s+key)?$/iu, '$1').replace(/\s*\+\s*/gu, '+');
  const isButton = /\bbutton$/iu.test(written) || /^["“']/u.test(written);
  if (isButton || !readChord(written).ok) return [{ click: target(keys) }];
  const times = twice !== undefined ? 2 : Number(count ?? 1);
  return [{ press: times === 1 ? written : { keys: written, count: times } }];
}

const relations: readonly (readonly [RegExp, string])[] = [
  [/\s+(?:in|of)\s+(?:the\s+)?window\s+(?<anchor>.+)$/iu, 'window'],
  [/\s+(?:near|next\s+to|beside)\s+(?:the\s+)?(?<anchor>.+)$/iu, 'near'],
  [/\s+(?:below|under)\s+(?:the\s+)?(?<anchor>.+)$/iu, 'below'],
  [/\s+above\s+(?:the\s+)?(?<anchor>.+)$/iu, 'above'],
  [/\s+(?:to\s+the\s+)?right\s+of\s+(?:the\s+)?(?<anchor>.+)$/iu, 'right-of'],
  [/\s+(?:to\s+the\s+)?left\s+of\s+(?:the\s+)?(?<anchor>.+)$/iu, 'left-of'],
];

/** “the Save button near Total” as a target. */
function target(written: string | undefined): Record<string, unknown> {
  let rest = (written ?? '').trim();
  const narrowed: Record<string, unknown> = {};
  for (const [pattern, key] of relations) {
    const match = pattern.exec(rest);
    if (match?.groups?.anchor === undefined) continue;
    narrowed[key] = unquote(match.groups.anchor);
    rest = rest.slice(0, match.index);
  }
  return { text: label(rest), ...narrowed };
}

const KIND_OF_CONTROL =
  /\s+(?:button|menu\s+item|menu|field|box|tab|icon|link|item|entry|option|checkbox|check\s+box|radio\s+button|dialog|column|row|cell)$/iu;

function label(written: string): string {
  const bare = written.replace(/^(?:on\s+)?(?:the|a|an)\s+/iu, '').replace(KIND_OF_CONTROL, '');
  const named = bare.replace(/^(?:button|menu|field|tab|item|link|text|word)\s+(?=["“'])/iu, '');
  return unquote(named);
}
