// Makes a fresh clone ready for an npm script: node modules, system packages, build. It needs nothing but
// Node itself, says what it does, and is silent and quick when there is nothing to do.
//
// Exit codes: 0 ready, 1 the sources do not compile, 2 wrong use, 3 the machine is not ready.
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import util from 'node:util';
import { build, isStale } from './build.mjs';
import { installModules, modulesFit } from './modules.mjs';
import { packages } from './packages.mjs';
import { installCommand, installPackages, missingPackages, rootPrefix } from './system.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const oldestNode = [20, 19];

class NotReady extends Error {
  constructor(message, exitCode = 3) {
    super(message);
    this.exitCode = exitCode;
  }
}

function readPurpose() {
  const { values } = util.parseArgs({ options: { for: { type: 'string', default: 'test' } } });
  if (packages[values.for] !== undefined) return values.for;
  throw new NotReady(
    `There is no “--for ${values.for}”; it is one of ${Object.keys(packages).join(', ')}.`,
    2,
  );
}

function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > oldestNode[0] || (major === oldestNode[0] && minor >= oldestNode[1])) return;
  throw new NotReady(
    `deskhand needs Node ${oldestNode.join('.')} or later; this is ${process.version}. Install a newer one: https://nodejs.org`,
  );
}

function say(text) {
  process.stderr.write(`setup: ${text}\n`);
}

async function modules() {
  if (modulesFit(root)) return;
  say('installing the node modules (npm ci)');
  if (!(await installModules(root))) throw new NotReady('npm ci failed; its message is above.');
}

/** Changes whenever a package was installed or removed, or another list is wanted. */
function systemStamp(purpose) {
  const status = '/var/lib/dpkg/status';
  return existsSync(status)
    ? `${statSync(status).mtimeMs} ${packages[purpose].map(({ name }) => name).join(' ')}`
    : undefined;
}

/** The missing packages, when there are any and they can be installed here; says how when they cannot. */
function neededPackages(purpose) {
  if (process.platform !== 'linux' || packages[purpose].length === 0) return undefined;
  if (remembered(purpose) === systemStamp(purpose)) return undefined;
  const { kind, missing } = missingPackages(purpose);
  const names = missing.map(({ name }) => name);
  if (names.length === 0) return undefined;
  if (kind === 'other')
    throw new NotReady(
      `These programs are missing: ${missing.map(({ program }) => program).join(', ')}.\n` +
        `Debian packages them as: ${names.join(' ')}. Install what your system calls them, then run this again.`,
    );
  const prefix = rootPrefix();
  if (prefix === undefined)
    throw new NotReady(
      `${names.length} system packages are missing. Install them, then run this again:\n\n  ${installCommand(names)}\n`,
    );
  return { names, prefix };
}

async function system({ names, prefix }) {
  say(`installing ${names.length} system packages: ${names.join(' ')}`);
  const { done, log } = await installPackages(names, prefix);
  if (done) return;
  const said = readFileSync(log, 'utf8').trimEnd().split('\n').slice(-15).join('\n');
  throw new NotReady(
    `apt-get failed. Its last words (all of them are in ${log}):\n${said}\n\nTry it yourself:\n\n  ${installCommand(names)}\n`,
  );
}

function stampFile(purpose) {
  return join(root, 'node_modules/.deskhand', `system-${purpose}`);
}

function remembered(purpose) {
  const file = stampFile(purpose);
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

function rememberSystem(purpose) {
  const value = systemStamp(purpose);
  if (value === undefined || value === remembered(purpose)) return;
  mkdirSync(dirname(stampFile(purpose)), { recursive: true });
  writeFileSync(stampFile(purpose), value);
}

async function compile() {
  if (!isStale(root)) return;
  say('building');
  if (!(await build(root))) throw new NotReady('The sources do not compile; the messages are above.', 1);
}

try {
  requireNode();
  const purpose = readPurpose();
  const needed = neededPackages(purpose);
  await Promise.all([modules(), needed && system(needed)]);
  rememberSystem(purpose);
  await compile();
} catch (error) {
  if (!(error instanceof NotReady)) throw error;
  say(error.message);
  process.exitCode = error.exitCode;
}
