import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FrameBox, frameBox, framePoint, grow, screenBox } from '../../src/core/geometry.js';
import type { Located, Sighting, Target } from '../../src/core/target.js';
import type { TextLine } from '../../src/ports.js';
import { type EyesOptions, openEyes } from '../../src/sight/ladder.js';
import { cropPicture, encodePicture } from '../../src/sight/picture.js';
import { alterLabel, repeatable } from './alter-label.js';
import { boxOf, knownReader, labelsAsLines, line, pictureOf, screen, viewOf } from './screens.js';

const size = { width: 1280, height: 800 };
const signal = new AbortController().signal;
const form = screen('tk-form-light').path;
let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'deskhand-ladder-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function look(
  target: Target,
  options: Partial<EyesOptions> & {
    lines?: readonly TextLine[];
    view?: ReturnType<typeof viewOf>;
    upTo?: 'text';
  } = {},
): Promise<Located> {
  const { lines = labelsAsLines('tk-form-light'), view = viewOf(form, size), upTo, ...rest } = options;
  return openEyes({ reader: knownReader(lines), imageFolder: folder, ...rest }).locate(
    view,
    target,
    signal,
    upTo,
  );
}

function sightingOf(located: Located): Sighting {
  if (located.found !== 'found') throw new Error(`${located.found}: ${located.reason}`);
  return located.sighting;
}

describe('the text rung', () => {
  it('answers with box, control, point, score and time', async () => {
    const button = boxOf('tk-form-light', 'Cancel');
    const letters = line('Cancel', frameBox(954, 338, 44, 15));
    const sighting = sightingOf(await look({ text: 'Cancel' }, { lines: [letters] }));
    expect(sighting).toMatchObject({ rung: 'text', box: letters.box, score: 1, text: 'Cancel' });
    expect(Math.abs((sighting.control?.width ?? 0) - button.width)).toBeLessThanOrEqual(4);
    expect(Math.abs(sighting.point.x - (button.x + button.width / 2))).toBeLessThanOrEqual(2);
    expect(sighting.ms).toBeGreaterThan(0);
  });

  it('reads everything only when the quick search finds nothing', async () => {
    const reader = knownReader(labelsAsLines('tk-form-light'));
    await look({ text: 'Cancel' }, { reader });
    expect(reader.asked).toEqual(['find Cancel', 'read']);
    await look({ text: 'Kancel' }, { reader });
    expect(reader.asked.slice(2)).toEqual(['find Kancel', 'read']);
  });

  it('names what stands there instead', async () => {
    expect(await look({ text: 'Cancle' })).toMatchObject({
      found: 'absent',
      reason: '“Cancle” is not on the screen',
      nearest: expect.arrayContaining(['Cancel']),
    });
  });

  it('never guesses between equals', async () => {
    const lines = [line('Delete', frameBox(100, 100, 50, 15)), line('Delete', frameBox(100, 200, 50, 15))];
    const located = await look({ text: 'Delete' }, { lines });
    expect(located).toMatchObject({ found: 'ambiguous', reason: '2 places fit equally well' });
    expect(located.found === 'ambiguous' && located.candidates.map(({ box }) => box.y)).toEqual([100, 200]);
  });

  it('moves the point by the offset, from the middle of the text', async () => {
    const sighting = sightingOf(
      await look(
        { text: 'Cancel', offset: { x: 10, y: -3 } },
        { lines: [line('Cancel', frameBox(950, 340, 50, 15))] },
      ),
    );
    expect(sighting.point).toEqual(framePoint(985, 344));
  });
});

