import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { actionFacts } from '../../src/actions/index.js';
import type { Action } from '../../src/core/action.js';
import type { Frame, WindowFacts } from '../../src/core/frame.js';
import { contains, type FrameBox, frameBox, screenBox, screenPoint } from '../../src/core/geometry.js';
import { areasToRead, factsOf, judge, moreToRead } from '../../src/policy/index.js';
import type { TextLine } from '../../src/ports.js';
import { labelsOn } from '../../src/sight/label/on-screen.js';

const size = { width: 1280, height: 800 };
const whole = frameBox(0, 0, size.width, size.height);

/** Wider text is read where its middle is near enough, and no further: reading more would cost every click. */
const WIDEST = 760;

function lineAt(words: string, box: FrameBox): TextLine {
  return { text: words, box, score: 1, words: [{ text: words, box, score: 1 }] };
}

const text = fc.constantFrom(
  ...['Delete', 'Send', 'Pay now', 'Sign in', 'Install', 'I agree', 'Quit', 'Papierkorb', 'Grant access'],
  ...['OK', 'Yes', 'No', 'Continue', 'Cancel', 'Weiter', "Don't save", 'Save', 'Search', 'Total', 'Name'],
  ...['Delete order 1042?', 'Your changes are not saved.', 'Send the mail to all customers?'],
  'The quick brown fox jumps over the lazy dog.',
);
const line = fc
  .record({
    text,
    x: fc.integer({ min: 0, max: 1100 }),
    y: fc.integer({ min: 0, max: 740 }),
    height: fc.integer({ min: 9, max: 56 }),
  })
  .map(({ text: words, x, y, height }): TextLine => {
    const width = Math.min(WIDEST, Math.round(words.length * height * 0.5));
    return lineAt(words, frameBox(Math.min(x, 1279 - width), y, width, height));
  });
const at = fc.record({ x: fc.integer({ min: 0, max: 1279 }), y: fc.integer({ min: 0, max: 799 }) });
/** A point on or close to one of the lines, where rules have something to say, or anywhere. */
const aimed = (lines: readonly TextLine[]) =>
  fc.oneof(
    at,
    fc
      .tuple(fc.constantFrom(...lines), fc.integer({ min: -40, max: 40 }), fc.integer({ min: -40, max: 40 }))
      .map(([{ box }, dx, dy]) => ({
        x: Math.min(1279, Math.max(0, box.x + box.width / 2 + dx)),
        y: Math.min(799, Math.max(0, box.y + box.height / 2 + dy)),
      })),
  );
const action = (point: { x: number; y: number }) =>
  fc.constantFrom<Action>(
    { name: 'click', input: { at: point } },
    { name: 'click', input: { at: point } },
    { name: 'click', input: { at: point } },
    { name: 'click', input: { at: point, button: 'right' } },
    { name: 'hold', input: { at: point, ms: 500 } },
    { name: 'move', input: { at: point } },
    { name: 'scroll', input: { at: point, direction: 'down' } },
    { name: 'drag', input: { path: [{ x: 10, y: 10 }, { x: 300, y: 700 }, point] } },
    { name: 'press', input: { keys: 'enter' } },
    { name: 'press', input: { keys: 'alt+y' } },
    { name: 'press', input: { keys: 'ctrl+home' } },
    { name: 'press', input: { keys: 'escape' } },
    { name: 'press', input: { keys: 'delete' } },
    { name: 'type', input: { text: 'Ada\n' } },
    { name: 'type', input: { text: 'hunter2' } },
  );

const window = (id: string, cls: string, box: FrameBox, active: boolean): WindowFacts => ({
  id,
  title: cls,
  class: cls,
  pid: 7,
  box: screenBox(box.x, box.y, box.width, box.height),
  active,
});
const main = (cls: string, active: boolean) => window('main', cls, whole, active);
const windows = fc.constantFrom<WindowFacts[]>(
  [main('Tk', true)],
  [main('Mousepad', true)],
  [main('XTerm', true)],
  [window('dialog', 'Tk', frameBox(300, 200, 500, 300), true), main('Tk', false)],
  [window('alone', 'Tk', frameBox(300, 200, 500, 300), true)],
);

const scene = fc
  .tuple(fc.array(line, { minLength: 1, maxLength: 20 }), windows, fc.constantFrom('model', 'author'))
  .chain(([lines, open, origin]) =>
    fc.record({
      lines: fc.constant(lines),
      open: fc.constant(open),
      origin: fc.constant(origin as 'model' | 'author'),
      action: aimed(lines).chain(action),
    }),
  );
type Scene = typeof scene extends fc.Arbitrary<infer Value> ? Value : never;

/** Reads as the reader does: a line belongs to the area that holds its middle. */
function read(lines: readonly TextLine[], areas: readonly FrameBox[]): TextLine[] {
  return lines.filter(({ box }) =>
    areas.some((area) => contains(area, { x: box.x + box.width / 2, y: box.y + box.height / 2 })),
  );
}

