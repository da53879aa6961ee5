import { createRequire } from 'node:module';

/** Packages that npm may leave out without a word: those whose install script failed, such as a download. */
interface Manifest {
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/**
 * Returns one sentence on why the more accurate engine could not be loaded, and what to do about it.
 *
 * npm drops an optional package whose install script fails, and that of onnxruntime-node wants to download CUDA
 * libraries that deskhand does not use: installed without scripts, it is complete.
 *
 * @param problem what loading the engine has thrown
 */
export function whyNotLoaded(problem: unknown): string {
  const missing = missingPackages();
  if (missing.length === 0) return `it cannot be loaded: ${firstLine(problem)}`;
  const [is, them] = missing.length === 1 ? ['is', 'it'] : ['are', 'them'];
  return (
    `${missing.map((name) => name.replace(/@[^@]*$/, '')).join(' and ')} ${is} not installed ` +
    `(npm leaves out packages whose own downloads fail). Install ${them}: npm install --ignore-scripts ${missing.join(' ')}`
  );
}

/** Optional packages of the engine that are not there, as `name@version`. Data of single languages is not asked for. */
function missingPackages(): string[] {
  const require = createRequire(import.meta.url);
  const { optionalDependencies = {} } = require('../../../package.json') as Manifest;
  const isThere = (name: string): boolean => {
    const folders = require.resolve.paths(name) ?? [];
    return folders.some((folder) => canLoad(require, `${folder}/${name}/package.json`));
  };
  return Object.entries(optionalDependencies)
    .filter(([name]) => !name.startsWith('@tesseract.js-data/') && !isThere(name))
    .map(([name, version]) => `${name}@${version}`);
}

function canLoad(require: NodeJS.Require, file: string): boolean {
  try {
    require.resolve(file);
    return true;
  } catch {
    return false;
  }
}

/** The first line of a problem: module errors go on with a stack of paths. */
export function firstLine(problem: unknown): string {
  const message = problem instanceof Error ? problem.message : String(problem);
  return message.split('\n', 1)[0] ?? message;
}
