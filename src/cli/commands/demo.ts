import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { lateReader } from '../../app/readers.js';
import { startRun } from '../../app/start-run.js';
import type { Ending } from '../../core/action.js';
import { DeskhandError, exitCodes } from '../../core/errors.js';
import { attend, exitCodeOf } from '../attend.js';
import type { Controls } from '../controls.js';
import { servicesFor } from '../run-options.js';
import { tellNotices } from '../tell-notices.js';

interface Scene {
  readonly file: string;
  readonly says: string;
  readonly ending: Ending;
}

const scenes: readonly Scene[] = [
  {
    file: 'editor.yaml',
    says: 'A text editor: write a letter, save it under a name, compare the file.',
    ending: 'passed',
  },
  {
    file: 'orders-goal.yaml',
    says: 'A legacy program, by a goal in plain words instead of steps.',
    ending: 'passed',
  },
  {
    file: 'orders-delete.yaml',
    says: 'A risky act: the author of the task approved the deletion in advance, by name.',
    ending: 'passed',
  },
  {
    file: 'orders-invoice.yaml',
    says: 'A risky act that nobody approved. No person answers here, and no answer means no.',
    ending: 'refused',
  },
];

/** What the samples drive, with the Debian package of each. */
const programs = [
  { package: 'mousepad', asked: ['mousepad', '--version'] },
  { package: 'python3-tk', asked: ['python3', '-c', 'import tkinter'] },
] as const;

/** Throws `programs-missing` with the command that installs what the samples need. */
function requirePrograms(): void {
  const missing = programs.filter(
    ({ asked: [command, ...args] }) => spawnSync(command, args, { stdio: 'ignore' }).status !== 0,
  );
  if (missing.length === 0) return;
  const names = missing.map((each) => each.package).join(' ');
  throw new DeskhandError(
    'environment',
    'programs-missing',
    'The demo drives a text editor and a Python program; not all they need is installed.',
    {
      hint: `Install them with: sudo apt-get install -y --no-install-recommends ${names}`,
    },
  );
}

/** Runs sample tasks on a virtual desktop, without a key, a network or a person; each must end as announced. */
export async function demoCommand(
  { recordings }: { recordings: string },
  controls: Controls,
): Promise<number> {
  requirePrograms();
  const folder = fileURLToPath(new URL('../../../tasks/', import.meta.url));
  const reader = lateReader((text) => tellNotices([text]));
  const reports: string[] = [];
  try {
    for (const [index, scene] of scenes.entries()) {
      process.stdout.write(`\n${index + 1}. ${scene.says}\n`);
      const handle = startRun(
        { task: sampleFile(folder, scene.file), approve: 'deny', recordings, model: { pilot: 'offline' } },
        servicesFor(reader),
      );
      const run = await attend(handle, controls, true);
      if (run.ending === 'stopped') return exitCodes.stopped;
      if (run.ending !== scene.ending) {
        process.stderr.write(`deskhand: expected “${scene.ending}”; look at ${run.folder}\n`);
        return exitCodeOf(run) || exitCodes.failed;
      }
      if (run.report !== undefined) reports.push(run.report);
    }
  } finally {
    await reader.close();
  }
  process.stdout.write(
    `\nAll four ended as they should. Open a report:\n${reports.map((file) => `  ${file}\n`).join('')}`,
  );
  return exitCodes.passed;
}

function sampleFile(folder: string, file: string): string {
  if (existsSync(`${folder}${file}`)) return `${folder}${file}`;
  throw new DeskhandError('environment', 'no-samples', `The sample tasks are not in ${folder}.`, {
    hint: 'The package is not whole. Install it anew.',
  });
}
