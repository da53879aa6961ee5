import * as z from 'zod';
import { DeskhandError } from '../core/errors.js';
import type { WindowFacts } from '../core/frame.js';
import { describeWindow, type WindowMatch, windowMatches } from '../core/window.js';
import { deed, type World } from './deed.js';
import { place, screenBox, window as windowMatch } from './parts.js';

/** ms between two looks at the list of windows; there is no event for “a window has this title now”. */
const POLL_MS = 100;

export const window = deed({
  name: 'window',
  description: 'Activates, closes, maximises or places a window, or waits for it to open.',
  input: z
    .strictObject({
      do: z.enum(['activate', 'close', 'maximise', 'place', 'wait']).describe('what to do'),
      window: windowMatch.describe('which window: its title, or {title, class, pid, app}'),
      box: screenBox.optional().describe('where to place it, logical screen px'),
      withinMs: z
        .number()
        .int()
        .min(0)
        .max(600_000)
        .default(10_000)
        .describe('how long the window may take to open, ms'),
    })
    .refine((input) => (input.do === 'place') === (input.box !== undefined), {
      error: 'expected for place, and for nothing else',
      path: ['box'],
    }),
  kind: 'machine',
  offered: false,
  patience: 'launch',
  traits: (input) => ({
    points: [],
    chords: [],
    ...(input.do !== 'wait' && { window: input.window }),
    ...(input.do === 'close' && { closes: true }),
  }),
  summary: (input) => {
    const which = describeWindow(input.window);
    if (input.do === 'wait') return `wait up to ${input.withinMs} ms for window ${which}`;
    if (input.box)
      return `place window ${which} at ${place(input.box)}, ${input.box.width}x${input.box.height}`;
    return `${input.do} window ${which}`;
  },
  /** Answers title and class of the window. */
  async perform(input, world, signal) {
    const found = await waitFor(input.window, input.withinMs, world, signal);
    if (input.do === 'activate') await world.windows.activate(found.id, signal);
    if (input.do === 'close') await world.windows.close(found.id, signal);
    if (input.do === 'maximise') await world.windows.maximise(found.id, signal);
    if (input.box) await world.windows.place(found.id, input.box, signal);
    return { title: found.title, class: found.class };
  },
});

/** The one window that matches, or the active one of several. Throws when there is none in time, or no telling. */
async function waitFor(
  match: WindowMatch,
  withinMs: number,
  world: World,
  signal: AbortSignal,
): Promise<WindowFacts> {
  const began = world.clock.now();
  for (;;) {
    const open = await world.windows.list(signal);
    const fitting = open.filter((each) => windowMatches(match, each));
    const one = fitting.length === 1 ? fitting[0] : fitting.find((each) => each.active);
    if (one) return one;
    if (fitting.length > 1) throw ambiguous(match, fitting);
    if (world.clock.now() - began >= withinMs) throw absent(match, withinMs, open);
    await world.clock.sleep(POLL_MS, signal);
  }
}

function absent(match: WindowMatch, withinMs: number, open: readonly WindowFacts[]): DeskhandError {
  return new DeskhandError(
    'failed',
    'no-such-window',
    `No window ${describeWindow(match)} was open within ${withinMs} ms.`,
    { hint: `Open windows: ${titles(open) || 'none'}. A title may hold * for any run of characters.` },
  );
}

function ambiguous(match: WindowMatch, fitting: readonly WindowFacts[]): DeskhandError {
  return new DeskhandError(
    'failed',
    'ambiguous-window',
    `${fitting.length} windows match ${describeWindow(match)}: ${titles(fitting)}.`,
    { hint: 'Give more of the title, or the class or the application too.' },
  );
}

function titles(windows: readonly WindowFacts[]): string {
  return windows
    .map(
      ({ title, class: kind, app }) =>
        `“${title}” (${kind}${app === undefined ? '' : `, application ${app}`})`,
    )
    .join(', ');
}
