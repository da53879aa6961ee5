import type { Check } from '../../core/check.js';
import type { AppSpec } from '../../ports.js';
import type { ResolvedStep } from '../../task/index.js';
import { keepValue } from './look.js';
import { isEmpty } from './painted.js';
import { LOOK_AGAIN_MS, look, perform, promised } from './play.js';
import type { Cue, Play, Stage } from './stage.js';

type StepOf<Verb extends ResolvedStep['verb']> = Extract<ResolvedStep, { verb: Verb }>;

/** How long a window that shows nothing yet is waited for, ms: some stay empty on purpose. */
const PAINT_MS = 8000;

/** Starts the application; its window counts as there once it shows something. */
export async function* playLaunch(stage: Stage, cue: Cue, app: AppSpec, expect: readonly Check[] = []): Play {
  const { name, command, args, env, cwd, window, timeoutMs } = app;
  yield* perform(stage, cue, {
    action: {
      name: 'launch',
      input: {
        name,
        command,
        args: [...args],
        timeoutMs,
        ...(env && { env: { ...env } }),
        ...(cwd !== undefined && { cwd }),
        ...(window !== undefined && { window }),
      },
    },
  });
  yield* untilPainted(stage, cue);
  yield* promised(stage, cue, expect);
}

/** Toolkits open a window before they paint it, and some take what is typed until then for lost. */
async function* untilPainted(stage: Stage, cue: Cue): Play {
  const deadline = stage.clock.now() + PAINT_MS;
  for (;;) {
    const { view } = stage.situation;
    const active = view.frame.windows.find((each) => each.active);
    const left = deadline - stage.clock.now();
    if (active === undefined || left <= 0 || !(await isEmpty(view, active))) return;
    yield look(cue, `waiting for “${active.title}” to show something`, Math.min(left, LOOK_AGAIN_MS));
  }
}

export async function* playClose(stage: Stage, cue: Cue, step: StepOf<'close'>): Play {
  yield* perform(stage, cue, {
    action: { name: 'close-app', input: { name: step.app } },
    checks: [...step.expect],
  });
}

export async function* playWindow(stage: Stage, cue: Cue, step: StepOf<'window'>): Play {
  yield* perform(stage, cue, {
    action: {
      name: 'window',
      input: {
        window: step.window,
        do: step.act,
        withinMs: step.timeoutMs,
        ...(step.act === 'place' && { box: step.box }),
      },
    },
    checks: [...step.expect],
  });
}

export async function* playRun(stage: Stage, cue: Cue, step: StepOf<'run'>): Play {
  const { command, args, cwd, env, shell, mayFail, runMs, expect } = step;
  const act = yield* perform(stage, cue, {
    action: {
      name: 'run',
      input: {
        command,
        args: [...args],
        shell,
        ...(mayFail && { mayFail }),
        timeoutMs: runMs,
        ...(cwd !== undefined && { cwd }),
        ...(env && { env: { ...env } }),
      },
    },
    checks: [...expect],
  });
  const answer = act.answer as { stdout?: unknown } | undefined;
  if (step.as !== undefined)
    await keepValue(stage, step.as, String(answer?.stdout ?? '').replace(/\r?\n$/u, ''));
}

export async function* playNote(stage: Stage, cue: Cue, step: StepOf<'note'>): Play {
  yield* perform(stage, cue, {
    action: { name: 'note', input: { text: step.text } },
    checks: [...step.expect],
  });
}

export async function* playAsk(stage: Stage, cue: Cue, step: StepOf<'ask'>): Play {
  const act = yield* perform(stage, cue, {
    action: { name: 'ask', input: { question: step.question } },
    checks: [...step.expect],
  });
  if (step.as !== undefined) await keepValue(stage, step.as, act.answer);
}
