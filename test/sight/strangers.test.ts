import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { inWords, isWrong, type Outcome, outcomesOf } from '../../bench/strangers/measure.js';
import { openTextReader, type TextReader } from '../../src/sight/text/reader.js';

/** A small part of `npm run bench -- strangers`: pictures whose boxes were drawn by hand before they were read. */
const marked = fileURLToPath(new URL('../../bench/strangers/marked', import.meta.url));

describe('labels of programs that nothing was tuned on', () => {
  let reader: TextReader | undefined;
  afterAll(() => reader?.close());

  it('are found where they stand, and never elsewhere', async () => {
    reader = await openTextReader();
    const outcomes: Outcome[] = [];
    for await (const outcome of outcomesOf(reader, marked)) outcomes.push(outcome);
    const said = (verdict: Outcome['verdict']) =>
      outcomes.filter((each) => each.verdict === verdict).map(inWords);
    expect(outcomes.length).toBeGreaterThan(50);
    expect(said('elsewhere')).toEqual([]);
    // The two that are missed stand in the letters of DOS, whose V is read as a U.
    expect(outcomes.filter(isWrong).length, outcomes.filter(isWrong).map(inWords).join('\n')).toBeLessThan(3);
  });
});
