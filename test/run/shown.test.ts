import { describe, expect, it } from 'vitest';
import type { Approval } from '../../src/core/action.js';
import type { WindowFacts } from '../../src/core/frame.js';
import { frameBox, screenBox } from '../../src/core/geometry.js';
import { approvedInAdvance } from '../../src/operator/author.js';
import { fixed } from '../../src/operator/fixed.js';
import type { Change } from '../../src/ports.js';
import { runTask } from '../../src/run/run-task.js';
import { run as play } from '../pilots/play-task.js';
import { acting, clickOn, done, fakePorts, header, mainWindow } from '../support/fakes.js';

const still: Change = { same: true, boxes: [], share: 0 };
const changedAt = (x: number, y: number): Change => ({
  same: false,
  boxes: [frameBox(x, y, 60, 12)],
  share: 0.01,
});
const parent: WindowFacts = {
  ...mainWindow,
  id: '2',
  title: 'Orders',
  box: screenBox(0, 300, 800, 300),
  active: false,
};
const front: WindowFacts = { ...mainWindow, box: screenBox(0, 0, 800, 300) };
const person = { answer: 'yes', by: 'boss' } as const;
const risky = { risk: { class: 'deleting', reason: 'it deletes' } };

/** Runs one risky act that is approved; `after` is what the screen and the windows are from the yes on. */
async function approvedAct(
  first: ReturnType<typeof clickOn>,
  after: {
    whole?: Change;
    around?: Change;
    windows?: readonly WindowFacts[];
    before?: readonly WindowFacts[];
  },
  approval: Approval = person,
) {
  let asked = 0;
  const { ports, log } = fakePorts({
    pilot: (number) => (number === 1 ? first : done),
    approve: () => {
      asked += 1;
      return approval;
    },
    windows: () => (asked > 0 && after.windows) || (after.before ?? [front, parent]),
  });
  const compare: typeof ports.screen.compare = async (_key, area) => {
    if (asked === 0) return still;
    return (area === undefined ? after.whole : after.around) ?? still;
  };
  const screen = { ...ports.screen, compare };
  const handle = await runTask({ ...ports, screen }, { limits: { steps: 20, seconds: 60 } }, header);
  await handle.done;
  const stale = log.lines.find((line) => line.type === 'stale');
  return { hand: log.hand.filter((name) => name !== 'release'), reason: stale?.reason };
}

const withRisk = (answer: ReturnType<typeof clickOn>): ReturnType<typeof clickOn> =>
  answer.kind === 'act' ? { ...answer, decision: { ...answer.decision, ...risky } } : answer;
const click = withRisk(clickOn('Delete'));
const key = withRisk(acting('press', { keys: 'f8' }));

describe('an approval', () => {
  it.each([
    ['a click', click, 'click'],
    ['a key', key, 'press'],
  ] as const)('should let %s be done on a still screen', async (_, act, name) => {
    expect((await approvedAct(act, {})).hand).toEqual([name]);
  });

  it.each([
    ['the text of the dialog', { whole: changedAt(500, 200) }, 'changed at 500,200'],
    ['a row of the window behind', { whole: changedAt(100, 400) }, 'changed at 100,400'],
    ['the title', { windows: [{ ...front, title: 'Delete all' }, parent] }, 'called “Delete all” now'],
    ['the title of the window behind', { windows: [front, { ...parent, title: 'x' }] }, 'called “x” now'],
    ['the place', { windows: [front, { ...parent, box: screenBox(9, 300, 800, 300) }] }, 'has moved'],
    ['a window that is gone', { windows: [front] }, '“Orders” has closed'],
  ])('should be void for clicks and keys once %s is another', async (_, after, words) => {
    for (const act of [click, key]) {
      const { hand, reason } = await approvedAct(act, after);
      expect(hand).toEqual([]);
      expect(reason).toContain(words);
    }
  });

  it('should be void where something that moves stands in what was shown', async () => {
    const moving = { ...still, leftOut: [frameBox(30, 30, 20, 12)] };
    expect((await approvedAct(click, { around: moving })).hand).toEqual([]);
  });

  it('should hold beside a caret that blinks, and a change in another program', async () => {
    const caret = { ...still, leftOut: [frameBox(30, 30, 1, 18)] };
    expect((await approvedAct(click, { around: caret })).hand).toEqual(['click']);
    const other = { ...mainWindow, id: '3', class: 'Clock', box: screenBox(600, 0, 200, 100), active: false };
    const beside = { whole: changedAt(650, 20), before: [other, front, parent] };
    expect((await approvedAct(click, beside)).hand).toEqual(['click']);
  });

  it("should not be compared when it is the author's: it was given to the step", async () => {
    const author = { answer: 'yes', by: 'author' } as const;
    expect((await approvedAct(click, { whole: changedAt(500, 200) }, author)).hand).toEqual(['click']);
  });

  it('should count once: a step that is tried again asks again', async () => {
    const asked: boolean[] = [];
    const operator = approvedInAdvance([{ step: 'steps[0]' }], {
      ...fixed('yes'),
      confirm: async ({ again }) => {
        asked.push(again);
        return { answer: 'no', by: 'boss' };
      },
    });
    const task = 'steps:\n  - {press: delete, approve: true, retry: 3, timeout: 1, expect: Gone}';
    const { ending } = await play(task, { ports: { ports: { operator } } });
    expect(ending).toBe('refused');
    expect(asked).toEqual([true]);
  });

  it('should be given anew by the author for each pass of a loop', async () => {
    const operator = approvedInAdvance([{ step: 'steps[0].repeat.steps[0]' }], fixed('no'));
    const task = 'steps:\n  - repeat: {times: 3, steps: [{press: delete, approve: true}]}';
    expect(await play(task, { ports: { ports: { operator } } })).toMatchObject({ ending: 'passed' });
  });
});
