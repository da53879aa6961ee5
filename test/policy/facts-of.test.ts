import { describe, expect, it } from 'vitest';
import { deedNamed, readAction } from '../../src/actions/index.js';
import type { Act, Action, Decision } from '../../src/core/action.js';
import type { Frame, WindowFacts } from '../../src/core/frame.js';
import { frameBox, framePoint, screenBox, screenPoint } from '../../src/core/geometry.js';
import { areasToRead, factsOf, judge } from '../../src/policy/index.js';
import type { TextLine } from '../../src/ports.js';
import { labelsOn } from '../../src/sight/label/on-screen.js';

/** A line of words, each given as its text and its left edge; letters are 8 px wide. */
function line(y: number, ...words: [string, number][]): TextLine {
  const boxes = words.map(([text, x]) => ({ text, score: 1, box: frameBox(x, y, text.length * 8, 14) }));
  const left = Math.min(...boxes.map((word) => word.box.x));
  const right = Math.max(...boxes.map((word) => word.box.x + word.box.width));
  return {
    text: words.map(([text]) => text).join(' '),
    box: frameBox(left, y, right - left, 14),
    score: 1,
    words: boxes,
  };
}

function window(
  title: string,
  cls: string,
  x: number,
  y: number,
  width: number,
  height: number,
  active = false,
): WindowFacts {
  return {
    id: `${title}${x}`,
    title,
    class: cls,
    pid: cls.length,
    box: screenBox(x, y, width, height),
    active,
  };
}

function frame(windows: WindowFacts[], scale = 1): Frame {
  return {
    id: 'f0001',
    file: 'frames/f0001.png',
    sha256: '',
    size: { width: 1280 * scale, height: 800 * scale },
    scale,
    origin: screenPoint(0, 0),
    display: ':9',
    windows,
    calm: true,
    at: 0,
  };
}

function action(name: string, input: Record<string, unknown>) {
  const read = readAction({ name, input });
  if (!read.ok) throw new Error(read.reason);
  const { deed } = read;
  return {
    deed: deed.name,
    kind: deed.kind,
    traits: deed.traits(read.input),
    summary: deed.summary(read.input),
  };
}

function facts(
  name: string,
  input: Record<string, unknown>,
  more: {
    windows?: WindowFacts[];
    lines?: TextLine[];
    acts?: Act[];
    decision?: Partial<Decision>;
    scale?: number;
  } = {},
) {
  const decided: Decision = { action: { name, input }, ...more.decision };
  const shown = frame(more.windows ?? [], more.scale);
  const lines = more.lines ?? [];
  return factsOf({
    action: action(name, input),
    decision: decided,
    frame: shown,
    lines,
    labels: labelsOn(shown, lines),
    acts: more.acts ?? [],
  });
}

function did(...actions: [string, Record<string, unknown>][]): Act[] {
  return actions.map(([name, input], index) => {
    const done: Action = { name, input };
    return {
      number: index + 1,
      decision: { action: done },
      frame: 'f',
      frameSha: '',
      outcome: 'done',
      checks: [],
    };
  });
}

const main = window('Orders', 'Tk', 0, 0, 1280, 800);
const dialog = window('Confirm', 'Tk', 400, 300, 400, 160, true);
const buttons = line(420, ['Yes', 450], ['No', 560], ['Cancel', 670]);
const question = line(340, ['Delete', 450], ['order', 506], ['1042?', 554]);

