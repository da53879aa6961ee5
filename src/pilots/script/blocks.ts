import type { Check } from '../../core/check.js';
import { type Block, passCondition, type Scope, type Step } from '../../task/index.js';
import { attempt } from './failure.js';
import { StepFailed } from './play.js';
import { allHold } from './pointer.js';
import type { Cue, Play, Stage } from './stage.js';

/** What a block needs of the play of the task. */
export interface Inside {
  /** Plays the steps, in order. */
  steps(steps: readonly Step[], scope: Scope): Play;
  /** Plays one pass as a step of its own, with a name. */
  pass(cue: Cue, play: () => Play): Play;
}

type BlockOf<Kind extends Block['kind']> = Extract<Block, { kind: Kind }>;

/** Plays a block of steps: once, again and again, or once for each row. */
export function playBlock(
  stage: Stage,
  cue: Cue,
  { step, block, scope }: { readonly step: Step; readonly block: Block; readonly scope: Scope },
  inside: Inside,
): Play {
  switch (block.kind) {
    case 'steps':
      return inside.steps(step.steps, scope);
    case 'repeat':
      return playRepeat(stage, cue, step, block, scope, inside);
    case 'forEach':
      return playForEach(cue, step, block, scope, inside);
  }
}

/** The conditions are looked at on the screen as it is then, and cost no wait unless they say `within`. */
async function* playRepeat(
  stage: Stage,
  cue: Cue,
  step: Step,
  { times, max, number }: BlockOf<'repeat'>,
  scope: Scope,
  inside: Inside,
): Play {
  const holds = async function* (key: 'while' | 'until', otherwise: boolean): Play<boolean> {
    const condition: boolean | Check | undefined = passCondition(step, key, scope);
    if (typeof condition !== 'object') return condition ?? otherwise;
    return yield* allHold(stage, { ...cue, deadline: stage.clock.now() }, [condition]);
  };
  for (let pass = 1; pass <= (times ?? max); pass += 1) {
    if (!(yield* holds('while', true))) return;
    const inner = withLocals(scope, number === undefined ? {} : { [number]: pass });
    const name = times === undefined ? `pass ${pass}` : `pass ${pass} of ${times}`;
    yield* inside.pass(passCue(cue, pass, name), () => inside.steps(step.steps, inner));
    if (yield* holds('until', false)) return;
  }
  if (times === undefined && (yield* holds('while', true))) {
    throw new StepFailed(`After ${max} passes it is still not done; max allows no more.`, false, true);
  }
}

/** With keepGoing the rows that failed are told together at the end; what an operator refused ends it at once. */
async function* playForEach(
  cue: Cue,
  step: Step,
  { rows, as, number, keepGoing }: BlockOf<'forEach'>,
  scope: Scope,
  inside: Inside,
): Play {
  const failed: string[] = [];
  for (const [index, row] of rows.entries()) {
    const pass = index + 1;
    const inner = withLocals(scope, { [as]: row, ...(number !== undefined && { [number]: pass }) });
    const name = `${as} ${pass} of ${rows.length}${labelOf(row)}`;
    const play = () => inside.pass(passCue(cue, pass, name), () => inside.steps(step.steps, inner));
    if (!keepGoing) {
      yield* play();
      continue;
    }
    const failure = yield* attempt(play);
    if (failure?.refused) throw new StepFailed(failure.reason, true, true);
    if (failure) failed.push(`${pass}${labelOf(row)}`);
  }
  if (failed.length === 0) return;
  throw new StepFailed(
    `${failed.length} of ${rows.length} passes failed: ${failed.join('; ')}.`,
    false,
    true,
  );
}

function passCue(cue: Cue, pass: number, name: string): Cue {
  return { ...cue, path: `${cue.path}[${pass}]`, name };
}

function withLocals(scope: Scope, locals: Readonly<Record<string, unknown>>): Scope {
  return { ...scope, locals: { ...scope.locals, ...locals } };
}

const LABEL = 40;

/** What tells a row from the others for people: the entry itself, or its first field. */
function labelOf(row: unknown): string {
  const first = typeof row === 'object' && row !== null ? Object.values(row)[0] : row;
  if (!['string', 'number', 'boolean'].includes(typeof first)) return '';
  const text = String(first).replace(/\s+/gu, ' ').trim();
  if (text === '') return '';
  return `: ${text.length > LABEL ? `${text.slice(0, LABEL - 1)}…` : text}`;
}
