// System packages: what is missing, and installing it on Debian and Ubuntu.
import { spawn, spawnSync } from 'node:child_process';
import {
  accessSync,
  constants,
  createWriteStream,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline';
import { packages } from './packages.mjs';

const dpkgStatus = '/var/lib/dpkg/status';
const lists = '/var/lib/apt/lists';

/** The family of this Linux: `debian`, `ubuntu` or `other`. */
function family() {
  if (!existsSync('/usr/bin/apt-get') || !existsSync(dpkgStatus)) return 'other';
  const release = existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8') : '';
  return /^ID(_LIKE)?=.*ubuntu/m.test(release) ? 'ubuntu' : 'debian';
}

/** What is missing of a purpose's packages, and how it can be had. */
export function missingPackages(purpose) {
  const kind = family();
  const wanted = packages[purpose].filter(
    (entry) => entry.only === undefined || entry.only === kind || kind === 'other',
  );
  if (kind === 'other')
    return { kind, missing: wanted.filter((entry) => entry.program && !onPath(entry.program)) };
  const installed = installedOf(wanted.map((entry) => entry.name));
  return { kind, missing: wanted.filter((entry) => !installed.has(entry.name)) };
}

function installedOf(names) {
  if (names.length === 0) return new Set();
  // Its exit code is 1 as soon as one name is unknown; the others are told all the same.
  const asked = spawnSync('dpkg-query', ['-W', `-f=\${db:Status-Abbrev}\t\${Package}\n`, ...names], {
    encoding: 'utf8',
  });
  const lines = (asked.stdout ?? '').split('\n').map((line) => line.split('\t'));
  return new Set(lines.filter(([status]) => status?.startsWith('ii')).map(([, name]) => name));
}

function onPath(program) {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** The command a person would type. */
export function installCommand(names) {
  return `sudo apt-get update && sudo apt-get install -y --no-install-recommends ${names.join(' ')}`;
}

/** How to become root: nothing, `sudo -n`, or undefined when neither works. */
export function rootPrefix() {
  if (process.getuid?.() === 0) return [];
  if (!onPath('sudo')) return undefined;
  return spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore' }).status === 0 ? ['sudo', '-n'] : undefined;
}

/** Installs Debian packages; the answer is the file with apt's own words when it did not work. */
export async function installPackages(names, prefix) {
  const log = join(tmpdir(), `deskhand-apt-${process.pid}.log`);
  const output = createWriteStream(log);
  const apt = (...args) => aptGet(prefix, args, output);
  const install = () => apt('install', '-y', '--no-install-recommends', ...names);
  const listed = existsSync(lists) && readdirSync(lists).some((name) => name.includes('_Packages'));
  if (!listed) await apt('update');
  // Old lists name versions that the mirror has dropped: fetch them and try once more.
  const done = (await install()) || (listed && (await apt('update')) && (await install()));
  await new Promise((resolve) => output.end(resolve));
  if (done) rmSync(log);
  return { done, log };
}

function aptGet(prefix, args, output) {
  const [command, ...rest] = [
    ...prefix,
    'env',
    'DEBIAN_FRONTEND=noninteractive',
    'apt-get',
    ...['-q', '-o', 'Dpkg::Use-Pty=0', '-o', 'DPkg::Lock::Timeout=120'],
    ...args,
  ];
  const child = spawn(command, rest, { stdio: ['ignore', 'pipe', 'pipe'] });
  child.stderr.on('data', (piece) => output.write(piece));
  createInterface({ input: child.stdout }).on('line', (line) => {
    output.write(`${line}\n`);
    progress(/^Setting up ([^ :]+)/.exec(line)?.[1]);
  });
  return new Promise((resolve) => {
    child.once('error', () => resolve(false));
    child.once('close', (code) => {
      progress('');
      resolve(code === 0);
    });
  });
}

/** Shows the package at work on a terminal, in a line of its own. */
function progress(name) {
  if (name === undefined || !process.stderr.isTTY) return;
  process.stderr.write(name === '' ? '\r\x1b[K' : `\r\x1b[K  ${name}`);
}