describe('narrowing', () => {
  const row = (y: number, name: string) => [
    line(name, frameBox(100, y, 60, 15)),
    line('Edit', frameBox(300, y, 30, 15)),
    line('Delete', frameBox(400, y, 50, 15)),
  ];
  const table = [
    ...row(100, 'Row 6'),
    ...row(130, 'Row 7'),
    ...row(160, 'Row 8'),
    line('Actions', frameBox(400, 60, 60, 15)),
  ];

  it.each<[string, Target, number]>([
    ['right-of', { text: 'Delete', 'right-of': 'Row 7' }, 130],
    ['near', { text: 'Edit', near: 'Row 8' }, 160],
    ['index', { text: 'Delete', index: 0 }, 100],
    ['the last', { text: 'Delete', index: -1 }, 160],
    ['below and index', { text: 'Delete', below: 'Actions', index: 1 }, 130],
    ['above', { text: 'Delete', above: 'Row 7' }, 100],
    ['region', { text: 'Delete', region: frameBox(380, 150, 100, 40) }, 160],
    ['two relations', { text: 'Delete', below: 'Row 6', above: 'Row 8' }, 130],
    ['an anchor by pattern', { text: 'Delete', 'right-of': { text: { matches: '7$' } } }, 130],
  ])('%s', async (_name, target, y) => {
    expect(sightingOf(await look(target, { lines: table })).box.y).toBe(y);
  });

  it('says which anchor is missing', async () => {
    expect(await look({ text: 'Delete', near: 'Row 9' }, { lines: table })).toMatchObject({
      found: 'absent',
      reason: expect.stringContaining('“Row 9”'),
    });
  });

  it('says how many there are when the index is too high', async () => {
    expect(await look({ text: 'Delete', index: 5 }, { lines: table })).toMatchObject({
      reason: 'there is no number 5 among the 3 found',
    });
  });

  it('is ambiguous when two anchors of one name mean different places', async () => {
    const twice = [...table, line('Row 7', frameBox(100, 162, 60, 15))];
    expect((await look({ text: 'Delete', 'right-of': 'Row 7' }, { lines: twice })).found).toBe('ambiguous');
  });

  it('takes the one at the given point among equals, and only among equals', async () => {
    const target = { text: 'Delete', point: framePoint(420, 135) };
    expect(sightingOf(await look(target, { lines: table })).box.y).toBe(130);
    expect((await look({ ...target, text: 'Remove' }, { lines: table })).found).toBe('absent');
  });
});

describe('windows', () => {
  const facts = (id: string, title: string, box: [number, number, number, number]) => ({
    id,
    title,
    class: 'App',
    box: screenBox(...box),
    active: false,
  });
  const dialog = facts('2', 'Confirm', [300, 200, 400, 200]);
  const main = facts('1', 'Orders', [0, 0, 1280, 800]);
  const view = viewOf(form, size, [dialog, main]);
  const lines = [
    line('Delete', frameBox(900, 100, 50, 15)),
    line('Delete', frameBox(400, 300, 50, 15)),
    line('Confirm', frameBox(320, 180, 60, 15)),
  ];

  it('sees only what the window shows', async () => {
    expect(sightingOf(await look({ text: 'Delete', window: 'Orders' }, { lines, view })).box.x).toBe(900);
    expect(sightingOf(await look({ text: 'Delete', window: 'Confirm' }, { lines, view })).box.x).toBe(400);
  });

  it('does not take the title bar of a dialog for text of the window below', async () => {
    expect((await look({ text: 'Confirm', window: 'Orders' }, { lines, view })).found).toBe('absent');
  });

  it('says which windows there are when the wanted one is not', async () => {
    expect(await look({ text: 'Delete', window: 'Invoices' }, { lines, view })).toMatchObject({
      found: 'absent',
      reason: 'no window “Invoices” is on the screen; there are “Confirm”, “Orders”',
    });
  });

  it('measures points in the window, and refuses those that another window covers', async () => {
    expect(sightingOf(await look({ point: '50%,50%', window: 'Confirm' }, { lines, view })).point).toEqual(
      framePoint(500, 300),
    );
    expect((await look({ point: '400,300', window: 'Orders' }, { lines, view })).found).toBe('absent');
  });
});

describe('points', () => {
  it('takes percent of the frame and frame px', async () => {
    expect(sightingOf(await look({ point: '50%,100%' })).point).toEqual(framePoint(640, 799));
    expect(sightingOf(await look({ point: framePoint(5, 6) }))).toMatchObject({ rung: 'point', score: 1 });
  });

  it('refuses a point outside the frame', async () => {
    expect(await look({ point: framePoint(1280, 10) })).toMatchObject({
      found: 'absent',
      reason: expect.stringContaining('outside'),
    });
  });
});

