import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { OpenDesktop } from '../../src/desktop/open-desktop.js';

/** A program that a case needs, by the Debian package that has it. */
export type Needs = Readonly<Record<string, string>>;

/** Where a case was run, to be asked for what really happened. */
export interface World {
  readonly folder: string;
  readonly desktop: OpenDesktop;
}

/** Says what is not as it should be, by the program's own state; undefined when all is right. */
export type Truth = (world: World) => Promise<string | undefined>;

/** A small job on a real program that once went wrong. */
export interface Case {
  readonly name: string;
  /** The kind of fault that it is a member of. */
  readonly kind: string;
  /** Programs by the package that has them: `{mousepad: 'mousepad'}`. */
  readonly needs: Needs;
  /** Window manager of its display; openbox unless told, `none` for none. */
  readonly manager?: string;
  /** Files that lie in the folder before. */
  readonly files?: (folder: string) => Readonly<Record<string, string | Promise<Buffer>>>;
  /** The task, in YAML. */
  readonly task: (folder: string) => string;
  readonly truth: Truth;
  /** A run that fails and says this is right too. */
  readonly mayFail?: Excuse;
  /** The run has to fail and to say this: one that passes is wrong whatever else. */
  readonly mustFail?: Excuse;
  /** How many px of its screen are one of the task's; 1 unless told. */
  readonly scale?: number;
}

/** Why a run may fail, and what it then says: one that fails for another reason proves nothing. */
export interface Excuse {
  readonly why: string;
  readonly says: RegExp;
}

/** The text was not seen to have arrived, in whatever words. */
export const textLost = (why: string): Excuse => ({
  why,
  says: /typed|the text|letters?|keys|keyboard|focus/iu,
});

/** A file of the folder holds exactly this, but for what ends it. */
export function fileIs(name: string, text: string): Truth {
  return async ({ folder }) => {
    const held = await readFile(join(folder, name), 'utf8').catch(() => '(there is no such file)');
    return held.trimEnd() === text.trimEnd()
      ? undefined
      : `${name} holds ${JSON.stringify(held.slice(0, 300))}`;
  };
}

/** A file of the folder has this in it, and not that. */
export function fileHas(name: string, text: string, not?: string): Truth {
  return async ({ folder }) => {
    const held = await readFile(join(folder, name), 'utf8').catch(() => '(there is no such file)');
    const right = held.includes(text) && (not === undefined || !held.includes(not));
    return right ? undefined : `${name} holds ${JSON.stringify(held.slice(-300))}`;
  };
}

/** The file is empty or not there: nothing was done. */
export function untouched(name: string): Truth {
  return async ({ folder }) => {
    const held = await readFile(join(folder, name), 'utf8').catch(() => '');
    return held === '' ? undefined : `${name} holds ${JSON.stringify(held.slice(0, 300))}`;
  };
}

/** A window with such a title is open. */
export function windowOpen(title: RegExp): Truth {
  return async ({ desktop }) => {
    const titles = await titlesOf(desktop);
    return titles.some((each) => title.test(each)) ? undefined : `the windows are ${titles.join(' | ')}`;
  };
}

/** No window with such a title is open any more. */
export function windowClosed(title: RegExp): Truth {
  return async ({ desktop }) => {
    const titles = await titlesOf(desktop);
    return titles.some((each) => title.test(each)) ? `the windows are ${titles.join(' | ')}` : undefined;
  };
}

async function titlesOf(desktop: OpenDesktop): Promise<string[]> {
  const windows = await desktop.windows.list(new AbortController().signal);
  return windows.map(({ title }) => title);
}

/** A run that comes to its end says all there is. */
export const passed: Truth = () => Promise.resolve(undefined);

/** A text as YAML writes it. */
export const quoted = (text: string): string => JSON.stringify(text);

/** The packages of Debian that have to be installed for it. */
export function missingOf(needs: Needs): string[] {
  const places = (process.env.PATH ?? '').split(':');
  const there = (program: string): boolean =>
    program.startsWith('/') ? existsSync(program) : places.some((place) => existsSync(join(place, program)));
  return Object.entries(needs).flatMap(([program, debian]) => (there(program) ? [] : [debian]));
}
