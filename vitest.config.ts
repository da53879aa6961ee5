import { defineConfig } from 'vitest/config';
import LongestFirst from './test/support/machine/longest-first.js';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: 'test/support/machine/prepare.ts',
    reporters: ['default', './test/support/machine/slowest.ts'],
    // Real windows on a busy machine: nothing asserts wall time, so patience costs nothing.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // Two cores: each worker may drive a desktop of its own.
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    // A busy CI machine gets a second try, which the output names; anywhere else a failure is one.
    retry: process.env.CI ? 1 : 0,
  },
});
