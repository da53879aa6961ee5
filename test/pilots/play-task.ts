import type { RecordingEvent } from '../../src/core/events.js';
import { frameBox, framePoint } from '../../src/core/geometry.js';
import { scriptPilot } from '../../src/pilots/script/script-pilot.js';
import type { Eyes } from '../../src/ports.js';
import { runTask } from '../../src/run/run-task.js';
import { bindParams, parseTask } from '../../src/task/index.js';
import { type FakeOptions, fakePorts, header, quickClock } from '../support/fakes.js';

export interface Told {
  readonly ending: string;
  readonly reason: string;
  /** Texts that were typed, in order. */
  readonly typed: string[];
  /** Steps that ended, indented by their depth, with how they ended. */
  readonly steps: string[];
}

interface World {
  readonly files?: Readonly<Record<string, string>>;
  /** How many times a text can be seen before it is gone. */
  readonly seen?: Readonly<Record<string, number>>;
  readonly ports?: Partial<FakeOptions>;
  /** Path of what every frame shows, or of what the next one does. */
  readonly picture?: string | (() => string);
  /** Is told of every line of the recording. */
  readonly heard?: (line: RecordingEvent) => void;
  /** Every look gives another picture. */
  readonly restless?: boolean;
}

/** Runs a task on fakes and answers what it did. */
export async function run(
  yaml: string,
  { files = {}, seen = {}, ports: own = {}, picture, restless = false, heard }: World = {},
): Promise<Told> {
  const fileText = (path: string) => files[path];
  const parsed = parseTask(yaml, { file: 't.yaml', fileText });
  if (!parsed.ok) throw new Error(parsed.problems.map(({ message }) => message).join('\n'));
  const bound = bindParams(parsed.task, {});
  const clock = own.ports?.clock ?? quickClock();
  const { ports, log } = fakePorts({
    pilot: () => Promise.reject(new Error('not asked')),
    ...own,
    ports: { clock, ...own.ports },
  });
  const eyes = own.ports?.eyes ?? { ...eyesFor({ ...seen }), read: ports.eyes.read };
  const params = bound.ok ? bound.values : {};
  const { files: disk } = ports;
  const pilot = scriptPilot({ task: parsed.task, params, eyes, clock, files: disk, fileText });
  const journal = {
    ...ports.journal,
    frame: async (look: Parameters<typeof ports.journal.frame>[0]) => {
      const view = await ports.journal.frame(look);
      const sha256 = restless ? `picture ${look.key}` : view.frame.sha256;
      const path = typeof picture === 'function' ? picture() : picture;
      return { ...view, path: path ?? view.path, frame: { ...view.frame, sha256 } };
    },
  };
  const line: typeof ports.journal.line = async (event) => {
    await ports.journal.line(event);
    heard?.(event);
  };
  const handle = await runTask(
    { ...ports, eyes, pilot, journal: { ...journal, line } },
    { limits: { steps: 500, seconds: 1e6 } },
    header,
  );
  const { ending, reason } = await handle.done;
  return { ending, reason, typed: typedIn(log.lines), steps: stepsIn(log.lines) };
}

function eyesFor(left: Record<string, number>): Eyes {
  return {
    read: async () => [],
    locate: async (_view, target) => {
      const text = String(target.text);
      const times = left[text] ?? 0;
      left[text] = times - 1;
      if (times <= 0) return { found: 'absent', reason: `${text} is not there`, nearest: [], ms: 0 };
      const box = frameBox(0, 0, 9, 9);
      return { found: 'found', sighting: { rung: 'text', box, point: framePoint(4, 4), score: 1, ms: 0 } };
    },
  };
}

function typedIn(lines: readonly RecordingEvent[]): string[] {
  return lines.flatMap((line) =>
    line.type === 'intent' && line.action.name === 'type' ? [String(line.action.input.text)] : [],
  );
}

function stepsIn(lines: readonly RecordingEvent[]): string[] {
  const open: string[] = [];
  return lines.flatMap((line) => {
    if (line.type === 'step-start') open.push(line.name);
    if (line.type !== 'step-end') return [];
    return [`${'  '.repeat(open.length - 1)}${line.status} ${open.pop()}`];
  });
}
