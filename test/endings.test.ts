import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { exitCodes } from '../src/core/errors.js';

const root = fileURLToPath(new URL('../', import.meta.url));
const text = readFileSync(`${root}docs/endings.md`, 'utf8');
const rows = text.split('\n').filter((line) => line.startsWith('| ') && !line.includes('proven by'));
const proofs = rows.map((row) => /`([^`]+\.test\.ts) › ([^`]+)` \|$/u.exec(row)?.slice(1) ?? [row]);

describe('docs/endings.md', () => {
  it('should have every exit code', () => {
    const told = rows.join('\n');
    for (const code of Object.values(exitCodes)) expect(told).toMatch(new RegExp(`\\| ${code} \\|`, 'u'));
  });

  it.each(proofs)('should name a test that exists: %s › %s', (file, name) => {
    expect(name, `no test is named in: ${file}`).toBeDefined();
    expect(existsSync(`${root}${file}`), file).toBe(true);
    expect(readFileSync(`${root}${file}`, 'utf8')).toContain(name);
  });
});
