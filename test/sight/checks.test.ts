import { describe, expect, it } from 'vitest';
import type { Check } from '../../src/core/check.js';
import { frameBox, screenBox } from '../../src/core/geometry.js';
import { evaluateVisible } from '../../src/sight/checks.js';
import { type EyesOptions, openEyes } from '../../src/sight/ladder.js';
import { knownReader, line, screen, viewOf } from './screens.js';

const lines = [
  line('Saved', frameBox(100, 100, 40, 15)),
  line('Delete', frameBox(100, 200, 50, 15)),
  line('Delete', frameBox(300, 200, 50, 15)),
];
const orders = { id: '1', title: 'Orders', class: 'App', box: screenBox(0, 0, 1280, 800), active: true };
const view = viewOf(screen('tk-form-light').path, { width: 1280, height: 800 }, [orders]);

const never = new AbortController().signal;
const eyes = (options: Partial<EyesOptions> = {}) =>
  openEyes({ reader: knownReader(lines), imageFolder: '.', ...options });
const evaluate = (check: Check, options: Partial<EyesOptions> = {}) =>
  evaluateVisible(view, check, eyes(options), never);

describe('checks of what can be seen', () => {
  it.each<[Check, string]>([
    [{ visible: { text: 'Saved' } }, 'holds'],
    [{ visible: { text: 'Delete' } }, 'holds'],
    [{ visible: { text: 'Failed' } }, 'fails'],
    [{ visible: { text: 'Saved' }, area: frameBox(0, 0, 1280, 50) }, 'fails'],
    [{ gone: { text: 'Failed' } }, 'holds'],
    [{ gone: { text: 'Saved' } }, 'fails'],
    [{ gone: { text: 'Delete' } }, 'fails'],
    [{ gone: { text: 'Saved' }, area: frameBox(0, 150, 1280, 500) }, 'holds'],
    [{ text: { matches: '^sav' } }, 'holds'],
    [{ text: 'Order 17' }, 'fails'],
    [{ window: 'Orders' }, 'holds'],
    [{ window: 'Save As' }, 'fails'],
    [{ closed: 'Save As' }, 'holds'],
    [{ closed: 'Ord*' }, 'fails'],
    [{ file: { path: 'a.txt' } }, 'unknown'],
    [{ visible: { describe: 'a green tick' } }, 'unknown'],
    [{ gone: { describe: 'a green tick' } }, 'unknown'],
  ])('%j %s', async (check, result) => {
    expect((await evaluate(check)).result).toBe(result);
  });

  it('tells what is there instead', async () => {
    expect((await evaluate({ visible: { text: 'Save' } })).detail).toContain(
      '“Save” is not on the screen; nearest: “Saved”',
    );
    expect((await evaluate({ gone: { text: 'Saved' } })).detail).toContain('is still there, at 120,107');
  });

  it('tells which windows are open where one is missing, and which is where it should be closed', async () => {
    expect((await evaluate({ window: 'Save As' })).detail).toBe(
      'no window “Save As” is open; open are: “Orders”',
    );
    expect((await evaluate({ closed: 'Ord*' })).detail).toBe('the window “Orders” is open');
    const bare = { ...view, frame: { ...view.frame, windows: [] } };
    const none = await evaluateVisible(bare, { window: 'Orders' }, eyes(), never);
    expect(none).toMatchObject({ result: 'fails', detail: 'no window “Orders” is open; none is open' });
    const windows = Array.from({ length: 10 }, (_, at) => ({
      ...orders,
      id: String(at),
      title: `Order ${at}`,
    }));
    const crowd = { ...view, frame: { ...view.frame, windows } };
    const many = await evaluateVisible(crowd, { window: 'Save As' }, eyes(), never);
    expect(many.detail).toMatch(/“Order 7” and 2 more$/u);
  });

  it('tells the first place of several, and does not take the opposite for a label', async () => {
    expect(await evaluate({ visible: { text: 'Delete' } })).toMatchObject({
      detail: '“Delete” was seen 2 times',
      place: { x: 100, y: 200 },
    });
    const unsaved = openEyes({
      reader: knownReader([line('not saved', frameBox(100, 100, 70, 15))]),
      imageFolder: '.',
    });
    expect((await evaluateVisible(view, { visible: { text: 'saved' } }, unsaved, never)).result).toBe(
      'fails',
    );
  });

  it('asks the model only about bare descriptions, and a person never', async () => {
    const refuse = () => Promise.reject(new Error('asked'));
    const absent = async () => ({ found: 'absent', reason: 'no tick', nearest: [], ms: 1 }) as const;
    expect(
      (
        await evaluate(
          { visible: { text: 'Failed', describe: 'x' } },
          { askModel: refuse, askOperator: refuse },
        )
      ).result,
    ).toBe('fails');
    const described: Check = { visible: { describe: 'a green tick' } };
    expect((await evaluate(described, { askModel: absent, askOperator: refuse })).result).toBe('fails');
    expect((await evaluate({ gone: { describe: 'a green tick' } }, { askModel: absent })).result).toBe(
      'holds',
    );
  });
});

describe('words in a longer label', () => {
  const says = (label: string, check: Check) =>
    evaluate(check, { reader: knownReader([line(label, frameBox(100, 100, 300, 15))]) });
  it.each<[string, string, string]>([
    ['— not saved', 'Saved.', 'fails'],
    ['not saved', 'saved', 'fails'],
    ['nicht gespeichert', 'Gespeichert', 'fails'],
    ['Saved to drafts', 'Saved.', 'fails'],
    ['Saved', 'Saved.', 'holds'],
    ['Order 17 saved', 'Order 17', 'holds'],
    ['All changes saved. Close?', 'saved', 'holds'],
    ['Notes saved', 'saved', 'holds'],
  ])('“%s” against “%s”: %s', async (label, text, result) => {
    expect((await says(label, { visible: { text } })).result).toBe(result);
    expect((await says(label, { text })).result).toBe(result);
  });
});
