import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { WindowFacts } from '../../src/core/frame.js';
import { frameBox, framePoint, screenBox } from '../../src/core/geometry.js';
import { candidates, labelsApart } from '../../src/pilots/script/file-dialog/accept.js';
import { lineShows } from '../../src/pilots/script/file-dialog/shown.js';
import { agreement, saysAccept, saysCancel, saysName } from '../../src/pilots/script/file-dialog/words.js';
import type { Clock, Eyes, Files, Hand, TextLine, Windows } from '../../src/ports.js';
import { nowhere, quickClock } from '../support/fakes.js';
import { run } from './play-task.js';

const LINE = 12;
/** Where the dialog shows what is typed. */
const FIELD = { x: 200, y: 150 };

/** Pictures of the screen: an empty field, and one with letters in it. */
const folder = mkdtempSync(join(tmpdir(), 'deskhand-file-dialog-'));
const pictures = { empty: join(folder, 'empty.png'), typed: join(folder, 'typed.png') };

beforeAll(async () => {
  const block = (left: number, top: number) => ({
    input: { create: { width: 96, height: LINE, channels: 3 as const, background: '#000' } },
    left,
    top,
  });
  // A window that is all of one colour has not been painted yet.
  const painted = [block(30, 550), block(210, 210)];
  const screen = sharp({ create: { width: 800, height: 600, channels: 3, background: '#fff' } }).png();
  await screen.clone().composite(painted).toFile(pictures.empty);
  await screen
    .clone()
    .composite([...painted, block(FIELD.x, FIELD.y)])
    .toFile(pictures.typed);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const main: WindowFacts = {
  id: 'main',
  title: 'Editor',
  class: 'Editor',
  pid: 7,
  box: screenBox(0, 540, 200, 60),
  active: true,
};
const dialog: WindowFacts = { ...main, id: 'dialog', title: 'Save As', box: screenBox(100, 100, 500, 400) };
const options: WindowFacts = {
  ...main,
  id: 'options',
  title: 'Export Image',
  box: screenBox(200, 200, 300, 200),
};
const stranger: WindowFacts = { ...options, id: 'mail', title: 'New mail', class: 'Mail', pid: 9 };

/** Texts by window, each with its place. */
const texts: Readonly<Record<string, readonly (readonly [string, number, number])[]>> = {
  main: [['Save', 20, 570]],
  dialog: [
    ['Cancel', 420, 475],
    ['Save', 520, 475],
  ],
  options: [
    ['Cancel', 300, 375],
    ['Export', 400, 375],
  ],
};

function lineAt([text, x, y]: readonly [string, number, number]): TextLine {
  const box = frameBox(x, y, text.length * 8, LINE);
  return { text, box, score: 1, words: [{ text, box, score: 1 }] };
}

/** A program whose file dialog does what `on` says at a click or at Return. */
class Program {
  readonly did: string[] = [];
  /** What its field holds. */
  typed = '';
  windows: WindowFacts[] = [dialog, { ...main, active: false }];
  stamp: string | undefined;
  /** Files and folders that are not there. */
  missing: readonly string[] = [];
  /** What its field makes of a text that is typed. */
  shows = (text: string): string => text;
  readonly #on: (what: 'click' | 'enter', program: Program) => void;
  readonly #labels: typeof texts;

  constructor(on: (what: 'click' | 'enter', program: Program) => void, labels: typeof texts = texts) {
    this.#on = on;
    this.#labels = labels;
  }

  /** The dialog has gone; what is in front now comes first. */
  show(...windows: WindowFacts[]): void {
    this.windows = windows.map((each, at) => ({ ...each, active: at === 0 }));
  }

  #lines(): TextLine[] {
    const field = this.typed === '' ? [] : [lineAt([this.typed, FIELD.x, FIELD.y])];
    return this.windows
      .slice(0, 1)
      .flatMap(({ id }) => [...(this.#labels[id] ?? []).map(lineAt), ...(id === 'dialog' ? field : [])]);
  }

  /** What the screen looks like. */
  picture = (): string => (this.typed.length < 2 ? pictures.empty : pictures.typed);

  readonly eyes: Eyes = {
    read: async (_view, area) =>
      this.#lines().filter(
        ({ box }) =>
          area === undefined || (box.x >= area.x && box.y >= area.y && box.y < area.y + area.height),
      ),
    locate: async (_view, { text, region }) => {
      const wanted = typeof text === 'object' ? text.is : text;
      const line = this.#lines().find((each) => each.text === wanted && each.box.y >= (region?.y ?? 0));
      if (line === undefined) return { found: 'absent', reason: 'not there', nearest: [], ms: 0 };
      const { x, y } = line.box;
      const point = framePoint(x + 4, y + 4);
      return {
        found: 'found',
        sighting: { rung: 'text', box: line.box, point, score: 1, text: line.text, ms: 0 },
      };
    },
  };

  readonly files: Files = {
    ...nowhere,
    stamp: async (path) =>
      this.missing.includes(path) ? undefined : path === '/tmp' ? 'folder' : this.stamp,
    longerNames: async () => (this.stamp === undefined ? ['out.png.gz'] : []),
  };

  readonly hand: Partial<Hand> = {
    click: async ({ x, y }) => {
      this.did.push(`click ${x},${y} in ${this.windows[0]?.id}`);
      this.#on('click', this);
    },
    type: async (text) => {
      this.did.push(`type in ${this.windows[0]?.id}`);
      this.typed = this.shows(text);
    },
    press: async (chord) => {
      this.did.push(`${chord.join('+')} in ${this.windows[0]?.id}`);
      if (chord.join() === 'enter') this.#on('enter', this);
    },
  };
}

/** A clock by which every look takes a while. */
function slowClock(): Clock {
  const clock = quickClock();
  let looks = 0;
  return { ...clock, now: () => clock.now() + 20 * looks++ };
}

function play(program: Program, steps = 'fileDialog: {save: /tmp/out.png}', more = '', own = {}) {
  const { eyes, files, hand } = program;
  return run(`name: d\nsteps:\n  - {${steps}, timeout: 5s}\n${more}`, {
    ports: { windows: () => program.windows, hand, ports: { eyes, files, clock: slowClock(), ...own } },
    picture: program.picture,
  });
}

describe('a file dialog', () => {
  it('should end when its button was clicked, it has closed and the file is new', async () => {
    const program = new Program((what, self) => {
      if (what === 'click') self.stamp = 'new';
      self.show(main);
    });
    program.stamp = 'old';
    expect(await play(program)).toMatchObject({ ending: 'passed' });
    expect(program.did.filter((deed) => /click|enter/u.test(deed))).toEqual(['click 524,479 in dialog']);
  });

  it('should fail where the dialog closes and no file comes', async () => {
    const program = new Program((_what, self) => self.show(main));
    const { ending, reason } = await play(program);
    expect(ending).toBe('failed');
    expect(reason).toContain('/tmp/out.png was not written: it was cancelled');
    expect(reason).toContain('out.png.gz');
    program.show(dialog, main);
    program.stamp = 'old';
    expect(await play(program)).toMatchObject({ ending: 'failed' });
  });

  it('should take Return only where no button can be read, and an opened file only by what is shown then', async () => {
    const blind = { ...texts, dialog: [] };
    const open = 'fileDialog: {open: /tmp/out.png, window: Save As}';
    const silent = new Program((_what, self) => self.show(main), blind);
    silent.stamp = 'there';
    const untold = await play(silent, open);
    expect(silent.did).toContain('enter in dialog');
    expect(untold.reason).toContain('nothing shows that /tmp/out.png was taken');
    const shown = new Program((_what, self) => self.show({ ...main, title: 'out.png - Editor' }), blind);
    shown.stamp = 'there';
    expect(await play(shown, open)).toMatchObject({ ending: 'passed' });
    const clicked = new Program((_what, self) => self.show(main));
    clicked.stamp = 'there';
    expect(await play(clicked, open)).toMatchObject({ ending: 'passed' });
    expect(clicked.did).not.toContain('enter in dialog');
  });

  it('should leave a window that follows to the next step, and fail the task when the file never comes', async () => {
    const follows = () =>
      new Program((_what, self) => self.windows[0]?.id === 'dialog' && self.show(options, dialog));
    const alone = follows();
    const { ending, reason, steps } = await play(alone);
    expect(alone.did.filter((deed) => deed.includes('options'))).toEqual([]);
    expect(steps[0]).toContain('passed');
    expect(ending).toBe('failed');
    expect(reason).toContain('“Export Image”, which no step has brought to an end');
    const finished = new Program((_what, self) => {
      if (self.windows[0]?.id === 'options') self.stamp = 'new';
      if (self.windows[0]?.id === 'options') self.show(main);
      else self.show(options, dialog);
    });
    expect(await play(finished, undefined, '  - click: Export\n')).toMatchObject({ ending: 'passed' });
  });

  it('should type nothing where the file to open, or the folder to save in, is not there', async () => {
    for (const [steps, missing, says] of [
      ['fileDialog: {open: /tmp/out.png}', '/tmp/out.png', 'There is no file /tmp/out.png'],
      ['fileDialog: {save: /tmp/out.png}', '/tmp', 'there is no folder /tmp'],
    ] as const) {
      const program = new Program((_what, self) => self.show(main));
      program.missing = [missing];
      const { ending, reason } = await play(program, steps);
      expect(ending).toBe('failed');
      expect(reason).toContain(says);
      expect(program.did).toEqual([]);
    }
  });

  it('should press no button where its field shows something else than the path', async () => {
    for (const shows of ['/home/ann//tmp/out.png', '/tmp/other/letter.txt', '']) {
      const program = new Program((_what, self) => self.show(main));
      program.stamp = 'there';
      program.shows = () => shows;
      const { ending, reason } = await play(program, 'fileDialog: {open: /tmp/out.png}');
      expect(ending).toBe('failed');
      expect(reason).toContain('does not show /tmp/out.png');
      expect(program.did.filter((deed) => /click|enter/u.test(deed))).toEqual([]);
    }
  });

  it('should press Return where a click on the button comes to nothing, as in GTK 4', async () => {
    const program = new Program((what, self) => what === 'enter' && self.show({ ...main, title: 'out.png' }));
    program.stamp = 'there';
    expect(await play(program, 'fileDialog: {open: /tmp/out.png}')).toMatchObject({ ending: 'passed' });
    // The first click has taken the keyboard from the field.
    expect(program.did.filter((deed) => /click|enter/u.test(deed))).toEqual([
      'click 524,479 in dialog',
      `click ${FIELD.x + 4},${FIELD.y + 4} in dialog`,
      'enter in dialog',
    ]);
  });

  it('should bring up the dialog of the application that is meant, not its main window', async () => {
    const program = new Program((_what, self) => {
      self.stamp = 'new';
      self.show(main);
    });
    program.show(stranger, dialog, main);
    const activated: string[] = [];
    const listed = async () => program.windows;
    const done = async () => undefined;
    const windows: Windows = {
      list: listed,
      visible: listed,
      lock: done,
      awake: done,
      close: done,
      place: done,
      maximise: done,
      activate: async (id) => {
        activated.push(id);
        program.show(dialog, main, stranger);
      },
    };
    const step = 'fileDialog: {save: /tmp/out.png, window: {class: Editor}}';
    const { reason } = await play(program, step, '', { windows });
    expect(reason).toContain('All steps');
    expect(activated).toEqual(['dialog']);
  });

  it('should write and press nothing in a window of another program', async () => {
    const program = new Program((_what, self) => self.show(stranger, dialog, main));
    const { ending, reason } = await play(program);
    expect(ending).toBe('failed');
    expect(reason).toContain('“New mail” has the focus instead of the file dialog “Save As”');
    expect(program.did.filter((deed) => deed.endsWith('mail'))).toEqual([]);
  });
});

describe('what a file dialog shows of a path', () => {
  const path = '/tmp/reports of ann/fourth quarter/letter.txt';
  it.each([
    ['/tmp/reports of ann/fourth quarter/letter.txt', 'path'],
    ['/tmp/rep0rts of arm/fourth quarter/1etter.txt', 'path'],
    // Only its end fits into the field.
    ['ann/fourth quarter/letter.txt', 'path'],
    ['/tmp/reports of ann/fourth quarter/letter.txt.old', 'longer'],
    ['/home/ann//tmp/reports of ann/fourth quarter/letter.txt', 'more'],
    // A name in a list is not the field.
    ['letter.txt', 'unread'],
    ['/tmp/reports of ann/', 'unread'],
    ['', 'unread'],
  ])('“%s” is %s', (line, shown) => {
    expect(lineShows(line, path)).toBe(shown);
  });
});

describe('the words of a file dialog', () => {
  it('should be known beside icons and with their underlined letter lost', () => {
    expect(['Cancel', 'XCancel', 'X Cancel', 'Ganoel', '_Cancel', 'ancel'].filter(saysCancel)).toEqual([
      'Cancel',
      'XCancel',
      'X Cancel',
      '_Cancel',
      'ancel',
    ]);
    expect(['Qpen', 'Save', '@Save', 'Reopen', 'Unsaved'].filter(saysAccept)).toEqual([
      'Qpen',
      'Save',
      '@Save',
    ]);
    expect(['File name:', 'New File Name:', 'Name', 'Files of type:', 'Files'].filter(saysName)).toEqual([
      'File name:',
      'New File Name:',
      'Name',
    ]);
  });

  it('should agree to replace a file by the plainest button', () => {
    const best = (labels: string[]) =>
      labels.toSorted((a, b) => (agreement(a) ?? 99) - (agreement(b) ?? 99))[0];
    expect(best(['No', 'Yes'])).toBe('Yes');
    expect(best(['Cancel', 'OK', 'Replace'])).toBe('Replace');
    expect(agreement('No')).toBeUndefined();
    expect(agreement('Cancel')).toBeUndefined();
  });
});

describe('the button of a file dialog', () => {
  const at = (text: string, x: number, y: number) => ({ text, box: frameBox(x, y, text.length * 8, LINE) });
  const best = (labels: ReturnType<typeof at>[], act: 'open' | 'save' = 'save') =>
    candidates(labels, act)[0]?.text;

  it('should be the one beside Cancel that says what is done', () => {
    expect(best([at('Open', 10, 10), at('Save', 400, 300), at('Cancel', 300, 300)])).toBe('Save');
    expect(best([at('Open', 10, 10), at('OK', 400, 300), at('Cancel', 300, 300)])).toBe('OK');
    expect(best([at('Save As', 10, 10), at('Save', 400, 300), at('Cancel', 300, 300)])).toBe('Save');
    // Qt underlines the S and draws a disk before it.
    expect(best([at('ave', 400, 300), at('Cancel', 400, 330)])).toBe('ave');
    expect(best([at('_Öffnen', 400, 300), at('Abbrechen', 300, 300)], 'open')).toBe('_Öffnen');
  });

  it('should be the only label beside Cancel where nobody knows the words', () => {
    expect(best([at('Lagre', 400, 300), at('Cancel', 300, 300), at('Name', 20, 20)])).toBe('Lagre');
    expect(best([at('Lagre', 400, 300), at('Lukk', 500, 300), at('Cancel', 300, 300)])).toBeUndefined();
    expect(best([at('Save', 10, 10), at('Open', 400, 300)])).toBeUndefined();
  });

  it('should not be a word of a title', () => {
    const title = lineAt(['Cancel Open File Open', 0, 0]);
    const words = [
      ['Cancel', 0],
      ['Open', 200],
      ['File', 236],
      ['Open', 460],
    ] as const;
    const line = {
      ...title,
      words: words.map(([text, x]) => ({ text, box: frameBox(x, 0, text.length * 8, LINE), score: 1 })),
    };
    expect(labelsApart([line]).map(({ text }) => text)).toEqual(['Cancel', 'Open File', 'Open']);
  });
});
