import { fuzz } from '../test/model/fuzz.js';

const REPLIES = 100_000;

/** Prints what came of 100,000 damaged and random replies. */
export async function fuzzing(): Promise<void> {
  const { replies, decisions, outcomes, faults } = fuzz(REPLIES, 1);
  console.log(
    `fuzzing: ${replies} replies, ${decisions} readable, ${faults.length} faults (crash, act outside, act on a cut)`,
  );
  for (const [outcome, times] of Object.entries(outcomes).sort((a, b) => b[1] - a[1])) {
    console.log(`  ${outcome.padEnd(14)} ${times}`);
  }
  for (const fault of faults.slice(0, 5)) console.log(`  FAULT ${fault}`);
  if (faults.length > 0) process.exitCode = 1;
}