describe('the image rung', () => {
  async function patch(name: string, box: FrameBox): Promise<string> {
    await writeFile(
      join(folder, name),
      await encodePicture(cropPicture(await pictureOf('tk-form-light'), grow(box, 3))),
    );
    return name;
  }

  it('finds a picture file of the task', async () => {
    const box = boxOf('tk-form-light', 'Submit');
    const sighting = sightingOf(await look({ image: await patch('submit.png', box) }));
    expect(sighting).toMatchObject({ rung: 'image', score: 1, box: grow(box, 3) });
  });

  it('needs no reading when the pixels are equal', async () => {
    const reader = knownReader([]);
    const target = { image: await patch('submit.png', boxOf('tk-form-light', 'Submit')), text: 'Submit' };
    expect(sightingOf(await look(target, { reader })).rung).toBe('image');
    expect(reader.asked).toEqual([]);
  });

  it('goes by the label when the button at the place has another one', async () => {
    const box = boxOf('tk-form-light', 'Submit');
    const altered = alterLabel(await pictureOf('tk-form-light'), box, repeatable(5));
    if (altered === undefined) throw new Error('not altered');
    const path = join(folder, 'altered.png');
    await writeFile(path, await encodePicture(altered));
    const target = { image: await patch('submit.png', box), text: 'Submit' };
    const elsewhere = line('Submit', frameBox(60, 500, 50, 15));
    const view = viewOf(path, size);
    expect((await look(target, { view, lines: [line('Sudmit', box)] })).found).toBe('absent');
    expect(sightingOf(await look(target, { view, lines: [line('Sudmit', box), elsewhere] }))).toMatchObject({
      rung: 'text',
      box: elsewhere.box,
    });
  });

  it('takes a picture as an anchor', async () => {
    const image = await patch('phone.png', boxOf('tk-form-light', 'Phone'));
    const lines = [line('Clear', frameBox(440, 62, 40, 15)), line('Clear', frameBox(440, 121, 40, 15))];
    expect(sightingOf(await look({ text: 'Clear', 'right-of': { image } }, { lines })).box.y).toBe(121);
  });

  it('says which file is missing', async () => {
    await expect(look({ image: 'nowhere.png' })).rejects.toThrow(/nowhere\.png cannot be read/);
  });
});

describe('the rungs that ask', () => {
  const two = [line('Delete', frameBox(100, 100, 50, 15)), line('Delete', frameBox(100, 200, 50, 15))];
  const at = (x: number, y: number): Located => ({
    found: 'found',
    sighting: {
      rung: 'model',
      box: frameBox(x - 5, y - 5, 10, 10),
      point: framePoint(x, y),
      score: 0.9,
      ms: 1,
    },
  });

  it('asks the model for what is only described', async () => {
    const asked: string[] = [];
    const askModel: EyesOptions['askModel'] = async (_view, description) => {
      asked.push(description);
      return at(30, 40);
    };
    expect(sightingOf(await look({ describe: 'the red bin' }, { askModel }))).toMatchObject({
      rung: 'model',
      point: framePoint(30, 40),
    });
    expect(asked).toEqual(['the red bin']);
  });

  it('is undecided about a description when there is no model', async () => {
    expect(await look({ describe: 'the red bin' })).toMatchObject({ found: 'ambiguous', candidates: [] });
  });

  it('does not ask the model when the text was found', async () => {
    const askModel = () => Promise.reject(new Error('asked'));
    expect(sightingOf(await look({ text: 'Phone', describe: 'the label' }, { askModel })).rung).toBe('text');
  });

  it('lets the model choose among what was seen', async () => {
    const target = { text: 'Delete', describe: 'the lower one' };
    expect(sightingOf(await look(target, { lines: two, askModel: async () => at(120, 207) }))).toMatchObject({
      rung: 'model',
      box: frameBox(100, 200, 50, 15),
    });
  });

  it('stays ambiguous when the model means a place that nobody saw', async () => {
    const target = { text: 'Delete', describe: 'the lower one' };
    expect((await look(target, { lines: two, askModel: async () => at(600, 600) })).found).toBe('ambiguous');
  });

  it('asks the operator last, with the candidates', async () => {
    let shown = 0;
    const askOperator: EyesOptions['askOperator'] = async (_view, _description, candidates) => {
      shown = candidates.length;
      return at(120, 107);
    };
    expect(sightingOf(await look({ text: 'Delete' }, { lines: two, askOperator })).point).toEqual(
      framePoint(120, 107),
    );
    expect(shown).toBe(2);
  });

  it('asks nobody above the last allowed rung', async () => {
    const refuse = () => Promise.reject(new Error('asked'));
    const located = await look(
      { text: 'Nothing', describe: 'nothing' },
      { askModel: refuse, askOperator: refuse, upTo: 'text' },
    );
    expect(located.found).toBe('absent');
  });
});
