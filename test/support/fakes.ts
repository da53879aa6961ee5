import type { Approval, Decision } from '../../src/core/action.js';
import type { RecordingEvent } from '../../src/core/events.js';
import type { WindowFacts } from '../../src/core/frame.js';
import { frameBox, framePoint, screenBox, screenPoint } from '../../src/core/geometry.js';
import type {
  Answer,
  Change,
  Clock,
  Files,
  Hand,
  Journal,
  Look,
  Operator,
  Pilot,
  TextLine,
  View,
} from '../../src/ports.js';
import type { RunPorts } from '../../src/run/run-ports.js';

/** A disk without any file. */
export const nowhere: Files = {
  text: async () => undefined,
  stamp: async () => undefined,
  longerNames: async () => [],
};

/**
 * A clock whose sleeps end at once, so that a run of fakes takes no time; it still counts. What is ready goes first, as
 * it would in any sleep.
 */
export function quickClock(): Clock {
  let now = 0;
  return {
    now: () => now++,
    wall: () => '2026-01-01T00:00:00.000Z',
    sleep: (ms, signal) => {
      now += ms;
      if (signal.aborted) return Promise.reject(signal.reason);
      return new Promise((resolve) => setImmediate(resolve));
    },
  };
}

/** A clock that goes on only while something sleeps, and by what a test lets pass. */
export function countingClock(): Clock & { pass(ms: number): void } {
  let now = 0;
  const pass = (ms: number): void => {
    now += ms;
  };
  return { now: () => now, wall: () => '2026-01-01T00:00:00.000Z', sleep: async (ms) => pass(ms), pass };
}

/** A clock that never lets a sleep end by itself. */
export function stillClock(): Clock {
  let now = 0;
  return {
    now: () => now++,
    wall: () => '2026-01-01T00:00:00.000Z',
    sleep: (_ms, signal) => untilAborted(signal),
  };
}

export function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

export const mainWindow: WindowFacts = {
  id: '1',
  title: 'Editor',
  class: 'Editor',
  box: screenBox(0, 0, 800, 600),
  active: true,
};

/** What the fakes saw and did, in order. */
export interface Log {
  readonly lines: RecordingEvent[];
  /** Calls of the hand, by name. */
  readonly hand: string[];
  /** Everything in one order: `line:intent`, `hand:click`. */
  readonly all: string[];
}

export interface FakeOptions {
  readonly pilot: (number: number, view: View) => Answer | Promise<Answer>;
  readonly approve?: (number: number) => Approval | Promise<Approval>;
  readonly hand?: Partial<Hand>;
  readonly compare?: (key: number) => Change;
  /** Without this, what is typed shows. */
  readonly typedIsLost?: boolean;
  readonly windows?: () => readonly WindowFacts[];
  /** What keeps the screen locked. */
  readonly lock?: () => string | undefined;
  readonly failLine?: (event: RecordingEvent) => boolean;
  readonly ports?: Partial<RunPorts>;
}

/** A line of text where the screen changed. */
export function writtenLine(text: string): TextLine {
  const box = frameBox(10, 10, 80, 20);
  return { text, box, score: 1, words: text.split(' ').map((word) => ({ text: word, box, score: 1 })) };
}

const unchanged: Change = { same: true, boxes: [], share: 0 };
const written: Change = { same: false, boxes: [frameBox(10, 10, 80, 20)], share: 0.01 };

