// src/ -> dist/, when something in src/ is newer than the last build.
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
  if (!existsSync(info) || !existsSync(join(root, 'dist/ports.js'))) return true;
  const built = statSync(info).mtimeMs;
  const source = join(root, 'src');
  // Folders too: a file that was taken away makes its folder newer.
  const all = readdirSync(source, { recursive: true }).map((name) => join(source, name));
  return [source, ...all, join(root, 'tsconfig.json')].some((file) => statSync(file).mtimeMs > built);
}

/** Builds; true when the compiler had nothing to complain about. */
export function build(root) {
  const info = join(root, 'dist/.tsbuildinfo');
  if (!existsSync(join(root, 'dist/ports.js'))) rmSync(info, { force: true });
  const began = new Date();
  const compiler = join(root, 'node_modules/typescript/bin/tsc');
  const compiled = spawnSync(process.execPath, [compiler, '-p', 'tsconfig.json'], {
    cwd: root,
    stdio: 'inherit',
  });
  if (compiled.status !== 0) {
    // The compiler writes its notes all the same; with them the next start would take this build for a good one.
    rmSync(info, { force: true });
    return false;
  }
  const sources = new Set(filesOf(join(root, 'src')));
  removeOrphans(join(root, 'dist'), sources);
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
  process.exitCode = build(fileURLToPath(new URL('..', import.meta.url))) ? 0 : 1;
}