describe('factsOf', () => {
  it('should tell the buttons of a row apart', () => {
    const at = (x: number) =>
      judge(
        facts('click', { at: { x, y: 427 } }, { windows: [dialog, main], lines: [question, buttons] }),
        {},
      );
    expect(at(460)).toMatchObject({ answer: 'ask', class: 'deleting', evidence: 'Delete order 1042?' });
    expect(at(568).answer).toBe('allow');
    expect(at(690).answer).toBe('allow');
  });

  it('should see that Return would answer the question of a dialog, and Escape would not', () => {
    const pressed = (keys: string) =>
      judge(facts('press', { keys }, { windows: [dialog, main], lines: [question, buttons] }), {}).answer;
    expect(pressed('enter')).toBe('ask');
    expect(pressed('alt+y')).toBe('ask');
    expect(pressed('escape')).toBe('allow');
    expect(pressed('tab')).toBe('allow');
  });

  it('should not take the text of an editor for the question of a dialog', () => {
    const editor = window('notes.txt - Mousepad', 'Mousepad', 100, 100, 400, 200, true);
    const told = facts(
      'type',
      { text: 'yes\n' },
      { windows: [editor], lines: [line(150, ['Delete', 120], ['it?', 180])] },
    );
    expect(told.dialog).toBeUndefined();
    expect(judge(told, {}).answer).toBe('allow');
  });

  it('should not take the entries of an open menu for the question of a dialog, but what is asked in a pop-up', () => {
    const popUp: WindowFacts = { ...window('', 'NEdit', 400, 300, 220, 160), kind: 'pop-up' };
    const entries = [
      line(310, ['Open', 410]),
      line(335, ['Save', 410], ['As…', 442]),
      line(360, ['Revert', 410], ['to', 460], ['Saved', 480]),
    ];
    const at = (y: number, lines: TextLine[]) =>
      judge(facts('click', { at: { x: 420, y } }, { windows: [popUp, main], lines }), {});
    expect(at(342, entries).answer).toBe('allow');
    // A menu of two entries is as high as these; what has margins and buttons is a dialog.
    const two = [line(305, ['Send', 410], ['invoice…', 450], ['Ctrl+I', 540]), line(326, ['Report…', 410])];
    const asks = (height: number) =>
      facts(
        'click',
        { at: { x: 420, y: 333 } },
        { windows: [{ ...popUp, class: 'Tk', box: screenBox(400, 300, 220, height) }, main], lines: two },
      ).dialog;
    expect(asks(44)).toBeUndefined();
    expect(asks(110)).toEqual(['Send invoice… Ctrl+I', 'Report…']);
    const asked = [line(310, ['Delete', 410], ['it?', 460]), line(340, ['Yes', 450], ['No', 560])];
    expect(
      judge(facts('click', { at: { x: 455, y: 347 } }, { windows: [popUp, main], lines: asked }), {}),
    ).toMatchObject({ answer: 'ask', class: 'deleting' });
  });

  it('should take the text of its row for a target that is wider than its text', () => {
    const lines = [
      line(100, ['Copy', 40]),
      line(124, ['Delete', 40], ['Selection', 96]),
      line(148, ['Paste', 40]),
    ];
    const at = (y: number) => judge(facts('click', { at: { x: 240, y } }, { windows: [main], lines }), {});
    expect(at(107).answer).toBe('allow');
    expect(at(131)).toMatchObject({ answer: 'ask', class: 'deleting', evidence: 'Delete Selection' });
    expect(at(155).answer).toBe('allow');
    expect(at(170)).toMatchObject({ answer: 'ask', class: 'unknown target' });
  });

  it('should not take the output of a terminal for labels, but the words of a program in it', () => {
    const terminal = window('sh', 'XTerm', 0, 0, 800, 600, true);
    const at = (...words: [string, number][]) =>
      facts('click', { at: { x: 120, y: 107 } }, { windows: [terminal], lines: [line(100, ...words)] });
    expect(judge(at(['deploy', 100], ['the', 156], ['site', 188]), {}).answer).toBe('allow');
    expect(judge(at(['8Delete', 100]), {}).answer).toBe('ask');
  });

  it('should judge all lines of a label, but no neighbour in a menu', () => {
    const at = (x: number, y: number, ...lines: ReturnType<typeof line>[]) => {
      const told = facts(
        'click',
        { at: { x, y } },
        { windows: [window('Orders', 'Tk', 0, 0, 800, 600, true)], lines },
      );
      return judge(told, {});
    };
    // Letters are 8 px wide: both lines have their middle at 160.
    const button = [line(100, ['Delete', 136]), line(117, ['all', 108], ['customers', 140])];
    expect(at(150, 124, ...button)).toMatchObject({ answer: 'ask', class: 'deleting' });
    const menu = [line(100, ['Delete', 40]), line(122, ['Duplicate', 40])];
    expect(at(60, 129, ...menu).answer).toBe('allow');
  });

  it('should judge the label that is clicked, and none that only stands close to it', () => {
    const at = (x: number, y: number, lines: TextLine[], windows = [main]) =>
      judge(facts('click', { at: { x, y } }, { windows, lines }), {}).answer;
    // Read as one line: the names of a bar, a row of short buttons, and what a menu covers only in part.
    const bar = line(10, ['Delivery', 20], ['Void', 99], ['Pay', 146], ['Notes', 185]);
    expect(at(40, 17, [bar])).toBe('allow');
    expect(at(155, 17, [bar])).toBe('ask');
    expect(at(200, 17, [bar])).toBe('allow');
    const menu: WindowFacts = { ...window('Orders', 'Tk', 140, 90, 120, 60), kind: 'pop-up' };
    const covered = line(100, ['Purchase', 70], ['Archive', 146]);
    expect(at(170, 107, [covered], [menu, main])).toBe('allow');
    expect(at(100, 107, [covered], [menu, main])).toBe('ask');
    // Boxes that are read a few px off, as high as the row: the entries of a menu are no label in two lines.
    const rows = [line(100, ['Archive', 146]), line(114, ['Erase', 149])];
    expect(at(160, 107, rows, [menu, main])).toBe('allow');
    expect(at(160, 107, rows)).toBe('allow');
    expect(at(160, 121, rows, [menu, main])).toBe('ask');
    // The same words with a space between them are one label.
    expect(at(150, 107, [line(100, ['Purchase', 70], ['archive', 142])])).toBe('ask');
  });

  it('should keep a question whole though its words stand far apart', () => {
    const spread = line(340, ['Delete', 450], ['the', 520], ['order?', 564]);
    const wide = line(420, ['OK', 450]);
    expect(
      judge(facts('click', { at: { x: 455, y: 427 } }, { windows: [main], lines: [spread, wide] }), {}),
    ).toMatchObject({ answer: 'ask', evidence: 'Delete the order?' });
  });

  it('should not let a window choose by its name that its words count for nothing', () => {
    for (const name of ['AdminConsole', 'BankTerminal', 'Hellokitty', 'Console', 'Terminal Orders']) {
      const windows = [window('Terminal', name, 0, 0, 800, 600, true)];
      const told = facts(
        'click',
        { at: { x: 120, y: 107 } },
        { windows, lines: [line(100, ['Delete', 100])] },
      );
      expect(judge(told, {})).toMatchObject({ answer: 'ask', class: 'deleting' });
    }
  });

  it('should measure in logical px and leave out text of other windows', () => {
    const beside = window('Other', 'Other', 600, 0, 300, 300);
    const left = window('Here', 'Here', 0, 0, 600, 300);
    const lines = [line(200, ['Mine', 100]), line(200, ['Theirs', 1300])];
    const told = facts('click', { at: { x: 100, y: 240 } }, { windows: [left, beside], lines, scale: 2 });
    expect(told.near).toEqual([{ text: 'Mine', distance: 13, point: 0 }]);
  });

  it('should count the title bar to its window and know when there is none', () => {
    const small = window('Notes', 'Notes', 300, 300, 200, 200);
    expect(facts('click', { at: { x: 400, y: 285 } }, { windows: [small] }).under).toMatchObject([
      { title: 'Notes' },
    ]);
    expect(facts('click', { at: { x: 400, y: 100 } }, { windows: [small] }).under).toEqual([null]);
  });

  it.each<[string, [string, Record<string, unknown>][], string | undefined]>([
    [
      'text typed key by key',
      [
        ['type', { text: 'ls ' }],
        ['press', { keys: ';' }],
        ['press', { keys: 'space' }],
        ['press', { keys: 'shift+r' }],
        ['press', { keys: 'x', count: 2 }],
        ['press', { keys: 'backspace' }],
      ],
      'ls ; rx',
    ],
    [
      'unknown after a paste with the mouse',
      [['click', { at: { x: 1, y: 1 }, button: 'middle' }]],
      undefined,
    ],
    ['unknown after the cursor moved', [['press', { keys: 'left' }]], undefined],
    [
      'typed text',
      [
        ['type', { text: 'rm ' }],
        ['type', { text: '-rf x' }],
      ],
      'rm -rf x',
    ],
    ['text after a line feed', [['type', { text: 'ls\nrm' }]], 'rm'],
    [
      'nothing after Return',
      [
        ['type', { text: 'ls' }],
        ['press', { keys: 'Return' }],
      ],
      '',
    ],
    ['nothing after enter: true', [['type', { text: 'ls', enter: true }]], ''],
    [
      'text through a click',
      [
        ['type', { text: 'rm x' }],
        ['click', { at: { x: 1, y: 1 } }],
      ],
      'rm x',
    ],
    ['unknown after the history key', [['press', { keys: 'up' }]], undefined],
    [
      'unknown after completion',
      [
        ['type', { text: 'rm /et' }],
        ['press', { keys: ['tab'] }],
      ],
      undefined,
    ],
  ])('should keep the line that Return would send: %s', (_, acts, pending) => {
    const told = facts('press', { keys: 'enter' }, { acts: did(...acts) });
    expect(told.pendingUnknown === true ? undefined : told.pending).toBe(pending);
  });

  it('should judge a command line that was typed in pieces when Return sends it', () => {
    const terminal = window('sh', 'XTerm', 0, 0, 800, 600, true);
    const acts = did(['type', { text: 'r' }], ['type', { text: 'm -rf /' }]);
    expect(judge(facts('press', { keys: 'enter' }, { windows: [terminal], acts }), {})).toMatchObject({
      class: 'running commands',
      evidence: 'rm -rf /',
    });
  });

  it('should know the field that was clicked by the text beside or above it, until the focus moves', () => {
    const lines = [line(100, ['Password:', 100]), line(60, ['Name:', 100])];
    const clicked: [string, Record<string, unknown>] = ['click', { at: { x: 260, y: 107 } }];
    expect(facts('type', { text: 'x' }, { lines, acts: did(clicked) }).field).toContain('Password:');
    expect(judge(facts('type', { text: 'x' }, { lines, acts: did(clicked) }), {})).toMatchObject({
      class: 'credentials',
    });
    expect(
      facts('type', { text: 'x' }, { lines, acts: did(clicked, ['press', { keys: 'tab' }]) }).field,
    ).toBeUndefined();
  });

  it('should know whether text was typed since the focus moved', () => {
    const typed: [string, Record<string, unknown>] = ['type', { text: 'x' }];
    expect(facts('press', { keys: 'delete' }, { acts: did(typed) }).editing).toBe(true);
    expect(
      facts('press', { keys: 'delete' }, { acts: did(typed, ['click', { at: { x: 1, y: 1 } }]) }).editing,
    ).toBe(false);
    expect(facts('press', { keys: 'delete' }).editing).toBe(false);
  });

  it('should take over what the pilot says of target, origin and risk', () => {
    const decision: Partial<Decision> = {
      target: { describe: 'the delete icon', near: 'Order 7' },
      origin: 'author',
      risk: { class: 'deleting', reason: 'it deletes' },
    };
    const told = facts('click', { at: { x: 5, y: 5 } }, { decision });
    expect(told).toMatchObject({
      target: 'the delete icon',
      origin: 'author',
      pilotRisk: { class: 'deleting' },
    });
    expect(facts('click', { at: { x: 5, y: 5 } }).origin).toBe('model');
  });
});

