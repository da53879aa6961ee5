import * as z from 'zod';
import { DeskhandError } from '../core/errors.js';
import { deed } from './deed.js';
import { quoted } from './parts.js';

/** How much of a command's output is kept, characters; the end tells most. */
const KEPT = 20_000;

export const run = deed({
  name: 'run',
  description: 'Runs a command to its end, in the environment of the desktop.',
  input: z.strictObject({
    command: z.string().min(1).describe('program to run; a whole command line when shell is true'),
    args: z.array(z.string()).default([]).describe('its arguments'),
    cwd: z.string().optional().describe('folder to run in'),
    env: z.record(z.string(), z.string()).optional().describe('environment variables to add'),
    shell: z.boolean().default(false).describe('give the command line to a shell'),
    mayFail: z.boolean().default(false).describe('go on when it ends with another exit code than 0'),
    timeoutMs: z.number().int().min(1).max(3_600_000).default(60_000).describe('the longest it may take, ms'),
  }),
  kind: 'machine',
  offered: false,
  patience: 'none',
  traits: (input) => ({ points: [], chords: [], command: [input.command, ...input.args].join(' ') }),
  summary: (input) => `run ${quoted([input.command, ...input.args].join(' '), 100)}`,
  /** Answers exit code and output. */
  async perform(input, world, signal) {
    const { cwd, env, mayFail, ...always } = input;
    const result = await world.apps.run(
      { ...always, ...(cwd !== undefined && { cwd }), ...(env && { env }) },
      signal,
    );
    const answer = {
      code: result.code,
      stdout: result.stdout.slice(-KEPT),
      stderr: result.stderr.slice(-KEPT),
    };
    if (answer.code === 0 || mayFail) return answer;
    const said = (answer.stderr.trim() || answer.stdout.trim()).slice(-400);
    throw new DeskhandError(
      'failed',
      'command-failed',
      `${quoted(input.command)} ended with ${answer.code === null ? 'a signal' : `exit code ${answer.code}`}${said ? `: ${said}` : '.'}`,
      { hint: 'Where another exit code is fine: run: {command: …, mayFail: true}.' },
    );
  },
});
