import { describe, expect, it } from 'vitest';
import type { WindowFacts } from '../../src/core/frame.js';
import { type FrameBox, frameBox, screenBox, screenPoint } from '../../src/core/geometry.js';
import type { Proof } from '../../src/core/proof.js';
import { endOfGoal, Proof as ProofShape } from '../../src/core/proof.js';
import { type Located, type Target, textOf } from '../../src/core/target.js';
import { Begun } from '../../src/pilots/script/proof/begun.js';
import { judgeProof } from '../../src/pilots/script/proof/judge.js';
import { saidDone } from '../../src/pilots/script/proof/said.js';
import type { Stage } from '../../src/pilots/script/stage.js';
import type { Eyes, View } from '../../src/ports.js';
import { nowhere } from '../support/fakes.js';

const { signal } = new AbortController();

/** Texts by the window that shows them, each as a label of its own; `pop-up` and `dialog` are kinds. */
interface Shown {
  readonly title: string;
  readonly kind?: 'dialog' | 'pop-up';
  readonly texts?: readonly string[];
  readonly active?: boolean;
  readonly hidden?: 'minimised';
}

/** Windows beside each other, 200 px wide, the texts of each below each other. */
function screen(sha256: string, shown: readonly Shown[]): { view: View; labels: Map<string, FrameBox[]> } {
  const labels = new Map<string, FrameBox[]>();
  const all = shown.map(({ title, kind, texts = [], active = false, hidden }, at): WindowFacts => {
    for (const [line, text] of texts.entries())
      labels.set(text, [...(labels.get(text) ?? []), frameBox(at * 200 + 10, line * 20 + 10, 100, 14)]);
    const box = screenBox(at * 200, 0, 200, 600);
    return {
      id: title.replace('*', ''),
      title,
      class: 'X',
      box,
      active,
      ...(kind && { kind }),
      ...(hidden && { hidden }),
    };
  });
  const frame = {
    id: sha256,
    file: 'frames/f1.png',
    sha256,
    size: { width: 1200, height: 600 },
    scale: 1,
    origin: screenPoint(0, 0),
    display: ':1',
    windows: all.filter(({ hidden }) => hidden === undefined),
    hiddenWindows: all.filter(({ hidden }) => hidden !== undefined),
    calm: true,
    at: 0,
  };
  return { view: { frame, path: 'f1.png', key: 1 }, labels };
}

function eyesOf(screens: readonly ReturnType<typeof screen>[]): Eyes {
  const at = (view: View): Map<string, FrameBox[]> =>
    screens.find((each) => each.view.frame.sha256 === view.frame.sha256)?.labels ?? new Map();
  return {
    read: async () => [],
    locate: async (view: View, { text }: Target): Promise<Located> => {
      const boxes = at(view).get(textOf(text ?? '')) ?? [];
      const sightings = boxes.map((box) => ({
        rung: 'text' as const,
        box,
        point: { x: box.x, y: box.y } as never,
        score: 1,
        ms: 0,
      }));
      const [only, ...others] = sightings;
      if (only === undefined) return { found: 'absent', reason: 'not there', nearest: [], ms: 0 };
      if (others.length > 0) return { found: 'ambiguous', reason: 'twice', candidates: sightings, ms: 0 };
      return { found: 'found', sighting: only, ms: 0 } as Located;
    },
  };
}

const press = (...keys: string[]) => ({ action: { name: 'press', input: { keys } } });
const type = (text: string) => ({ action: { name: 'type', input: { text } } });

const desk = (texts: readonly string[], active = true): Shown => ({ title: 'Order Desk', texts, active });
const before = [desk(['1004 Grace', 'Ready'])];

interface Case {
  readonly goal?: string;
  readonly did?: Parameters<Begun['note']>[0][];
  readonly start?: readonly Shown[];
  readonly now: readonly Shown[];
  readonly proof: Proof;
}

const goal = 'Add an order for "Ada Lovelace" and note it in /tmp/note.txt';
const click = { action: { name: 'click', input: {} } };

async function judged({ goal: words = goal, did = [click], start = before, now, proof }: Case) {
  const first = screen('first', start);
  const last = did.length === 0 ? first : screen('last', now);
  const files = { ...nowhere, text: async (path: string) => (path === '/tmp/note.txt' ? 'old' : undefined) };
  const begun = await Begun.at(first.view, words, files);
  for (const decision of did) begun.note(decision, first.view);
  const eyes = eyesOf([first, last]);
  return judgeProof({ goal: words, begun, now: last.view, eyes }, proof, signal);
}

