import { offlinePilot } from '../pilots/offline/offline-pilot.js';
import { scriptPilot } from '../pilots/script/script-pilot.js';
import type { Eyes, Pilot } from '../ports.js';
import { systemClock } from './clock.js';
import type { LoadedTask } from './load-tasks.js';

/** The pilot of a task: its steps, and for goals in words the offline pilot unless another one is given. */
export function pilotOfTask(
  { task, params }: LoadedTask,
  eyes: Eyes,
  openGoal: (goal: string) => Pilot = (goal) => offlinePilot(goal, { eyes, clock: systemClock }),
): Pilot {
  return scriptPilot({ task, params, eyes, clock: systemClock, openGoal });
}
