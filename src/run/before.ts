import { readAction } from '../actions/index.js';
import type { Check } from '../core/check.js';
import { clip, type FrameBox, grow } from '../core/geometry.js';
import type { Journal, View } from '../ports.js';
import { evaluateVisible, isRead, pointsByModel } from '../sight/checks.js';
import type { ActInput } from './contract.js';
import { evaluateFile } from './file-check.js';
import { heard } from './heard.js';
import type { RunPorts } from './run-ports.js';

/** How far around the place of a promise is looked for it on the frame before, px. */
const AROUND = 24;

/**
 * Knows the screen and the files as they were before a step did anything, to tell weak promises: what held already
 * then proves nothing about the step.
 */
export class Before {
  /** The frame before the first act of the step that touches anything. */
  #view: View | undefined;
  /** Promises about files that held before the act that carries them. */
  readonly #files = new Set<Check>();

  /** The journal, with every beginning of a step noted. */
  noted(journal: Journal): Journal {
    return heard(journal, ({ type }) => {
      if (type === 'step-start') this.#view = undefined;
    });
  }

  /** To be told of every act before it is begun. */
  async begin(ports: RunPorts, { decision, view }: ActInput): Promise<void> {
    const read = readAction(decision.action);
    this.#files.clear();
    if (!read.ok || (read.deed.kind !== 'input' && read.deed.kind !== 'machine')) return;
    this.#view ??= view;
    for (const check of decision.checks ?? []) {
      if (check.file === undefined) continue;
      const { result } = await evaluateFile(ports.files, check.file);
      if (result === 'holds') this.#files.add(check);
    }
  }

  /**
   * Whether a promise that holds held before, too. A promise about text is looked for where it was seen, and, when it
   * is strict, everywhere. False where nothing was touched, and where only a model, a value or an expression can tell.
   *
   * @param place where it was seen, frame px
   */
  async held(
    ports: RunPorts,
    check: Check,
    place: FrameBox | undefined,
    everywhere: boolean,
    signal: AbortSignal,
  ): Promise<boolean> {
    if (check.file !== undefined) return this.#files.has(check);
    const view = this.#view;
    const seen = isRead(check) || check.window !== undefined || check.closed !== undefined;
    if (view === undefined || !seen || pointsByModel(check)) return false;
    const around = place && clip(grow(place, AROUND), view.frame.size);
    const inside =
      everywhere || around === undefined || check.area !== undefined ? check : within(check, around);
    const { result } = await evaluateVisible(view, inside, ports.eyes, signal);
    return result === 'holds';
  }

  /** Whether one of the promises did not hold before, so that it will tell what the act has done. */
  async lacks(ports: RunPorts, checks: readonly Check[], signal: AbortSignal): Promise<boolean> {
    for (const check of checks) if (!(await this.held(ports, check, undefined, true, signal))) return true;
    return false;
  }
}

/** The promise, looked for in a part of the frame only. */
function within(check: Check, region: FrameBox): Check {
  if (check.text !== undefined) return { ...check, area: region };
  if (check.visible === undefined || check.visible.region !== undefined) return check;
  return { ...check, visible: { ...check.visible, region } };
}
