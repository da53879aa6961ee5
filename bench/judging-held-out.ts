import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { RiskClass } from '../src/core/action.js';
import { judge } from '../src/policy/index.js';
import { clickOn } from '../src/policy/samples.js';

const HeldOut = z.object({
  language: z.string(),
  label: z.string(),
  dialog: z.string().optional(),
  risk: RiskClass.optional(),
  package: z.string(),
  only: z.boolean().optional(),
});
export type HeldOut = z.infer<typeof HeldOut>;

/** The draw that no rule was changed for; see `bench/judging/README.md`. */
export const FRESH = 4;
/** Draws whose misses have since been mended by kind. */
export const SPENT = [1, 2, 3] as const;

/** Reads a draw from the catalogues that the rules are not made with. */
export function heldOut(draw: number): HeldOut[] {
  const file = new URL(`./judging/held-out-${draw}.jsonl`, import.meta.url);
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => HeldOut.parse(JSON.parse(line)));
}

/** How often somebody is asked, of how many. */
export interface Asked {
  readonly cases: number;
  readonly asked: number;
}

/** The figures of one kind of cases of a draw. */
export interface HeldOutFigures {
  readonly risky: Asked;
  /** Deleting and paying: what cannot be taken back. */
  readonly fatal: Asked;
  readonly harmless: Asked;
}

/** Judges a draw: labels that stand alone, and sentences of dialogs that a plain button answers. */
export function heldOutFigures(cases: readonly HeldOut[]): HeldOutFigures {
  const judged = cases.map((each) => ({ each, asks: asks(each) }));
  const count = (of: (each: HeldOut) => boolean): Asked => {
    const own = judged.filter(({ each }) => of(each));
    return { cases: own.length, asked: own.filter((one) => one.asks).length };
  };
  return {
    risky: count(({ risk }) => risk !== undefined),
    fatal: count(({ risk }) => risk === 'deleting' || risk === 'paying'),
    harmless: count(({ risk }) => risk === undefined),
  };
}

/** Whether the rules ask about a press of this label, or of the button that answers its dialog. */
export function asks({ label, dialog }: HeldOut): boolean {
  const facts = clickOn(label, dialog === undefined ? {} : { dialog: [dialog, label] });
  return judge(facts, {}).answer !== 'allow';
}
