import type { ResolvedStep } from '../../../task/index.js';

/** A step that answers a file dialog. */
export type FileDialogStep = Extract<ResolvedStep, { verb: 'fileDialog' }>;
