import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { DeskhandError, messageOf } from '../../core/errors.js';
import { nearestName } from '../../core/nearest.js';
import type { HostKind } from '../hosts.js';
import { unknownFamily } from './families.js';
import { DEFAULT_MODEL, hosted, movingWords, profileByFamily, profiles } from './known.js';
import { Profile } from './profile.js';

export { DEFAULT_MODEL, profiles } from './known.js';
export type { Profile } from './profile.js';

const How =
  'Add one with --profiles FILE: a JSON list of {"model", "family", "space", "factor", "pixels": {"min", "max"}}; docs/models.md tells each field.';

/**
 * The profile of a model: by its exact name without regard to case, else by the pattern of a family that was published
 * under such names. A user's own file beats what comes along. What no pattern fits is never guessed.
 *
 * @param options.host kind of server it runs on, when it is not the usual one
 * @param options.file JSON file with a profile or a list of them
 * @throws DeskhandError `unknown-model` with the nearest names; `bad-profile` when the file is wrong
 */
export function profileFor(
  name: string = DEFAULT_MODEL,
  options: { host?: HostKind; file?: string } = {},
): Profile {
  const own = options.file === undefined ? [] : readProfiles(options.file);
  const found = named(name.trim(), own);
  if (found === undefined) throw unknownModel(name, [...own, ...profiles]);
  return options.host === undefined ? found : { ...found, host: options.host };
}

/**
 * The profile for questions from whose answers no point is read: a name that nobody knows is as good as any, for where
 * its points would lie does not matter.
 *
 * @throws DeskhandError `bad-profile` when the file is wrong
 */
export function profileForQuestions(
  name: string = DEFAULT_MODEL,
  options: { host?: HostKind; file?: string } = {},
): Profile {
  try {
    return profileFor(name, options);
  } catch (error) {
    if (!(error instanceof DeskhandError) || error.code !== 'unknown-model') throw error;
    return Profile.parse({
      ...unknownFamily,
      model: name.trim(),
      ...(options.host && { host: options.host }),
    });
  }
}

/** What is refused wherever a point would be read from an answer. */
export function unknownSpace({ model, warning = '' }: Profile): DeskhandError {
  return new DeskhandError(
    'usage',
    'unknown-space',
    `Nobody knows how ${model} writes points. ${warning}`.trim(),
    { hint: 'Measure it with deskhand doctor --calibrate --model NAME, and add a profile.' },
  );
}

/** A name that ends in -latest means the model without that, as long as nobody says more of it. */
function named(name: string, own: readonly Profile[]): Profile | undefined {
  const wanted = name.toLowerCase();
  const same = ({ model }: Profile): boolean => model.toLowerCase() === wanted;
  const mine = own.find(same);
  // Servers of one's own and go-betweens decide themselves how a name is written.
  if (mine !== undefined) return mine.host === 'dashscope' ? mine : { ...mine, model: name };
  const found = hosted.find(same);
  if (found !== undefined) return found.warning === undefined ? found : (profiles.find(same) ?? found);
  if (!/[^:]-latest$/.test(wanted)) return profileByFamily(name);
  const base = named(name.slice(0, -'-latest'.length), own);
  if (base === undefined) return undefined;
  const moving = { ...base, model: wanted };
  return { ...moving, warning: movingWords(moving, profiles) };
}

/** Named where no name is near. */
const usual = [DEFAULT_MODEL, 'qwen3.7-plus', 'Qwen/Qwen3-VL-8B-Instruct'];

function unknownModel(name: string, known: readonly Profile[]): DeskhandError {
  const near = nearNames(
    name,
    known.map(({ model }) => model),
  );
  const meant = ` Known are for example ${(near.length === 0 ? usual : near).join(', ')}.`;
  return new DeskhandError('usage', 'unknown-model', `There is no profile for the model “${name}”.${meant}`, {
    hint: `Without a profile nobody knows where its points lie. ${How}`,
  });
}

/** Up to three names that may have been meant, nearest first. */
function nearNames(name: string, known: readonly string[]): string[] {
  const left = new Set(known);
  const near: string[] = [];
  while (near.length < 3) {
    const next = nearestName(name, [...left]);
    if (next === undefined) break;
    left.delete(next);
    near.push(next);
  }
  const start = name.toLowerCase().slice(0, 7);
  return near.length > 0 ? near : known.filter((each) => each.toLowerCase().startsWith(start)).slice(0, 3);
}

/** The profiles of a user's own file. */
export function readProfiles(file: string): Profile[] {
  try {
    const content: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return z.array(Profile).parse(Array.isArray(content) ? content : [content]);
  } catch (cause) {
    const reason = cause instanceof z.ZodError ? z.prettifyError(cause) : messageOf(cause);
    throw new DeskhandError('usage', 'bad-profile', `${file} holds no profile: ${reason}`, {
      cause,
      hint: How,
    });
  }
}
