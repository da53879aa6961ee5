import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cached } from '../../../machine/cache.js';
import { cacheFolder } from '../../../machine/places.js';
import { lean } from './lean.js';

/** The modules that say how a model is made lean, built or not. */
const makers = ['./lean', './onnx'].map((name) =>
  fileURLToPath(
    new URL(`${name}${import.meta.url.slice(import.meta.url.lastIndexOf('.'))}`, import.meta.url),
  ),
);

/**
 * Gives a model made lean. It takes 0.2 s of processor time for each model, so it is kept for the next process, as
 * long as neither the model nor its makers change.
 *
 * @param file path of the model as its package ships it
 * @param folder where it is kept
 */
export async function leaned(file: string, folder = join(cacheFolder(), 'models')): Promise<Uint8Array> {
  const [model, ...sources] = await Promise.all([file, ...makers].map((path) => readFile(path)));
  if (model === undefined) throw new Error(`the model ${file} is empty`);
  return cached(folder, [model, ...sources], () => lean(model));
}