const row = '1007 Ada Lovelace 58.50';

describe('a proof counts', () => {
  it.each<[string, Case]>([
    [
      'a row that holds more than what was typed',
      { did: [type('Ada Lovelace')], now: [desk([row])], proof: [{ visible: row }] },
    ],
    [
      'what was typed, in a window that no keys have gone to',
      {
        start: [...before, { title: 'List' }],
        did: [type('Ada Lovelace')],
        now: [desk([]), { title: 'List', texts: ['Ada Lovelace'] }],
        proof: [{ visible: 'Ada Lovelace' }],
      },
    ],
    [
      'a row that is gone from where it stood',
      {
        goal: 'Delete order 1004',
        start: [desk(['1004'])],
        now: [desk(['1005'])],
        proof: [{ gone: '1004' }],
      },
    ],
    [
      'a window that has closed',
      {
        goal: 'Close the tip',
        start: [{ title: 'Tip of the day' }],
        now: [desk([])],
        proof: [{ closed: 'Tip*' }],
      },
    ],
    [
      'a dialog, where the goal asks to open it',
      {
        goal: 'Open the preferences',
        now: [desk([]), { title: 'Preferences', kind: 'dialog' }],
        proof: [{ window: 'Preferences' }],
      },
    ],
    [
      'a file that the goal names',
      { now: before, proof: [{ file: { path: '/tmp/note.txt', contains: 'Ada' } }] },
    ],
    [
      'one part that counts beside one that held already',
      { now: [desk([row, 'Ready'])], proof: [{ visible: 'Ready' }, { visible: row }] },
    ],
  ])('%s', async (_name, played) => {
    const verdict = await judged(played);
    expect(verdict.ok, JSON.stringify(verdict)).toBe(true);
    if (verdict.ok) expect(verdict.checks).toHaveLength(played.proof.length);
  });
});

