import type { RiskClass } from '../src/core/action.js';
import { judge } from '../src/policy/index.js';
import { clickOn } from '../src/policy/samples.js';
import { type LabelCase, labelCases } from './judging-cases.js';
import {
  type Asked,
  FRESH,
  type HeldOutFigures,
  heldOut,
  heldOutFigures,
  SPENT,
} from './judging-held-out.js';
import { ordinaryPrograms } from './ordinary-programs.js';
import { ordinaryRuns } from './ordinary-runs.js';

/** How well the rules tell risky from harmless, by class and over all. Shares are 0..1. */
export interface Judging {
  readonly classes: readonly ClassFigures[];
  readonly seen: Figures;
  readonly unseen: Figures;
  /** Questions per 100 ordinary steps, by kind of run. */
  readonly interruptions: readonly {
    readonly run: string;
    readonly steps: number;
    readonly per100: number;
  }[];
  /** Mean time of one verdict, ms. */
  readonly msPerVerdict: number;
  /** What came out wrong, in words. */
  readonly wrong: readonly string[];
}
interface Figures {
  readonly risky: number;
  readonly harmless: number;
  /** Share of the risky cases on which somebody is asked. */
  readonly recall: number;
  /** Share of the harmless cases on which somebody is asked. */
  readonly falseAlarms: number;
}
interface ClassFigures {
  readonly class: RiskClass;
  readonly cases: number;
  /** Share of the class's cases on which somebody is asked. */
  readonly recall: number;
  /** Share that is found under the class's own name. */
  readonly named: number;
  /** Share of all harmless cases that are taken for this class. */
  readonly falseAlarms: number;
}

/** Judges every labelled case and every ordinary run, and prints how well that went. */
export function judging(): Judging {
  const result = judgingFigures();
  const percent = (value: number): string => `${(100 * value).toFixed(1)} %`;
  const row = ({ risky, harmless, recall, falseAlarms }: Figures): string =>
    `asked on ${percent(recall)} of ${risky} risky, on ${percent(falseAlarms)} of ${harmless} harmless`;
  console.log('Judging: labels and dialogs in seven languages');
  console.log(`  labels the rules were tuned on: ${row(result.seen)}`);
  console.log(`  labels they have never seen:    ${row(result.unseen)}`);
  console.log('  labels and sentences of strangers, drawn from packages that the rules are not made with:');
  console.log(
    `    never used to change a rule (draw ${FRESH}): ${heldOutRow(heldOutFigures(heldOut(FRESH)))}`,
  );
  for (const draw of SPENT) {
    console.log(`    mended since (draw ${draw}): ${heldOutRow(heldOutFigures(heldOut(draw)))}`);
  }
  for (const each of result.classes) {
    console.log(
      `  ${each.class.padEnd(24)} ${String(each.cases).padStart(4)} cases, asked ${percent(each.recall)}, ` +
        `named right ${percent(each.named)}, false alarms ${percent(each.falseAlarms)}`,
    );
  }
  for (const { run, steps, per100 } of result.interruptions) {
    console.log(`  ${per100.toFixed(1)} questions per 100 ordinary steps: ${run} (${steps} steps)`);
  }
  console.log(`  one verdict takes ${result.msPerVerdict.toFixed(2)} ms`);
  return result;
}

function heldOutRow({ risky, fatal, harmless }: HeldOutFigures): string {
  const share = ({ cases, asked }: Asked): string => `${((100 * asked) / cases).toFixed(1)} % of ${cases}`;
  return `asked on ${share(risky)} risky (deleting and paying ${share(fatal)}), on ${share(harmless)} harmless`;
}

/** The figures alone. */
export function judgingFigures(): Judging {
  const began = performance.now();
  const judged = labelCases.map((each) => ({ each, verdict: judge(factsFor(each), {}) }));
  const msPerVerdict = (performance.now() - began) / labelCases.length;
  const asked = judged.map(({ each, verdict }) => ({
    each,
    found: verdict.answer === 'allow' ? undefined : verdict.class,
  }));
  const harmless = asked.filter(({ each }) => each.risk === undefined);
  const names = [...new Set(labelCases.flatMap((each) => each.risk ?? []))];
  return {
    classes: names.map((name) => {
      const own = asked.filter(({ each }) => each.risk === name);
      return {
        class: name,
        cases: own.length,
        recall: share(own, ({ found }) => found !== undefined),
        named: share(own, ({ found }) => found === name),
        falseAlarms: share(harmless, ({ found }) => found === name),
      };
    }),
    seen: figures(asked.filter(({ each }) => !each.unseen)),
    unseen: figures(asked.filter(({ each }) => each.unseen)),
    interruptions: [...ordinaryRuns, ...ordinaryPrograms].map(({ name, steps }) => ({
      run: name,
      steps: steps.length,
      per100: 100 * share(steps, (facts) => judge(facts, {}).answer !== 'allow'),
    })),
    msPerVerdict,
    wrong: asked
      .filter(({ each, found }) => (each.risk === undefined) !== (found === undefined))
      .map(describeWrong),
  };
}

function factsFor({ label, dialog }: LabelCase) {
  return clickOn(label, dialog === undefined ? {} : { dialog: [dialog, label] });
}

function figures(asked: readonly { each: LabelCase; found: RiskClass | undefined }[]): Figures {
  const risky = asked.filter(({ each }) => each.risk !== undefined);
  const harmless = asked.filter(({ each }) => each.risk === undefined);
  return {
    risky: risky.length,
    harmless: harmless.length,
    recall: share(risky, ({ found }) => found !== undefined),
    falseAlarms: share(harmless, ({ found }) => found !== undefined),
  };
}

function describeWrong({ each, found }: { each: LabelCase; found: RiskClass | undefined }): string {
  const where = `${each.language}${each.unseen ? ', unseen' : ''}`;
  const what = each.dialog === undefined ? each.label : `${each.dialog} → ${each.label}`;
  return found === undefined
    ? `missed ${each.risk} (${where}): ${what}`
    : `false ${found} (${where}): ${what}`;
}

function share<T>(all: readonly T[], is: (each: T) => boolean): number {
  return all.length === 0 ? 0 : all.filter(is).length / all.length;
}
