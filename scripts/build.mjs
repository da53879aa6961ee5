// src/ -> dist/: compiled file by file, and then every process bundled.
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  rmSync,
  statSync,
  utimesSync,
} from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundle, CHUNKS } from './bundle.mjs';

/** Every file below a folder, relative to it. */
function filesOf(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath ?? entry.path, entry.name)));
}

/** Whether dist/ is older than src/ or the way it is built. */
export function isStale(root) {
  const info = join(root, 'dist/.tsbuildinfo');
  if (!existsSync(info) || ['ports.js', CHUNKS].some((made) => !existsSync(join(root, 'dist', made))))
    return true;
  const built = statSync(info).mtimeMs;
  const source = join(root, 'src');
  // Folders too: a file that was taken away makes its folder newer.
  const all = readdirSync(source, { recursive: true }).map((name) => join(source, name));
  const how = ['tsconfig.json', 'package-lock.json', 'scripts/bundle.mjs'].map((file) => join(root, file));
  return [source, ...all, ...how].some((file) => existsSync(file) && statSync(file).mtimeMs > built);
}

/** Builds; true when neither compiler nor bundler had anything to complain about. */
export async function build(root) {
  const info = join(root, 'dist/.tsbuildinfo');
  if (!existsSync(join(root, 'dist/ports.js'))) rmSync(info, { force: true });
  const began = new Date();
  const compiler = join(root, 'node_modules/typescript/bin/tsc');
  const compiled = spawnSync(process.execPath, [compiler, '-p', 'tsconfig.json'], {
    cwd: root,
    stdio: 'inherit',
  });
  const sources = new Set(filesOf(join(root, 'src')));
  if (compiled.status === 0) removeOrphans(join(root, 'dist'), sources);
  if (compiled.status !== 0 || !(await bundle(root))) {
    // The compiler writes its notes all the same; with them the next start would take this build for a good one.
    rmSync(info, { force: true });
    return false;
  }
  copyAssets(root, sources);
  for (const command of ['dist/cli/main.js', 'dist/cli/deskhand-stop.sh']) {
    const entry = join(root, command);
    if (existsSync(entry)) chmodSync(entry, 0o755);
  }
  // The compiler leaves the file alone when nothing changed but times. What was saved meanwhile is newer.
  utimesSync(info, began, began);
  return true;
}

/** What an earlier build made of files that are gone. */
function removeOrphans(dist, sources) {
  for (const file of filesOf(dist)) {
    const made = /^(.*?)(\.d\.ts|\.js|\.js\.map)$/.exec(file);
    if (made && !sources.has(`${made[1]}.ts`) && !sources.has(file))
      rmSync(join(dist, file), { force: true });
  }
}

/** Pages, styles and modules that are no TypeScript go along as they are. */
function copyAssets(root, sources) {
  for (const file of sources) {
    if (file.endsWith('.ts')) continue;
    mkdirSync(dirname(join(root, 'dist', file)), { recursive: true });
    copyFileSync(join(root, 'src', file), join(root, 'dist', file));
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  process.exitCode = (await build(fileURLToPath(new URL('..', import.meta.url)))) ? 0 : 1;
}