/** A whole set of ports without a display; the log tells what happened. */
export function fakePorts(options: FakeOptions): { ports: RunPorts; log: Log } {
  const log: Log = { lines: [], hand: [], all: [] };
  let decisions = 0;
  let looks = 0;
  let confirmations = 0;
  let shown = '';
  const windows = options.windows ?? (() => [mainWindow]);
  const hand = loggedHand(log, {
    ...options.hand,
    type: (text, signal) => {
      shown = options.typedIsLost === true ? '' : text;
      return options.hand?.type?.(text, signal) ?? Promise.resolve();
    },
    paste: (text, given, signal) => {
      shown = options.typedIsLost === true ? '' : text;
      return options.hand?.paste?.(text, given, signal) ?? Promise.resolve();
    },
  });
  const pilot: Pilot = { name: 'fake', decide: async ({ view }) => options.pilot(++decisions, view) };
  const operator: Operator = {
    name: 'fake',
    confirm: async () =>
      (options.approve ?? (() => ({ answer: 'no', by: 'fake' }) as const))(++confirmations),
    ask: async () => undefined,
  };
  const ports: RunPorts = {
    screen: {
      look: async () => fakeLook(++looks, windows()),
      compare: async (key, area) => {
        if (options.compare) return options.compare(key);
        const whole = area === undefined || (area.width === 800 && area.height === 600);
        return whole && options.typedIsLost !== true && log.hand.length > 0 ? written : unchanged;
      },
      nextChange: async (_key, { withinMs }, signal) =>
        withinMs > 60_000 ? untilAborted(signal) : undefined,
      crop: async () => new Uint8Array([1]),
    },
    hand,
    windows: {
      list: async () => windows(),
      visible: async () => windows(),
      lock: async () => options.lock?.(),
      awake: async () => undefined,
      activate: async () => undefined,
      close: async () => undefined,
      place: async () => undefined,
      maximise: async () => undefined,
    },
    apps: {
      launch: () => Promise.reject(new Error('no application here')),
      list: () => [],
      close: async () => undefined,
      run: async () => ({ code: 0, stdout: '', stderr: '' }),
    },
    eyes: {
      read: async () =>
        shown.trim() === ''
          ? []
          : shown
              .trim()
              .split(/[\n\t]+/u)
              .map(writtenLine),
      locate: async () => ({ found: 'absent', reason: 'blind', nearest: [], ms: 0 }),
    },
    pilot,
    operator,
    journal: fakeJournal(log, options.failLine ?? (() => false)),
    secrets: { names: [], reveal: () => '' },
    files: nowhere,
    clock: quickClock(),
    policy: {},
    markTarget: async (png) => png,
    ...options.ports,
  };
  return { ports, log };
}

function loggedHand(log: Log, own: Partial<Hand>): Hand {
  const method =
    (name: keyof Hand) =>
    async (...given: never[]) => {
      log.hand.push(name);
      log.all.push(`hand:${name}`);
      await (own[name] as ((...all: never[]) => Promise<void>) | undefined)?.(...given);
    };
  return {
    click: method('click'),
    move: method('move'),
    drag: method('drag'),
    scroll: method('scroll'),
    type: method('type'),
    paste: method('paste'),
    press: method('press'),
    hold: method('hold'),
    down: method('down'),
    up: method('up'),
    // Asks only, and leaves no trace.
    answered: async (at, signal) => own.answered?.(at, signal),
    watch: async (on, signal) => own.watch?.(on, signal),
    release: method('release'),
  };
}

function fakeJournal(log: Log, fails: (event: RecordingEvent) => boolean): Journal {
  let frames = 0;
  return {
    folder: '/nowhere',
    frame: async (look) => {
      frames += 1;
      return fakeView(`f${frames}`, look);
    },
    line: async (event) => {
      if (fails(event)) throw new Error('the disk is full');
      log.lines.push(event);
      log.all.push(`line:${event.type}`);
    },
    keep: async (name) => name,
    close: async () => undefined,
  };
}

function fakeLook(key: number, windows: readonly WindowFacts[]): Look {
  return {
    key,
    png: new Uint8Array([1]),
    size: { width: 800, height: 600 },
    scale: 1,
    origin: screenPoint(0, 0),
    display: ':0',
    windows,
    calm: true,
    settleMs: 0,
    captureMs: 0,
    encodeMs: 0,
  };
}

function fakeView(id: string, look: Look): View {
  const { size, scale, origin, display, calm } = look;
  return {
    key: look.key,
    path: `/nowhere/frames/${id}.png`,
    frame: {
      id,
      file: `frames/${id}.png`,
      sha256: 'same',
      size,
      scale,
      origin,
      display,
      calm,
      windows: [...look.windows],
      at: 0,
    },
  };
}

/** An answer that acts. */
export function acting(name: string, input: Record<string, unknown>, more: Partial<Decision> = {}): Answer {
  return { kind: 'act', decision: { action: { name, input }, ...more } };
}

/** A click on “text” at a place. */
export function clickOn(text: string, x = 100, y = 100): Answer {
  return acting(
    'click',
    { at: { x, y } },
    {
      sighting: {
        rung: 'text',
        box: frameBox(x - 20, y - 8, 40, 16),
        point: framePoint(x, y),
        score: 1,
        text,
        ms: 1,
      },
    },
  );
}

export const done = acting('done', { summary: 'all done' });

/** The first line of a recording of fakes. */
export const header: Extract<RecordingEvent, { type: 'run' }> = {
  type: 'run',
  format: 1,
  version: '0',
  id: 'r',
  task: { name: 't' },
  params: {},
  pilot: 'fake',
  operator: 'fake',
  desktop: { kind: 'fake' },
  limits: {},
  machine: { platform: 'linux', node: 'v20' },
};