describe('areasToRead', () => {
  const areas = (name: string, input: Record<string, unknown>, windows: WindowFacts[]) =>
    areasToRead(action(name, input).traits, frame(windows));

  it('should be the row of a point that is pressed, as wide as its window, inside the frame', () => {
    expect(areas('click', { at: { x: 450, y: 420 } }, [main])).toEqual([frameBox(0, 372, 1090, 96)]);
    expect(areas('click', { at: { x: 2, y: 2 } }, [main])).toEqual([frameBox(0, 0, 642, 50)]);
    const editor = window('Notes', 'Mousepad', 500, 300, 100, 200);
    expect(areas('click', { at: { x: 550, y: 420 } }, [editor])).toEqual([frameBox(120, 372, 860, 96)]);
  });

  it('should be what may be a dialog, and the row of the point in it', () => {
    const [whole, row, ...more] = areas('click', { at: { x: 450, y: 420 } }, [dialog, main]);
    expect(whole).toEqual(frameBox(400, 300, 400, 160));
    expect(row).toEqual(frameBox(20, 372, 1070, 96));
    expect(more).toEqual([]);
  });

  it('should be the dialog for keys that may answer it, and nothing for others and for plain typing', () => {
    for (const keys of ['enter', 'space', 'y', 'alt+y']) {
      expect(areas('press', { keys }, [dialog, main])).toEqual([frameBox(400, 300, 400, 160)]);
    }
    expect(areas('press', { keys: 'ctrl+home' }, [dialog, main])).toEqual([]);
    expect(areas('press', { keys: 'enter' }, [{ ...main, active: true }])).toEqual([]);
    expect(areas('type', { text: 'hello' }, [dialog, main])).toEqual([]);
  });

  it('should be where a drag lets go', () => {
    const path = [framePoint(100, 100), framePoint(300, 300), framePoint(900, 600)];
    expect(areas('drag', { path }, [main])).toEqual([frameBox(260, 480, 1020, 240)]);
    expect(deedNamed('drag')?.kind).toBe('input');
  });

  it('should be nothing for the wheel, for moving and for opening a menu', () => {
    const at = { x: 450, y: 420 };
    expect(areas('scroll', { at, direction: 'down' }, [dialog, main])).toEqual([]);
    expect(areas('move', { at }, [dialog, main])).toEqual([]);
    expect(areas('click', { at, button: 'right' }, [dialog, main])).toEqual([]);
  });
});
