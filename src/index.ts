/** What programs may use: tasks, recordings and reports. The command line is built on the same. */
export { DeskhandError, exitCodes } from './core/errors.js';
export type { RecordingEvent, RecordingLine } from './core/events.js';
export type { Recording } from './core/recording.js';
export { readRecording, verifyRecording } from './recording/index.js';
export { type ReportName, reporters } from './report/index.js';
export { formatProblem, parseTask, type Task, taskJsonSchema } from './task/index.js';
