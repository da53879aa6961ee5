import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { actionFacts, deedNamed, deeds, readAction } from '../../src/actions/index.js';

const at = { x: 3, y: 4 };

describe('deeds', () => {
  it('should offer the model what it may do and keep the rest for steps of a task', () => {
    const names = (offered: boolean) =>
      deeds.filter((deed) => deed.offered === offered).map((deed) => deed.name);
    expect(names(true)).toEqual([
      'click',
      'move',
      'drag',
      'scroll',
      'type',
      'press',
      'hold',
      'wait',
      'wait-for-change',
      'look-closer',
      'note',
      'ask',
      'done',
      'give-up',
    ]);
    expect(names(false)).toEqual([
      'mouse-down',
      'mouse-up',
      'check',
      'read',
      'window',
      'launch',
      'close-app',
      'run',
    ]);
    expect(deedNamed('click')).toBe(deeds[0]);
    expect(deedNamed('constructor')).toBeUndefined();
  });

  it.each(deeds.map((deed) => [deed.name, deed] as const))('should describe every field of %s', (_, deed) => {
    const undescribed: string[] = [];
    walk(z.toJSONSchema(deed.input, { io: 'input' }) as Schema, deed.name, undescribed);
    expect(undescribed).toEqual([]);
    expect(deed.description).toMatch(/^[A-Z].*[.]$/);
  });
});

interface Schema {
  description?: string;
  additionalProperties?: unknown;
  properties?: Record<string, Schema>;
  items?: Schema;
  anyOf?: Schema[];
}
/** Every property has a description, and no object takes unknown fields. */
function walk(schema: Schema, path: string, undescribed: string[]): void {
  if (schema.properties && schema.additionalProperties !== false) undescribed.push(`${path} is open`);
  for (const [name, field] of Object.entries(schema.properties ?? {})) {
    const inner = `${path}.${name}`;
    // The two names of a window say what they are.
    if (field.description === undefined && !/\.window\./.test(inner)) undescribed.push(inner);
    walk(field, inner, undescribed);
  }
  if (schema.items) walk(schema.items, `${path}[]`, undescribed);
  for (const choice of schema.anyOf ?? []) walk(choice, path, undescribed);
}

describe('readAction', () => {
  it('should fill in the defaults', () => {
    const read = readAction({ name: 'click', input: { at } });
    expect(read.ok && read.input).toEqual({ at, button: 'left', count: 1, modifiers: [] });
  });

  it.each<[string, Record<string, unknown>, string]>([
    ['clik', {}, 'There is no action “clik”; did you mean “click”? (actions: click, move, '],
    ['__proto__', {}, 'There is no action “__proto__” (actions: '],
    ['click', {}, 'click: the field at is missing (where to click, expected object)'],
    [
      'click',
      { at, buton: 'left' },
      'click: there is no field “buton”; did you mean “button”? (fields: at, button, count, modifiers)',
    ],
    ['click', { at: { ...at, z: 1 } }, 'click: there is no field “z” in at'],
    ['click', { at: { x: Number.NaN, y: 1 } }, 'click: the field at.x: expected number, received NaN'],
    ['click', { at: { x: Number.POSITIVE_INFINITY, y: 1 } }, 'the field at.x: expected number, received'],
    ['click', { at: { x: -1, y: 1 } }, 'the field at.x: too small: expected number to be >=0, got -1'],
    ['click', { at: { x: '1', y: 1 } }, 'the field at.x: expected number, received string'],
    ['click', { at, count: 4 }, 'the field count: too big: expected number to be <=3, got 4'],
    [
      'click',
      { at, modifiers: ['ctrl', 'enter'] },
      'the field modifiers.1: expected one of ctrl, shift, alt, altgr, super, got “enter”',
    ],
    ['press', { keys: 'ctrl+foo' }, 'press: the field keys: there is no key “foo”, got “ctrl+foo”'],
    ['press', { keys: ['a', 'b'] }, 'press: the field keys: a chord has one key besides its modifiers'],
    ['press', { keys: 'a', count: 51 }, 'the field count: too big'],
    ['type', {}, 'type: expected exactly one of text and secret'],
    ['type', { text: 'a', secret: 'b' }, 'type: expected exactly one of text and secret'],
    [
      'type',
      { text: 'a\x1b[2J' },
      'the field text: expected text without control characters, except line feed and tab, got “a�[2J”',
    ],
    ['type', { text: 'a\rb' }, 'the field text: expected text without control characters'],
    [
      'type',
      { text: 'x'.repeat(10_001) },
      'the field text: too big: expected string to have <=10000 characters',
    ],
    ['drag', { path: [at] }, 'the field path: too small: expected array to have >=2 items'],
    [
      'scroll',
      { direction: 'dwn' },
      'the field direction: invalid option: expected one of "up"|"down"|"left"|"right", got “dwn”',
    ],
    ['scroll', { direction: 'up', notches: 1.5 }, 'the field notches: expected int'],
    ['hold', { ms: 5 }, 'hold: expected exactly one of keys and at'],
    [
      'hold',
      { keys: 'a', button: 'left', ms: 5 },
      'hold: the field button: expected at, the point where the button is held',
    ],
    ['wait', { ms: 60_001 }, 'the field ms: too big'],
    ['window', { do: 'place', window: 'A' }, 'the field box: expected for place, and for nothing else'],
    ['window', { do: 'wait', window: {} }, 'expected title, class, pid or app'],
  ])('should refuse %s %o', (name, input, reason) => {
    const read = readAction({ name, input });
    expect(read.ok ? 'accepted' : read.reason).toContain(reason);
  });

  it('should take text with line feeds, tabs and any script', () => {
    const read = readAction({ name: 'type', input: { text: 'é\tü ß\n中文 “€” 😀 👩‍👧' } });
    expect(read.ok).toBe(true);
  });

  it('should answer for any input without throwing, and tell summary and traits of what it accepts', () => {
    const anyInput = fc.oneof(
      fc.dictionary(
        fc.constantFrom('at', 'keys', 'text', 'path', 'ms', 'box', 'window', 'do', 'name', 'x'),
        fc.anything(),
      ),
      fc.record(
        { at: fc.record({ x: fc.double(), y: fc.double() }), count: fc.integer() },
        { requiredKeys: [] },
      ),
      fc.record({
        keys: fc.oneof(fc.string(), fc.array(fc.string())),
        count: fc.integer({ min: 1, max: 60 }),
      }),
      fc.record({ text: fc.string({ unit: 'binary' }), enter: fc.boolean() }),
    );
    fc.assert(
      fc.property(fc.constantFrom(...deeds.map((deed) => deed.name)), anyInput, (name, input) => {
        const facts = actionFacts({ name, input });
        expect(facts.ok ? facts.summary.length : facts.reason.length).toBeGreaterThan(0);
      }),
      { numRuns: 1000 },
    );
  }, 60_000);
});
