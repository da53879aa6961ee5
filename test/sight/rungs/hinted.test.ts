import { describe, expect, it } from 'vitest';
import { type FrameBox, frameBox, screenBox } from '../../../src/core/geometry.js';
import type { Located } from '../../../src/core/target.js';
import type { Hints, TextLine, Told } from '../../../src/ports.js';
import { openEyes } from '../../../src/sight/ladder.js';
import { knownReader, line, screen, viewOf } from '../screens.js';

const save = frameBox(300, 200, 40, 16);
const note = frameBox(320, 400, 40, 16);
const lines = [line('Save', save), line('Cancel', frameBox(400, 200, 60, 16))];
const window = {
  ...{ id: '1', title: 'Letter', class: 'Editor', pid: 7, active: true },
  box: screenBox(100, 100, 900, 600),
};
const view = viewOf(screen('tk-form-light').path, { width: 1280, height: 800 }, [window]);
const boxOf = ({ x, y, width, height }: FrameBox): Told['named'][number] => screenBox(x, y, width, height);
const nothing: Told = { named: [], untold: [] };

interface Asked {
  located: Located;
  asked: string[];
  wanted: boolean[];
}

/** Looks for “Save” in the window while the application tells this. */
async function look(told: Told | undefined, shown: readonly TextLine[] = lines): Promise<Asked> {
  const reader = knownReader(shown);
  const wanted: boolean[] = [];
  const hints: Hints = {
    async ask(windows, isWanted) {
      expect(windows).toEqual([window]);
      wanted.push(isWanted('Save'), isWanted('Cancel'), isWanted(''));
      return told;
    },
  };
  const eyes = openEyes({ reader, hints, imageFolder: '/' });
  const located = await eyes.locate(view, { text: 'Save', window: 'Letter' }, new AbortController().signal);
  return { located, asked: reader.asked, wanted };
}

describe('a hint of the application', () => {
  it('should be enough when the pixels agree, and only its place is read', async () => {
    const { located, asked, wanted } = await look({ named: [boxOf(save)], untold: [] });
    expect(located).toMatchObject({ found: 'found', sighting: { rung: 'text', box: save } });
    expect(asked).toEqual(['find Save', 'read']);
    expect(wanted).toEqual([true, false, false]);
  });

  it.each([
    ['names another place', { named: [screenBox(600, 500, 40, 16)], untold: [] }],
    ['cannot know what else stands there', { named: [boxOf(save)], untold: [screenBox(250, 150, 300, 200)] }],
    ['names nothing', nothing],
    ['tells nothing', undefined],
    ['names places outside the window', { named: [screenBox(-50, -50, 40, 16)], untold: [] }],
    [
      'names too many places',
      { named: Array.from({ length: 13 }, (_, i) => screenBox(i * 70, 300, 9, 9)), untold: [] },
    ],
  ])('should change nothing when it %s', async (_how, told) => {
    const { located } = await look(told);
    expect(located).toMatchObject({ found: 'found', sighting: { box: save } });
  });

  it('should find nothing that is not on the screen', async () => {
    const { located, asked } = await look({ named: [boxOf(save)], untold: [] }, []);
    expect(located.found).toBe('absent');
    expect(asked).toEqual(['find Save', 'find Save', 'read']);
  });

  it('should hide no second place that lies where the application cannot know', async () => {
    const told = { named: [boxOf(save)], untold: [screenBox(200, 300, 500, 300)] };
    const { located } = await look(told, [...lines, line('Save', note)]);
    expect(located.found).toBe('ambiguous');
  });
});
