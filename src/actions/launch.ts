import * as z from 'zod';
import { deed } from './deed.js';
import { window } from './parts.js';

export const launch = deed({
  name: 'launch',
  description: 'Starts an application and waits for its window.',
  input: z.strictObject({
    name: z.string().min(1).describe('name of the application in this task'),
    command: z.string().min(1).describe('program to start'),
    args: z.array(z.string()).default([]).describe('its arguments'),
    env: z.record(z.string(), z.string()).optional().describe('environment variables to add'),
    cwd: z.string().optional().describe('folder to start in'),
    window: window.optional().describe('window that shows it has started; without it, the first new one'),
    timeoutMs: z.number().int().min(1).max(600_000).default(20_000).describe('until its window is there, ms'),
  }),
  kind: 'machine',
  offered: false,
  patience: 'launch',
  traits: (input) => ({
    points: [],
    chords: [],
    app: input.name,
    command: [input.command, ...input.args].join(' '),
  }),
  summary: (input) => `launch ${input.name}`,
  /** Answers name, process id, the title of its window, and of its dialog that has the keyboard, if one has. */
  async perform(input, world, signal) {
    const { env, cwd, window: shown, ...always } = input;
    const app = await world.apps.launch(
      { ...always, ...(env && { env }), ...(cwd !== undefined && { cwd }), ...(shown && { window: shown }) },
      signal,
    );
    return {
      name: app.name,
      pid: app.pid,
      ...(app.window && { title: app.window.title }),
      ...(app.front && { front: app.front.title }),
    };
  },
});
