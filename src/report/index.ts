import { html } from './html.js';
import { json } from './json.js';
import { junit } from './junit.js';
import { md } from './md.js';
import type { Report } from './report.js';

export { withoutControls } from './characters.js';
export { createListReporter, type ListOptions, type ListReporter } from './list.js';
export type { Picture } from './report.js';
export { harmless, wantsColour } from './terminal.js';
export { checkWords, weakIn } from './words.js';

/** Every report that is made from recordings, by name. The live one is `createListReporter`. */
export const reporters = { html, junit, json, md } satisfies Readonly<Record<string, Report>>;
export type ReportName = keyof typeof reporters;
