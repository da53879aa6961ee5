/** What programs may use: tasks, recordings, reports and questions about pictures. The command line is built on the same. */
export { DeskhandError, exitCodes } from './core/errors.js';
export type { RecordingEvent, RecordingLine } from './core/events.js';
export type { Recording } from './core/recording.js';
export { ask, type Image, type ModelAnswer, type ModelQuestion } from './model/index.js';
export { readRecording, verifyRecording } from './recording/index.js';
export { type ReportName, reporters } from './report/index.js';
export { formatProblem, parseTask, type Task, taskJsonSchema } from './task/index.js';
