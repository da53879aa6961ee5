import { relative } from 'node:path';
import type { Reporter, TestModule } from 'vitest/node';

/** Fewer tests than this are looked through without help. */
const WORTH_TELLING = 30;
const TOLD = 10;

/** Prints the ten slowest tests at the end of a run, so that a suite that grows slow says where. */
export default class Slowest implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
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
