import * as z from 'zod';
import { Limits, RiskClass } from '../../core/action.js';
import { Policy } from '../../core/policy.js';
import { type BlockName, blockNames, blocks } from './blocks.js';
import { type Lift, ready, scalars, written } from './lift.js';
import { nouns } from './nouns.js';
import { verbs } from './verbs.js';

const verbsReady = verbs(ready);

/** The verbs of steps with their ready shapes. */
export type Verbs = typeof verbsReady;
export type Verb = keyof Verbs;
/** What a step may do: a deed, or a block of other steps. */
export type StepVerb = Verb | BlockName;
export const verbNames: readonly StepVerb[] = [...(Object.keys(verbsReady) as Verb[]), ...blockNames];
export const readyVerbs: Verbs = verbsReady;
export const readyNouns = nouns(ready);

/** The keys that may stand beside the verb of a step. */
function commonKeys(lift: Lift) {
  const { text, flag, whole, duration } = scalars(lift);
  const { check, checks } = nouns(lift);
  return {
    name: text().optional().describe('what the step does, for people; made from the verb when it is missing'),
    id: z.string().optional().describe('short name by which approve and other steps speak of this step'),
    if: z
      .union([z.boolean(), check()], { error: 'expected an expression or a check' })
      .optional()
      .describe('the step is skipped unless this is true: an expression, or a check of the screen (a map)'),
    timeout: duration()
      .optional()
      .describe('how long finding the target, and then each check, may take (default 10s)'),
    expect: checks().optional().describe('what must be true after the act'),
    soft: flag().optional().describe('a failure of this step only warns (default false)'),
    strict: flag()
      .optional()
      .describe(
        'a promise under expect that held already before the step fails it (default: as the task says)',
      ),
    retry: whole(0, 10).optional().describe('how many more times a failed step is tried (default 0)'),
    approve: z
      .union([z.boolean(), z.array(RiskClass).min(1)], {
        error: `expected true, false or a list of classes: ${RiskClass.options.join(', ')}`,
      })
      .optional()
      .describe(
        'what the author approves in advance: true for whatever the step itself asks about, or a list of classes such as [deleting]; a do step takes classes only',
      ),
  };
}

export const readyCommon = z.object(commonKeys(ready));
export const commonNames = Object.keys(readyCommon.shape);

/** A step as written: one map with all verbs as keys, so that editors offer each once. */
const WrittenStep: z.ZodType = z
  .strictObject({
    ...commonKeys(written),
    ...optional(verbs(written)),
    ...blocks(
      written,
      z.lazy(() => WrittenStep),
    ),
  })
  .meta({ id: 'Step', description: 'one verb, and the keys that any step may have' });

const { textMatch, anchor, windowMatch, box, target, check, checks } = nouns(written);

/** The shapes that stand in many places of a task file, smallest first. */
export const sharedShapes: Readonly<Record<string, z.ZodType>> = {
  TextMatch: textMatch(),
  Anchor: anchor(),
  WindowMatch: windowMatch(),
  Box: box(),
  Target: target(),
  Check: check(),
  Checks: checks(),
  App: appShape(written),
};

const steps = (about: string) => z.array(WrittenStep).optional().describe(about);

/** How an application is started. */
function appShape(lift: Lift) {
  const { text, duration, pace } = scalars(lift);
  const { windowMatch } = nouns(lift);
  return z.union(
    [
      text(),
      z.strictObject({
        command: text().describe('program to start'),
        args: z.array(text()).optional().describe('arguments, one entry each'),
        env: z.record(z.string(), text()).optional().describe('environment variables to add'),
        cwd: text().optional().describe('folder to start in, relative to the task'),
        window: windowMatch().optional().describe('the window that shows that it has started'),
        timeout: duration().optional().describe('how long until that window must be there (default 20s)'),
        pace: pace()
          .optional()
          .describe('how fast it is given input (default: that of the task, else by what it is)'),
        start: z
          .boolean()
          .optional()
          .describe('false: not before the first step, a launch step starts it (default true)'),
      }),
    ],
    { error: 'expected a command, or a map with command' },
  );
}

export const readyApp = appShape(ready);

const Param = z.strictObject({
  type: z
    .enum(['string', 'number', 'boolean', 'list'])
    .optional()
    .describe('kind of value (default: that of default, else string)'),
  default: z.unknown().optional().describe('value when none is given'),
  description: z.string().optional().describe('what it is for'),
  required: z.boolean().optional().describe('whether it must be given (default: when there is no default)'),
  choices: z
    .array(z.union([z.string(), z.number()]))
    .min(1)
    .optional()
    .describe('the only values allowed'),
});

const Secret = z
  .strictObject({
    env: z.string().optional().describe('environment variable that holds it'),
    file: z.string().optional().describe('file that holds it, relative to the task'),
  })
  .describe('where the value comes from; the value itself never stands in a task');

