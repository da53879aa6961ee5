import { writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import type { Reporter, TestModule } from 'vitest/node';
import { secondsKnown, secondsTable } from './longest-first.js';

/** Fewer tests than this are looked through without help. */
const WORTH_TELLING = 30;
const TOLD = 10;

/**
 * Prints the ten slowest tests at the end of a run, so that a suite that grows slow says where. With
 * DESKHAND_NOTE_SECONDS=1 it also notes what each file took, for the order of the next runs.
 */
export default class Slowest implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    if (process.env.DESKHAND_NOTE_SECONDS) noteSeconds(modules);
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    if (tests.length < WORTH_TELLING) return;
    const slowest = tests
      .map((test) => ({ test, ms: test.diagnostic()?.duration ?? 0 }))
      .sort((a, b) => b.ms - a.ms)
      .slice(0, TOLD);
    const lines = slowest.map(({ test, ms }) => {
      const file = relative(process.cwd(), test.module.moduleId);
      return `${(ms / 1000).toFixed(1).padStart(8)} s  ${file} > ${test.fullName}`;
    });
    process.stdout.write(`\nThe ${slowest.length} slowest tests\n${lines.join('\n')}\n`);
  }
}

function noteSeconds(modules: readonly TestModule[]): void {
  const took = modules.map((module) => {
    const { duration, collectDuration } = module.diagnostic();
    return [
      relative(process.cwd(), module.moduleId),
      Math.ceil((duration + collectDuration) / 1000),
    ] as const;
  });
  const all = Object.entries({ ...secondsKnown(), ...Object.fromEntries(took) });
  const sorted = Object.fromEntries(all.sort(([a], [b]) => (a < b ? -1 : 1)));
  writeFileSync(secondsTable, `${JSON.stringify(sorted, null, 2)}\n`);
}
