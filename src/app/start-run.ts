import { loadTask } from './load-tasks.js';
import { modelOfTask } from './model-of-task.js';
import { perform, type RunPlan } from './perform.js';
import { pilotOfTask } from './pilot-of-task.js';
import { type RunHandle, Steering } from './run-handle.js';
import {
  type RunRequest,
  type RunRequestInput,
  RunRequest as RunRequestSchema,
  readRequest,
} from './run-request.js';
import { type RunServices, type Services, servicesOf } from './services.js';

/**
 * Starts a run of a task: opens its desktop, its pilot and its recording, and runs it to its end.
 *
 * @param request what to run, and how; plain JSON
 * @param services what cannot be written as JSON, such as who answers questions
 * @returns the handle of the run; whatever keeps it from beginning rejects its `done`
 */
export function startRun(request: RunRequestInput, services: RunServices = {}): RunHandle {
  return start(services, (all) => planOf(readRequest(RunRequestSchema, request), all));
}

/** Starts what a plan says, once the plan is made. */
export function start(
  given: RunServices,
  plan: (services: Services) => Promise<RunPlan> | RunPlan,
): RunHandle {
  return new Steering(async (steering) => {
    const services = servicesOf(given);
    const planned = await plan(services);
    steering.throwIfStopped();
    return perform(planned, services, steering);
  });
}

async function planOf(request: RunRequest, services: Services): Promise<RunPlan> {
  const loaded = loadTask(request);
  const model = await modelOfTask(loaded.task, request.model, services);
  return {
    loaded,
    settings: request,
    openPilot: (eyes, journal) => pilotOfTask(loaded, eyes, journal, model, services.clock),
    point: model?.point,
    modelEyes: model?.eyes,
  };
}
