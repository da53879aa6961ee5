import type { RecordingLine } from '../core/events.js';
import type { RecordedAct, RecordedFrame, RecordedStep, Recording } from '../core/recording.js';
import type { Report } from './report.js';
import { endingOf, standingOf, warningsOf } from './story.js';
import { weakIn, wordsOf } from './words.js';

type Difference = Extract<RecordingLine, { type: 'difference' }>;

/** Raised when a member changes its meaning or goes away; new members may come at any time. */
const SHAPE = 1;

/** Everything about the runs as one JSON document: `{report, runs: [...]}`, also for a single run. */
export const json: Report = {
  name: 'json',
  description: 'the whole run as one JSON document, several recordings in one file',
  file: 'report.json',
  pictures: false,
  render(inputs) {
    const runs = inputs.map(({ recording }) => runOf(recording));
    return `${JSON.stringify({ report: SHAPE, runs }, undefined, 2)}\n`;
  },
};

function runOf(recording: Recording): object {
  const { header, ending, torn, corrupt } = recording;
  const { name, reason } = endingOf(recording);
  return {
    id: header.id,
    folder: recording.folder,
    task: header.task,
    params: header.params,
    pilot: header.pilot,
    model: header.model,
    operator: header.operator,
    desktop: header.desktop,
    limits: header.limits,
    version: header.version,
    machine: header.machine,
    started: recording.started,
    ms: ending?.ms ?? recording.ms,
    ending: name,
    reason,
    outputs: ending?.outputs ?? {},
    values: recording.values,
    usage: recording.usage,
    steps: recording.steps.map(stepOf),
    weakPromises: weakIn(recording.acts).length,
    acts: recording.acts.map(actOf),
    notes: recording.notes.map(({ at, text }) => ({ at, text })),
    differences: recording.lines.flatMap((line) => (line.type === 'difference' ? [differenceOf(line)] : [])),
    artefacts: recording.artefacts,
    frames: [...recording.frames.values()].map(frameOf),
    integrity: {
      format: recording.format,
      lines: recording.lines.length,
      head: recording.head,
      sealed: ending !== undefined && (recording.changed ?? []).length === 0,
      torn,
      corrupt,
      warnings: warningsOf(recording),
    },
  };
}

function stepOf({ step, name, kind, depth, status, reason, at, ms, acts, usage }: RecordedStep): object {
  const numbers = acts.map(({ number }) => number);
  return { step, name, kind, depth, status, reason, at, ms, acts: numbers, usage };
}

function actOf(act: RecordedAct): object {
  const { number, attempt, step, at, ms, decision, confirmation } = act;
  return {
    act: number,
    attempt,
    step,
    at,
    ms,
    summary: wordsOf(act),
    thought: decision.thought,
    action: decision.action,
    target: decision.target,
    sighting: decision.sighting,
    verdict: act.verdict,
    confirmation: confirmation && {
      ...confirmation.approval,
      summary: confirmation.summary,
      crop: confirmation.crop,
      ms: confirmation.ms,
    },
    standing: standingOf(act),
    reason: act.reason,
    answer: act.answer,
    checks: act.checks,
    before: act.before?.id,
    after: act.after?.id,
    usage: act.usage,
    exchange: act.exchange,
    times: act.times,
  };
}

function differenceOf({ at, reason, expected, found, frame, box }: Difference): object {
  return { at, reason, expected, found, frame, box };
}

function frameOf({ id, file, sha256, size, scale, display, calm, at }: RecordedFrame): object {
  return { id, file, sha256, size, scale, display, calm, at };
}
