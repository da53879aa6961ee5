import { relative } from 'node:path';
import type { Recording } from '../../core/recording.js';
import type { ReportInput, ReportOptions } from '../report.js';
import { endingOf, lengthOf, warningsOf } from '../story.js';
import { count, duration } from '../words.js';
import { chip } from './act.js';
import { policy, STYLE } from './assets.js';
import { html, Markup } from './markup.js';

/** One page over several runs: how each ended, why, and the way to the page that it left in its own folder. */
export function indexPage(inputs: readonly ReportInput[], { base }: ReportOptions): string {
  const runs = inputs.map(({ recording }) => recording);
  const bad = runs.filter((run) => !isGood(run)).length;
  const title =
    bad === 0
      ? `All ${count(runs.length, 'task')} passed`
      : `${bad} of ${count(runs.length, 'task')} did not pass`;
  const total = runs.reduce((sum, run) => sum + lengthOf(run), 0);
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy(STYLE)}">
<meta name="viewport" content="width=device-width,initial-scale=1"><meta name="referrer" content="no-referrer">
<title>${title}</title>
<style>${new Markup(STYLE)}</style></head>
<body><header class="hero ${bad === 0 ? 'passed' : 'failed'}"><div class="inner"><h1>${title}</h1><p class="dim">${duration(
    total,
  )} altogether</p></div></header>
<main class="single"><table class="runs"><thead><tr><th>Ending</th><th>Task</th><th>Why</th><th class="wide">Acts</th><th class="wide">Took</th></tr></thead><tbody>${runs.map(
    (run) => row(run, base),
  )}</tbody></table></main></body></html>
`.text;
}

function isGood(run: Recording): boolean {
  return endingOf(run).name === 'passed' && run.corrupt === undefined;
}

function row(run: Recording, base: string): Markup {
  const { name, reason } = endingOf(run);
  const link = pathFrom(base, run.folder, 'report.html');
  return html`<tr class="${isGood(run) ? 'good' : 'bad'}"><td>${chip('ending', name)}</td><td><a href="${link}">${
    run.header.task.name
  }</a></td><td>${[reason, ...warningsOf(run)].join(' ')}</td><td class="wide">${run.acts.length}</td><td class="wide">${duration(lengthOf(run))}</td></tr>`;
}

/** The address of a file of a recording, seen from the folder of the page. */
export function pathFrom(base: string, folder: string, file: string): string {
  const parts = [...relative(base, folder).split(/[\\/]/u), ...file.split('/')];
  return parts
    .filter((part) => part !== '')
    .map(encodeURIComponent)
    .join('/');
}
