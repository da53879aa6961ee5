import { failuresOf } from '../../core/failures.js';
import type { Recording } from '../../core/recording.js';
import type { Pictures } from '../report.js';
import { duration } from '../words.js';
import { html, type Markup } from './markup.js';
import { shot } from './shot.js';

/** More failures than this are left to the list of steps. */
const SHOWN = 5;

/** What went wrong, at the top: each failed step, where it stands in the task, why, and what the screen showed. */
export function failures(recording: Recording, pictures: Pictures): Markup | undefined {
  const all = failuresOf(recording);
  if (all.length === 0) return undefined;
  const more = all.length - SHOWN;
  return html`<section class="failures"><h2>What went wrong</h2>${all
    .slice(0, SHOWN)
    .map(
      ({ step, frame }) =>
        html`<article><p><a href="#s${step.seq}">${step.name}</a> <code>${step.step}</code>${
          step.ms === undefined ? undefined : html` <time>after ${duration(step.ms)}</time>`
        }</p><p class="reason failed">${step.reason ?? 'It failed.'}</p>${
          frame === undefined ? undefined : shot(frame, 'The screen then', pictures)
        }</article>`,
    )}${more > 0 ? html`<p class="dim">and ${String(more)} more</p>` : undefined}</section>`;
}