const DesktopMap = z.strictObject({
  kind: z.string().optional().describe('virtual, current, or a display such as :1 (default virtual)'),
  size: z
    .string()
    .regex(/^\d{3,5}x\d{3,5}$/, { error: 'expected a size such as 1280x800' })
    .optional()
    .describe('size of a virtual desktop, such as 1280x800'),
  depth: z
    .union([z.literal(16), z.literal(24), z.literal(30)], { error: 'expected 16, 24 or 30' })
    .optional()
    .describe('bits per px of a virtual desktop (default 24)'),
  scale: z
    .number()
    .min(0.5)
    .max(4)
    .optional()
    .describe(
      'how much bigger programs of a virtual desktop draw themselves (GDK_SCALE, QT_SCALE_FACTOR, Xft.dpi); points and boxes stay px of the screen',
    ),
  monitor: z
    .union([z.string().min(1), z.number().int().min(1)], {
      error: 'expected the name or number of a monitor, or all',
    })
    .optional()
    .describe('monitor to look at: its name, its number from 1, or all (default all)'),
});

const Model = z.union(
  [
    z.string(),
    z.strictObject({
      name: z.string().describe('name of the model, such as qwen3-vl-plus'),
      base_url: z.string().optional().describe('address of an OpenAI-compatible server'),
      api_key_env: z.string().optional().describe('environment variable that holds the key'),
    }),
  ],
  { error: 'expected the name of a model, or a map with name' },
);

/** A task file as it is written. */
export const TaskFile = z.strictObject({
  $schema: z.string().optional().describe('JSON Schema for editors'),
  name: z.string().min(1).optional().describe('name of the task (default: name of the file)'),
  description: z.string().optional().describe('what the task is for'),
  tags: z.array(z.string()).optional().describe('words to choose tasks by'),
  desktop: z
    .union([z.string(), DesktopMap], {
      error: 'expected virtual, current, a display such as ":1", or a map with kind',
    })
    .optional()
    .describe('where it runs: virtual, current, a display such as ":1", or a map'),
  apps: z
    .record(z.string(), appShape(written))
    .optional()
    .describe('applications by name; started in this order before the first step'),
  params: z
    .record(z.string(), z.unknown())
    .optional()
    .describe('parameters by name: a default value, or a map with type, default, required, choices'),
  secrets: z.record(z.string(), Secret).optional().describe('secrets by name, and where they come from'),
  pace: scalars(ready)
    .pace()
    .optional()
    .describe('how fast all applications are given input (default: each by what it is)'),
  person: z
    .union(
      [
        z.enum(['pause', 'ignore']),
        z.strictObject({
          quiet: scalars(ready)
            .duration()
            .optional()
            .describe('how long mouse and keyboard must be left alone before it goes on (default 3s)'),
          within: scalars(ready)
            .duration()
            .optional()
            .describe('how long somebody may go on before the run ends as stopped (default 10m)'),
        }),
      ],
      { error: 'expected pause, ignore, or a map with quiet and within' },
    )
    .optional()
    .describe(
      'what happens when somebody else uses mouse or keyboard: pause, or ignore (default: pause, on a virtual desktop ignore); a map pauses',
    ),
  limits: z.strictObject(Limits.shape).optional().describe('what a run may use up'),
  policy: z
    .strictObject({
      ...Policy.shape,
      windows: z
        .array(windowMatch())
        .optional()
        .describe(Policy.shape.windows.description ?? ''),
      keys: z
        .strictObject({ refuse: z.array(z.string()).describe('chords such as alt+f4') })
        .optional()
        .describe(Policy.shape.keys.description ?? ''),
    })
    .optional()
    .describe('what is allowed, what asks, what is refused'),
  strict: z
    .boolean()
    .optional()
    .describe('promises that held already before their step are failures (default false)'),
  model: Model.optional().describe('the model that goals, descriptions and readings use'),
  goal: z.string().optional().describe('what shall be reached, in words, instead of steps'),
  until: checks().optional().describe('the goal is reached when this holds'),
  before: steps('steps that prepare; when one fails, steps are not begun'),
  steps: steps('what is done, in this order'),
  after: steps(
    'steps that tidy up; they run whether the steps passed or not, but not after a stop or a used-up limit',
  ),
  onFailure: steps('steps that run when one has failed, before after'),
  outputs: z
    .record(z.string(), z.unknown())
    .optional()
    .describe('what the run hands out: names and expressions'),
});

/** The map form of a parameter. */
export const ParamMap = Param;
export type ParamMap = z.infer<typeof Param>;
export const paramKeys = Object.keys(Param.shape);

/** The lists of steps, in the order in which they run. */
export const stepLists = ['before', 'steps', 'onFailure', 'after'] as const;

function optional(shapes: Verbs): { [Name in Verb]: z.ZodOptional<Verbs[Name]> } {
  return Object.fromEntries(Object.entries(shapes).map(([name, shape]) => [name, shape.optional()])) as {
    [Name in Verb]: z.ZodOptional<Verbs[Name]>;
  };
}