describe('a proof does not count', () => {
  it.each<[string, RegExp, Case]>([
    [
      'when it was so at the start',
      /already/,
      {
        start: [desk(['Ada Lovelace 1'])],
        now: [desk(['Ada Lovelace 1'])],
        proof: [{ visible: 'Ada Lovelace 1' }],
      },
    ],
    [
      'before anything was done',
      /already/,
      { did: [], start: [desk([row])], now: [], proof: [{ visible: row }] },
    ],
    ['by a letter', /so short/, { now: [desk(['A'])], proof: [{ visible: 'A' }] }],
    ['by a clock', /by itself/, { now: [desk(['10:42'])], proof: [{ visible: '10:42' }] }],
    ['by a date', /by itself/, { now: [desk(['30 Nov 2026'])], proof: [{ visible: '30 Nov 2026' }] }],
    [
      'by a question',
      /question/,
      { now: [desk(['Add Ada Lovelace?'])], proof: [{ visible: 'Add Ada Lovelace?' }] },
    ],
    [
      'by something else than the goal is about',
      /not name/,
      { now: [desk(['1008 Grace Hopper'])], proof: [{ visible: '1008 Grace Hopper' }] },
    ],
    ['by what cannot be seen', /no label/, { now: before, proof: [{ visible: row }] }],
    [
      'by what was typed, where it was typed',
      /typed yourself/,
      { did: [type('Ada Lovelace')], now: [desk(['Ada Lovelace'])], proof: [{ visible: 'Ada Lovelace' }] },
    ],
    [
      'by what was typed in pieces',
      /typed yourself/,
      {
        did: [type('Ada '), type('Lovelace')],
        now: [desk(['Ada Lovelace'])],
        proof: [{ visible: 'Ada Lovelace' }],
      },
    ],
    [
      'by what was pressed key by key',
      /typed yourself/,
      { goal: 'Enter "42"', did: [press('4'), press('2')], now: [desk(['42'])], proof: [{ visible: '42' }] },
    ],
    [
      'by what was pasted into another window',
      /typed yourself/,
      {
        did: [type('Ada Lovelace'), press('ctrl', 'v')],
        now: [desk(['Ada Lovelace'])],
        proof: [{ visible: 'Ada Lovelace' }],
      },
    ],
    [
      'by the entry of an open menu',
      /menu/,
      {
        now: [desk([]), { title: '', kind: 'pop-up', texts: ['Add Ada Lovelace'] }],
        proof: [{ visible: 'Add Ada Lovelace' }],
      },
    ],
    [
      'by a label of a dialog that waits',
      /waits for an answer/,
      {
        now: [desk([]), { title: 'New', kind: 'dialog', texts: ['Order of Ada Lovelace'] }],
        proof: [{ visible: 'Order of Ada Lovelace' }],
      },
    ],
    [
      'by what was never there',
      /when the goal was begun/,
      { goal: 'Delete order 1004', now: before, proof: [{ gone: '1004 Ada' }] },
    ],
    [
      'by what may have been scrolled away',
      /out of sight/,
      {
        goal: 'Delete order 1004',
        start: [desk(['1004'])],
        did: [press('pagedown')],
        now: [desk([])],
        proof: [{ gone: '1004' }],
      },
    ],
    [
      'by what another window covers',
      /covered/,
      {
        goal: 'Delete order 1004',
        start: [desk(['1004'])],
        now: [{ title: 'Other' }],
        proof: [{ gone: '1004' }],
      },
    ],
    [
      'by a window that was open',
      /already/,
      { goal: 'Open the desk', now: before, proof: [{ window: 'Order Desk' }] },
    ],
    [
      'by a window that only shows again',
      /already/,
      {
        goal: 'Open the log',
        start: [{ title: 'Log', hidden: 'minimised' }],
        now: [{ title: 'Log' }],
        proof: [{ window: 'Log' }],
      },
    ],
    [
      'by a window that has another title',
      /still open, as/,
      {
        goal: 'Close the log',
        start: [{ title: '*Log' }],
        now: [{ title: 'Log' }],
        proof: [{ closed: '*Log' }],
      },
    ],
    [
      'by a window that is minimised',
      /minimised/,
      {
        goal: 'Close the log',
        start: [{ title: 'Log' }],
        now: [{ title: 'Log', hidden: 'minimised' }],
        proof: [{ closed: 'Log' }],
      },
    ],
    [
      'by a file that held it',
      /already/,
      { now: before, proof: [{ file: { path: '/tmp/note.txt', contains: 'old' } }] },
    ],
    [
      'by a file that the goal does not name',
      /names its path/,
      { now: before, proof: [{ file: { path: '/etc/passwd', contains: 'root' } }] },
    ],
  ])('%s', async (_name, reason, played) => {
    const verdict = await judged(played);
    expect(verdict.ok ? 'it counts' : verdict.reason).toMatch(reason);
  });
});

describe('the word of a pilot', () => {
  const done = (input: object) => ({ action: { name: 'done', input: { summary: 'Done.', ...input } } });
  const said = async (words: string, input: object, origin?: 'author') => {
    const { view } = screen('first', before);
    const begun = await Begun.at(view, words, nowhere);
    const stage = { signal, eyes: eyesOf([]), situation: { view } } as unknown as Stage;
    const decision = { ...done(input), ...(origin && { origin }) };
    return saidDone(stage, { words, until: [] }, endOfGoal(words), begun, decision);
  };

  it('needs a proof when it is a model’s, and none for what the author wrote word by word', async () => {
    expect(await said('Save it', {})).toEqual({ reason: 'no proof was stated' });
    expect(await said('Click Save.', {}, 'author')).toEqual({ checks: [], outputs: {} });
  });

  it('is an answer where the goal asks, which has to stand on the screen', async () => {
    expect(await said('How much is it?', { outputs: { answer: '58.50' } })).toEqual({
      checks: [{ text: { has: '58.50', word: true } }],
      outputs: { answer: '58.50' },
    });
    expect(await said('How much is it?', { outputs: { all: { a: 1 } } })).toHaveProperty('reason');
  });

  it('has a proof of one to three parts, each of one kind', () => {
    expect(ProofShape.safeParse([{ visible: 'a', gone: 'b' }]).success).toBe(false);
    expect(ProofShape.safeParse([]).success).toBe(false);
    expect(ProofShape.safeParse([{ visible: { text: 'Saved', window: 'Log' } }]).success).toBe(true);
  });
});
