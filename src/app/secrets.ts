import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { DeskhandError } from '../core/errors.js';
import { type Redact, type RedactedStream, redactor, streamRedactor } from '../core/secrets/redact.js';
import type { Secrets } from '../ports.js';
import type { Task } from '../task/index.js';

/** The secrets of a run and what keeps them out of everything else. */
export interface HeldSecrets {
  readonly secrets: Secrets;
  /** For what blacks them out of pictures, and nothing else. */
  readonly values: Readonly<Record<string, string>>;
  readonly redact: Redact;
  /** Begins to take them out of the output of a program. */
  readonly clean: () => RedactedStream;
}

/** The environment variables that hold secrets of a task. */
export function secretVariables({ secrets }: Pick<Task, 'secrets'>): string[] {
  return Object.values(secrets).flatMap((source) => ('env' in source ? [source.env] : []));
}

/** Without these nothing can be started; what is in them by chance, such as the user name `shop`, stays. */
const NEEDED = new Set([
  'PATH',
  'HOME',
  'USER',
  'LOGNAME',
  'SHELL',
  'PWD',
  'LANG',
  'TERM',
  'TMPDIR',
  'DISPLAY',
  'XAUTHORITY',
]);

/** The environment for what a run starts: without the variables of secrets, and without any other that shows a value. */
export function environmentWithout(
  env: Readonly<Record<string, string | undefined>>,
  variables: readonly string[],
  redact: Redact,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) =>
      value === undefined || variables.includes(name) || (!NEEDED.has(name) && redact(value) !== value)
        ? []
        : [[name, value]],
    ),
  );
}

/**
 * The secrets of a task. They are read once before anything is touched, so that a missing one is told in time;
 * the values are only handed to what takes them out of texts and pictures.
 *
 * @param needed false where nothing will be typed: a missing value is no fault then
 * @throws DeskhandError kind `usage` that names every secret without a value
 */
export function openSecrets(
  task: Task,
  folder: string,
  env: Readonly<Record<string, string | undefined>>,
  needed = true,
): HeldSecrets {
  const values: Record<string, string> = {};
  const missing: string[] = [];
  for (const [name, source] of Object.entries(task.secrets)) {
    const value = 'env' in source ? env[source.env] : fileText(resolve(folder, source.file));
    if (value === undefined || value === '') {
      missing.push(`${name} (${'env' in source ? `environment variable ${source.env}` : source.file})`);
    } else values[name] = value;
  }
  if (needed && missing.length > 0) {
    throw new DeskhandError('usage', 'missing-secret', `Secrets have no value: ${missing.join(', ')}.`, {
      hint: 'Set them before the run; their values never stand in a task.',
    });
  }
  const reveal = (name: string): string => {
    const value = values[name] ?? (needed ? undefined : '');
    if (value === undefined)
      throw new DeskhandError('usage', 'no-secret', `The task has no secret “${name}”.`);
    return value;
  };
  return {
    secrets: { names: Object.keys(task.secrets), reveal },
    values,
    redact: redactor(values),
    clean: () => streamRedactor(values),
  };
}

function fileText(path: string): string | undefined {
  try {
    if (!statSync(path).isFile())
      throw new DeskhandError(
        'usage',
        'bad-secret',
        `${path} is no plain file that a secret could stand in.`,
      );
    return readFileSync(path, 'utf8').replace(/\r?\n$/u, '');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
