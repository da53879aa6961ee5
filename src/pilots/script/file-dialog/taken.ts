import type { Check } from '../../../core/check.js';
import type { WindowFacts } from '../../../core/frame.js';
import { windowMatches } from '../../../core/window.js';
import { perform } from '../play.js';
import type { Cue, Play, Stage } from '../stage.js';
import type { FileBefore } from './owed-file.js';
import type { FileDialogStep } from './step.js';

/** A dialog that was answered. */
export interface Answered {
  readonly dialog: WindowFacts;
  readonly before: FileBefore;
  /** Windows that were there then. */
  readonly known: ReadonlySet<string>;
  /** How it was answered last. */
  by: 'button' | 'return' | undefined;
  /** When it, or its question, was answered last, monotonic ms. */
  at: number;
  /** The question whether to replace the file was agreed to. */
  agreed: boolean;
  /** The first window of the program that came afterwards, and when, monotonic ms. */
  followed: { readonly id: string; readonly at: number } | undefined;
}

/** A path that only Windows, or a program under Wine or DOS, can follow. */
const driveOrShare = /^([A-Za-z]:[\\/]|\\\\)/u;

/** What is known of the file now. */
export async function fileNow(stage: Stage, path: string): Promise<FileBefore> {
  if (process.platform !== 'win32' && driveOrShare.test(path)) return { known: false, stamp: undefined };
  try {
    return { known: true, stamp: await stage.files.stamp(path) };
  } catch {
    // A folder that may not be looked into: the program may well be allowed to.
    return { known: false, stamp: undefined };
  }
}

/**
 * Whether the program has taken the file. One that is saved is there and another than before. One that is opened
 * can only be known by the button that closed the dialog, or by what the program shows of it.
 */
export async function isTaken(stage: Stage, step: FileDialogStep, answered: Answered): Promise<boolean> {
  if (step.act === 'save' && answered.before.known) return isNew(stage, step.file, answered.before);
  return answered.by === 'button' || step.expect.length > 0 || showsFile(stage, step, answered);
}

async function isNew(stage: Stage, path: string, before: FileBefore): Promise<boolean> {
  const now = await fileNow(stage, path);
  return now.stamp !== undefined && now.stamp !== before.stamp;
}

/** A window that is new, or whose title names the file. */
function showsFile(stage: Stage, { file }: FileDialogStep, { dialog, known }: Answered): boolean {
  const name = file.replace(/^.*[\\/]/u, '');
  const { windows } = stage.situation.view.frame;
  return windows.some(
    ({ id, title, pid }) =>
      title.includes(name) || (!known.has(id) && pid !== undefined && pid === dialog.pid),
  );
}

/** Why the step has failed when the dialog has closed and the file was not taken. */
export async function notTaken(stage: Stage, step: FileDialogStep, { by }: Answered): Promise<string> {
  if (step.act === 'open')
    return `The file dialog closed after ${by === 'button' ? 'a click' : 'Return'}, but nothing shows that ${step.file} was taken; it may have been cancelled. Say under expect what the program shows then.`;
  const near = await stage.files.longerNames(step.file);
  const written =
    near.length === 0 ? '' : ` There is ${near.map((name) => `“${name}”`).join(', ')}: name the ending too.`;
  return `The file dialog closed, but ${step.file} was not written: it was cancelled, or the program saved elsewhere.${written}`;
}

/** The last word: the promises of the step, that the file is there, and that no window of that name is left. */
export async function* holdPromises(
  stage: Stage,
  cue: Cue,
  step: FileDialogStep,
  { dialog, before }: Answered,
): Play {
  const gone: Check = { closed: { title: dialog.title, class: dialog.class } };
  const twin = stage.situation.view.frame.windows.some((each) => windowMatches(gone.closed ?? '', each));
  const there: Check = { file: { path: step.file, exists: true } };
  yield* perform(stage, cue, {
    action: { name: 'check', input: { what: 'the file dialog has closed and the file was taken' } },
    checks: [
      ...(twin || dialog.title === '' ? [] : [gone]),
      ...(step.act === 'save' && before.known ? [there] : []),
      ...step.expect,
    ],
  });
}
