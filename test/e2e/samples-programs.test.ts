import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from './deskhand.js';
import { groups, playSamples, samples } from './samples.js';

/** Samples that end otherwise than passed have their place in other tests. */
const elsewhere = ['invoice-read.yaml', 'orders-invoice.yaml'];

it('should all be in the table, and every group in a file of its own', () => {
  const files = readdirSync(join(root, 'tasks')).filter((name) => name.endsWith('.yaml'));
  expect(files.sort()).toEqual([...samples.map(({ file }) => file), ...elsewhere].sort());
  const missing = groups.filter((group) => !existsSync(join(root, `test/e2e/samples-${group}.test.ts`)));
  expect(missing).toEqual([]);
});

describe('the sample tasks on real windows: programs', { timeout: 240_000 }, () => playSamples('programs'));