function factsWith({ action: given, origin, open }: Scene, lines: readonly TextLine[]) {
  const facts = actionFacts(given);
  if (!facts.ok) throw new Error(facts.reason);
  return factsOf({
    action: facts,
    decision: { action: given, origin },
    frame: frameOf(open),
    lines,
    labels: labelsOn(frameOf(open), lines),
    acts: [],
  });
}

function frameOf(open: readonly WindowFacts[]): Frame {
  return {
    id: 'f0001',
    file: 'frames/f0001.png',
    sha256: '',
    size,
    scale: 1,
    origin: screenPoint(0, 0),
    display: ':9',
    windows: [...open],
    calm: true,
    at: 0,
  };
}

/** The verdict when only what is asked for is read, and how many lines that were. */
function frugal(told: Scene) {
  const frame = frameOf(told.open);
  const facts = factsWith(told, []);
  const first = read(told.lines, areasToRead(facts.traits, frame));
  let lines = first;
  for (;;) {
    const more = read(told.lines, moreToRead(factsWith(told, lines), frame));
    const found = more.filter((each) => !lines.includes(each));
    if (found.length === 0) break;
    lines = [...lines, ...found];
  }
  return { verdict: judge(factsWith(told, lines), {}), lines };
}

const short = ({ answer, class: risk, rule }: ReturnType<typeof judge>) => ({ answer, risk, rule });

/** The verdict when all text of the frame is known. */
const generous = (told: Scene) => judge(factsWith(told, told.lines), {});

describe('what is read before an action is judged', () => {
  it('should be enough for the verdict that all text of the frame would give', () => {
    fc.assert(
      fc.property(scene, (told) => {
        expect(short(frugal(told).verdict)).toEqual(short(generous(told)));
      }),
      { numRuns: 3000 },
    );
  });

  const click = (x: number, y: number): Action => ({ name: 'click', input: { at: { x, y } } });
  const drop = (x: number, y: number): Action => ({
    name: 'drag',
    input: {
      path: [
        { x: 10, y: 10 },
        { x, y },
      ],
    },
  });
  const ok = lineAt('OK', frameBox(600, 400, 30, 20));
  it.each<[string, TextLine[], Action, string]>([
    [
      'a question far above its button',
      [ok, lineAt('Delete order 1042?', frameBox(520, 150, 180, 20))],
      click(615, 410),
      'deleting-by-dialog',
    ],
    [
      'a question far below its button',
      [ok, lineAt('Delete order 1042?', frameBox(520, 665, 180, 50))],
      click(615, 410),
      'deleting-by-dialog',
    ],
    [
      'a wide question that ends left of its button',
      [ok, lineAt('Send the mail to all customers?', frameBox(20, 350, 560, 36))],
      click(615, 410),
      'sending-by-dialog',
    ],
    [
      'the end of a wide label',
      [lineAt('Send the mail to all customers?', frameBox(100, 395, 740, 48))],
      click(820, 410),
      'sending-by-label',
    ],
    [
      'the far end of a row',
      [lineAt('Delete order 1042?', frameBox(20, 400, 250, 28))],
      click(480, 410),
      'deleting-by-label',
    ],
    [
      'a wide bin in the row of a drop',
      [lineAt('Papierkorb', frameBox(20, 400, 280, 56))],
      drop(510, 430),
      'deleting-by-dropping',
    ],
    [
      'a wide risky word near something without text',
      [lineAt('Grant access', frameBox(60, 300, 560, 56))],
      click(690, 390),
      'unknown-target',
    ],
  ])('should hold %s', (_, lines, action, rule) => {
    const told: Scene = { lines, action, open: [main('Tk', true)], origin: 'model' };
    expect(generous(told)).toMatchObject({ answer: 'ask', rule });
    expect(short(frugal(told).verdict)).toEqual(short(generous(told)));
  });

  it('should hold a question on the border of what was read once', () => {
    // Seed 1672657885: the middle of the question is exactly 150 px below the point.
    const lines = [
      lineAt('No', frameBox(562, 95, 165, 33)),
      lineAt('Your changes are not saved.', frameBox(162, 245, 527, 39)),
    ];
    const action = click(644.5, 114.5);
    const told: Scene = { lines, action, open: [main('XTerm', true)], origin: 'author' };
    expect(generous(told)).toMatchObject({ answer: 'ask', rule: 'closing-without-saving-by-no' });
    expect(short(frugal(told).verdict)).toEqual(short(generous(told)));
  });

  it('should hold a wide harmless label, whose neighbours then need no question', () => {
    const lines = [
      lineAt('The quick brown fox jumps over the lazy dog.', frameBox(100, 395, 740, 34)),
      lineAt('Send', frameBox(800, 450, 60, 20)),
    ];
    const told: Scene = { lines, action: click(820, 410), open: [main('Tk', true)], origin: 'model' };
    expect(generous(told).answer).toBe('allow');
    expect(short(frugal(told).verdict)).toEqual(short(generous(told)));
  });

  it('should be a question often enough to tell', () => {
    const asked = fc
      .sample(scene, { numRuns: 2000, seed: 1 })
      .filter((told) => frugal(told).verdict.answer === 'ask');
    expect(asked.length).toBeGreaterThan(200);
  });
});
