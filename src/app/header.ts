import { basename, resolve } from 'node:path';
import type { RecordingEvent } from '../core/events.js';
import type { Desktop } from '../ports.js';
import type { RunInput } from '../run/contract.js';
import type { RunPorts } from '../run/run-ports.js';
import type { LoadedTask } from './load-tasks.js';
import { packageVersion } from './package-version.js';

/** Returns the first line of a recording: what runs where, by whom, within which limits. */
export function headerOf(
  { task, params }: LoadedTask,
  { pilot, operator, journal }: Pick<RunPorts, 'pilot' | 'operator' | 'journal'>,
  desktop: Pick<Desktop, 'kind' | 'name' | 'size'> & { readonly monitor: string | undefined },
  limits: RunInput['limits'],
): Extract<RecordingEvent, { type: 'run' }> {
  return {
    type: 'run',
    format: 1,
    version: packageVersion(),
    id: basename(journal.folder),
    task: {
      name: task.name,
      file: resolve(task.file),
      source: task.source,
      tags: [...task.tags],
      ...(task.description !== undefined && { description: task.description }),
      ...(task.goal !== undefined && { goal: task.goal }),
    },
    params: { ...params },
    pilot: pilot.name,
    ...(pilot.model !== undefined && { model: pilot.model }),
    operator: operator.name,
    desktop: {
      kind: desktop.kind,
      display: desktop.name,
      size: { ...desktop.size },
      ...(desktop.monitor !== undefined && { monitor: desktop.monitor }),
    },
    limits,
    machine: { platform: process.platform, node: process.version },
  };
}
