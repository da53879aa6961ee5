import { createActor, fromPromise } from 'xstate';
import type { RecordingEvent } from '../core/events.js';
import { PERSON_WITHIN_MS } from '../core/person.js';
import { sumUsages } from '../core/usage.js';
import { act } from './act.js';
import { aim } from './aim.js';
import { Apart } from './apart.js';
import { Before } from './before.js';
import { writtenBehind } from './behind.js';
import { checking } from './checking.js';
import { close } from './close.js';
import { confirm } from './confirm.js';
import type { Pause, RunEnding, RunInput } from './contract.js';
import { decide } from './decide.js';
import { judgeAct } from './judge.js';
import { look } from './look.js';
import { runMachine } from './machine.js';
import { OpenSteps } from './open-steps.js';
import { Patches } from './patches.js';
import { PressedControls } from './pressed.js';
import { Reactions } from './reaction.js';
import type { RunPorts } from './run-ports.js';
import { Told, usageIn, valuesIn } from './told.js';
import { waitForChange } from './wait.js';

/** A run that is under way. */
export interface LoopHandle {
  /** How it ended; never rejects for anything that happens inside the run. */
  readonly done: Promise<RunEnding>;
  /** Ends the run as stopped, whatever else is ending it: no further input event, everything released. */
  stop(reason: string): void;
  pause(): void;
  resume(): Promise<void>;
  readonly paused: boolean;
  /** Pauses for somebody else, who has begun to use mouse or keyboard (`by`, in words such as “the mouse”). */
  disturbed(by: string): Promise<void>;
  /** Goes on when nobody else has used them for a while, unless the operator has paused the run. */
  quiet(): Promise<void>;
}

/** ms after which a run that nobody resumes ends. */
const LONGEST_PAUSE_MS = 24 * 3600 * 1000;

type Header = Extract<RecordingEvent, { type: 'run' }>;

/** Writes the header of the recording and starts the loop. */
export async function runTask(ports: RunPorts, input: RunInput, header: Header): Promise<LoopHandle> {
  await ports.journal.line(header);
  let stopped: string | undefined;
  let pausedBy: Pause['by'] | undefined;
  const { machine, watch } = bind(ports, () => stopped);
  const actor = createActor(machine, { input });
  const done = new Promise<RunEnding>((resolve, reject) => {
    actor.subscribe({
      complete: () => resolve(actor.getSnapshot().output ?? { ending: 'failed', reason: 'No ending.' }),
      error: reject,
    });
  });
  const pause = (wish: Pause): void => {
    pausedBy = wish.by;
    watch.pause();
    actor.send({ type: 'run.pause', pause: wish, spentMs: watch.runningMs() });
  };
  const resume = async (by: string): Promise<void> => {
    pausedBy = undefined;
    await ports.journal.line({ type: 'resume', by, ms: watch.resume() });
    actor.send({ type: 'run.resume' });
  };
  watch.start();
  actor.start();
  return {
    done,
    stop: (reason) => {
      stopped ??= reason;
      actor.send({ type: 'run.stop', reason });
    },
    pause: () => pause({ by: 'operator', withinMs: LONGEST_PAUSE_MS, tooLong: 'Nobody resumed the run.' }),
    resume: () => resume('operator'),
    disturbed: async (by) => {
      if (pausedBy !== undefined) return;
      const withinMs = ports.personWithinMs ?? PERSON_WITHIN_MS;
      const tooLong = `Somebody else used ${by}, and mouse and keyboard were not left alone for ${Math.round(withinMs / 1000)} s.`;
      pause({ by: 'somebody else', withinMs, tooLong });
      await ports.journal.line({ type: 'pause', by: `somebody else who used ${by}` });
    },
    quiet: async () => {
      if (pausedBy === 'somebody else') await resume('nobody else any more');
    },
    get paused() {
      return actor.getSnapshot().matches('paused');
    },
  };
}

/** The machine with its actors bound to the ports, and a stopwatch that leaves pauses out. */
function bind(given: RunPorts, stopped: () => string | undefined) {
  const steps = new OpenSteps(given.clock);
  const before = new Before();
  const ports = { ...given, journal: before.noted(steps.noted(writtenBehind(given.journal))) };
  const patches = new Patches(ports);
  const reactions = new Reactions(ports);
  const apart = new Apart(ports.clock);
  const pressed = new PressedControls();
  let inFlight: Promise<unknown> = Promise.resolve();
  let begun = 0;
  const told = new Told();
  const watch = stopwatch(ports);
  const machine = runMachine.provide({
    actors: {
      look: fromPromise(async ({ input, signal }) => {
        const view = await look(ports, input, signal);
        await reactions.looked(view, signal);
        return view;
      }),
      decide: fromPromise(({ input, signal }) => decide(ports, input, told, signal)),
      wait: fromPromise(({ input, signal }) => waitForChange(ports, input, signal)),
      judge: fromPromise(({ input, signal }) => {
        patches.begin(input, signal);
        return judgeAct(ports, input, pressed, signal);
      }),
      confirm: fromPromise(({ input, signal }) => confirm(ports, input, signal)),
      aim: fromPromise(async ({ input, signal }) => {
        await apart.wait(input, signal);
        // Whoever answered a question may have done so at this desktop: nothing is compared while they still type.
        await ports.quiet?.(signal);
        return aim(ports, input, reactions, signal);
      }),
      act: fromPromise(({ input, signal }) => {
        begun = input.act;
        pressed.begin(input);
        const acting = before.begin(ports, input).then(() => act(ports, input, { patches, before }, signal));
        inFlight = acting.catch(() => 'the act has told its own outcome');
        return acting.then((performed) => {
          if (performed.outcome === 'done') {
            reactions.acted(input);
            apart.acted(input);
          }
          return performed;
        });
      }),
      check: fromPromise(({ input, signal }) => checking(ports, input, before, signal)),
      pause: fromPromise(({ input, signal }) => pause(ports, input, signal)),
      close: fromPromise(({ input }) => {
        // An act that was cut off counts, too, though the loop has not heard of its outcome.
        const acts = Math.max(input.acts, begun);
        const late = told.take();
        const values = { ...input.values, ...valuesIn(late) };
        const usage = sumUsages([input.usage, ...usageIn(late)]) ?? input.usage;
        const whole = { ...input, acts, values, usage };
        return close(ports, whole, { steps, inFlight, stopped }, watch.runningMs());
      }),
    },
  });
  return { machine, watch };
}

/** Releases everything and says so, where it has not been said; only a word from outside or a stop leads out. */
async function pause(ports: RunPorts, by: Pause['by'], signal: AbortSignal): Promise<void> {
  await ports.hand.release();
  if (by === 'operator') await ports.journal.line({ type: 'pause', by });
  await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}

/** Counts the ms of a run; pauses are left out. */
function stopwatch(ports: RunPorts) {
  let began = 0;
  let pausedAt: number | undefined;
  let pausedMs = 0;
  const now = () => ports.clock.now();
  return {
    start: () => {
      began = now();
    },
    pause: () => {
      pausedAt ??= now();
    },
    /** Answers how long the pause was, ms. */
    resume: () => {
      const length = pausedAt === undefined ? 0 : now() - pausedAt;
      pausedMs += length;
      pausedAt = undefined;
      return length;
    },
    runningMs: () => (pausedAt ?? now()) - began - pausedMs,
  };
}
