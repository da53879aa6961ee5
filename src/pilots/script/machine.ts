import type { AppSpec } from '../../ports.js';
import type { ResolvedStep } from '../../task/index.js';
import { keepValue } from './look.js';
import { type Cue, type Play, perform, type Stage } from './play.js';

type StepOf<Verb extends ResolvedStep['verb']> = Extract<ResolvedStep, { verb: Verb }>;

export async function* playLaunch(stage: Stage, cue: Cue, app: AppSpec): Play {
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
  const { command, args, cwd, env, shell, runMs, expect } = step;
  const act = yield* perform(stage, cue, {
    action: {
      name: 'run',
      input: {
        command,
        args: [...args],
        shell,
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
