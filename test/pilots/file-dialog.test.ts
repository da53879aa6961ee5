import { describe, expect, it } from 'vitest';
import type { WindowFacts } from '../../src/core/frame.js';
import { frameBox, framePoint, screenBox } from '../../src/core/geometry.js';
import { candidates, labelsApart } from '../../src/pilots/script/file-dialog/accept.js';
import type { Eyes, Files, Hand, TextLine } from '../../src/ports.js';
import { nowhere } from '../support/fakes.js';
import { run } from './play-task.js';

const LINE = 12;

const main: WindowFacts = {
  id: 'main',
  title: 'Editor',
  class: 'Editor',
  pid: 7,
  box: screenBox(0, 0, 800, 600),
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
  windows: WindowFacts[] = [dialog, { ...main, active: false }];
  stamp: string | undefined;
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
    return this.windows.slice(0, 1).flatMap(({ id }) => (this.#labels[id] ?? []).map(lineAt));
  }

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
    stamp: async () => this.stamp,
    longerNames: async () => (this.stamp === undefined ? ['out.png.gz'] : []),
  };

  readonly hand: Partial<Hand> = {
    click: async ({ x, y }) => {
      this.did.push(`click ${x},${y} in ${this.windows[0]?.id}`);
      this.#on('click', this);
    },
    type: async () => void this.did.push(`type in ${this.windows[0]?.id}`),
    press: async (chord) => {
      this.did.push(`${chord.join('+')} in ${this.windows[0]?.id}`);
      if (chord.join() === 'enter') this.#on('enter', this);
    },
  };
}

function play(program: Program, steps = 'fileDialog: {save: /tmp/out.png}', more = '') {
  const { eyes, files, hand } = program;
  return run(`name: d\nsteps:\n  - {${steps}, timeout: 5s}\n${more}`, {
    ports: { windows: () => program.windows, hand, ports: { eyes, files } },
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
    const untold = await play(silent, open);
    expect(silent.did).toContain('enter in dialog');
    expect(untold.reason).toContain('nothing shows that /tmp/out.png was taken');
    const shown = new Program((_what, self) => self.show({ ...main, title: 'out.png - Editor' }), blind);
    expect(await play(shown, open)).toMatchObject({ ending: 'passed' });
    const clicked = new Program((_what, self) => self.show(main));
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

  it('should write and press nothing in a window of another program', async () => {
    const program = new Program((_what, self) => self.show(stranger, dialog, main));
    const { ending, reason } = await play(program);
    expect(ending).toBe('failed');
    expect(reason).toContain('“New mail” has the focus instead of the file dialog “Save As”');
    expect(program.did.filter((deed) => deed.endsWith('mail'))).toEqual([]);
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
