/** What programs may use: runs, replays, recordings, reports, tasks and questions about pictures. `docs/api.md` tells how. */
import { answerRequest, type ChatRequestInput, type ChatSettings, type ModelAnswer } from './model/index.js';
import { timedFrames } from './recording/index.js';
import { admitServer, sitePolicies } from './task/index.js';

export { replay } from './app/replay.js';
export type { RunHandle, RunResult, RunState } from './app/run-handle.js';
export {
  ReplayRequest,
  type ReplayRequestInput,
  RunRequest,
  type RunRequestInput,
} from './app/run-request.js';
export type { Notice, RunServices } from './app/services.js';
export { startRun } from './app/start-run.js';
export type { Approval } from './core/action.js';
export { DeskhandError, exitCodes } from './core/errors.js';
export type { RecordingEvent, RecordingLine } from './core/events.js';
export type { Recording } from './core/recording.js';
export { type DesktopSpec, type OpenDesktop, openDesktop } from './desktop/open-desktop.js';
export { ChatRequest, type ChatRequestInput, type Image, type ModelAnswer } from './model/index.js';
export type { Clock, Confirmation, Operator } from './ports.js';
export { followRecording, readRecording, verifyRecording } from './recording/index.js';
export {
  createListReporter,
  type ListOptions,
  type ListReporter,
  type ReportName,
  reporters,
} from './report/index.js';
export { formatProblem, parseTask, type Task, taskJsonSchema } from './task/index.js';

/** Where a request of a program goes: server, own profiles, where keys are looked for, how to stop, who hears the text. */
export type ChatOptions = Pick<ChatSettings, 'base_url' | 'profiles' | 'env' | 'signal' | 'onText'>;

/**
 * Asks a model about pictures or a video; the request has the fields of `deskhand ask --request`. Site policies hold
 * here as they do for the command line.
 *
 * @throws DeskhandError `bad-request`, `no-key`, `model-host` for a server that the site does not allow, `answer-…` when
 *   no answer fits, or what the server's fault is called
 */
export async function chat(request: ChatRequestInput, options: ChatOptions = {}): Promise<ModelAnswer> {
  const { DESKHAND_POLICY: also } = options.env ?? {};
  const sites = [
    ...sitePolicies(process.env),
    ...(also === undefined || also === process.env.DESKHAND_POLICY
      ? []
      : sitePolicies({ DESKHAND_POLICY: also })),
  ];
  const { shown } = await answerRequest(request, {
    ...options,
    recorded: timedFrames,
    admit: (url) => admitServer(url, sites),
  });
  return shown;
}

/** A request and its options in one object. */
export type ModelQuestion = Omit<ChatRequestInput, 'json_mode'> & ChatOptions & { readonly json?: boolean };

/** Asks one question: `chat` with request and options in one object. */
export function ask({
  base_url,
  profiles,
  env,
  signal,
  onText,
  ...request
}: ModelQuestion): Promise<ModelAnswer> {
  const options = Object.entries({ base_url, profiles, env, signal, onText }).filter(
    ([, each]) => each !== undefined,
  );
  return chat(request, Object.fromEntries(options));
}
