// The node modules of package-lock.json.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const own = 'node_modules/.deskhand';
const stamp = `${own}/modules`;

/** Whether node_modules holds what package-lock.json says. */
export function modulesFit(root) {
  const lockText = readFileSync(join(root, 'package-lock.json'));
  const hash = createHash('sha256').update(lockText).digest('hex');
  if (read(join(root, stamp)) === hash) return true;
  const hidden = read(join(root, 'node_modules/.package-lock.json'));
  if (hidden === undefined) return false;
  // `npm install` of a person leaves no stamp of ours, but tells what it installed.
  if (!sameTree(JSON.parse(lockText.toString()).packages, JSON.parse(hidden).packages)) return false;
  writeStamp(root, hash);
  return true;
}

function sameTree(wanted, installed) {
  const same = (name) => installed[name]?.version === wanted[name]?.version;
  const mayLack = (entry) => entry.optional || entry.devOptional;
  const names = Object.keys(wanted).filter((name) => name !== '');
  // What is there besides harms nobody.
  return names.every((name) => same(name) || (installed[name] === undefined && mayLack(wanted[name])));
}

/** Runs `npm ci`; false when it failed, in its own words on the terminal. */
export async function installModules(root) {
  // npm tells where it lives when it started us; otherwise it is on the search path.
  const npm = process.env.npm_execpath;
  const args = ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
  const [command, ...rest] = npm?.endsWith('.js') ? [process.execPath, npm, ...args] : ['npm', ...args];
  const child = spawn(command, rest, {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32' && command === 'npm',
    // The runtime's own package holds all it needs on a CPU; its install script would fetch more.
    env: { ...process.env, ONNXRUNTIME_NODE_INSTALL: 'skip' },
  });
  const code = await new Promise((resolve) => {
    child.once('error', () => resolve(1));
    child.once('close', resolve);
  });
  if (code === 0)
    writeStamp(
      root,
      createHash('sha256')
        .update(readFileSync(join(root, 'package-lock.json')))
        .digest('hex'),
    );
  return code === 0;
}

function writeStamp(root, hash) {
  mkdirSync(join(root, own), { recursive: true });
  writeFileSync(join(root, stamp), hash);
}

function read(file) {
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}
