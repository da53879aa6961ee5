// Tries the two commands of the README on a stranger's machine: builds a bare Debian in a folder, with git and
// Node and nothing else, clones what is committed and runs `npm run demo` and `npm test` there.
//
//   npm run bare                        both commands on a bare Debian
//   npm run bare -- --crowded           the same, and again with fonts, input methods, portals and programs
//   npm run bare -- --only demo         one of them: demo or test
//   npm run bare -- --folder DIR        makes the Debian there and keeps it; a second start uses it again
//   npm run bare -- --mirror URL        package mirror, for machines whose apt knows no Debian 12
//   npm run bare -- --run 'LINE'        another shell line instead, in the clone
//
// Exit codes: 0 all green, 1 a command was red, 2 wrong use, 3 the machine is not ready.
import { spawnSync } from 'node:child_process';
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import util from 'node:util';
import { cloneInto, enter, hostSources, makeRoot, releaseOf } from './debian-root.mjs';

const project = fileURLToPath(new URL('..', import.meta.url));
const release = 'bookworm';
const commands = { demo: 'npm run demo', test: 'npm test' };

class NotReady extends Error {
  constructor(message, exitCode = 3) {
    super(message);
    this.exitCode = exitCode;
  }
}

function readOptions() {
  const { values } = util.parseArgs({
    options: {
      crowded: { type: 'boolean', default: false },
      only: { type: 'string' },
      folder: { type: 'string' },
      mirror: { type: 'string' },
      run: { type: 'string' },
    },
  });
  if (values.only !== undefined && commands[values.only] === undefined)
    throw new NotReady(
      `There is no “--only ${values.only}”; it is one of ${Object.keys(commands).join(', ')}.`,
      2,
    );
  return values;
}

function requireMachine() {
  if (process.platform !== 'linux' || process.getuid() !== 0)
    throw new NotReady(
      'A Debian in a folder is made and entered by root on Linux. Run this again with sudo.',
    );
  const missing = ['debootstrap', 'unshare', 'git'].filter(
    (name) => spawnSync('which', [name], { stdio: 'ignore' }).status !== 0,
  );
  if (missing.length > 0)
    throw new NotReady(
      `Not found: ${missing.join(', ')}. Install them, then run this again:\n\n  apt-get install -y debootstrap util-linux git\n`,
    );
}

function sourcesFor(mirror) {
  const sources = mirror
    ? [{ uri: mirror, suite: release, component: 'main' }]
    : hostSources(release).filter(({ component }) => component === 'main');
  if (sources.some(({ suite }) => suite === release)) return sources;
  throw new NotReady(
    `The apt of this machine has no source for Debian “${release}”. Name a mirror: --mirror URL`,
  );
}

function say(text) {
  process.stderr.write(`bare: ${text}\n`);
}

/** What makes a machine crowded: packages, and the variables that their sessions set. */
function readCrowd() {
  return JSON.parse(readFileSync(new URL('./crowd.json', import.meta.url), 'utf8'));
}

/** Rows of the table at the end. */
const rows = [];
/** Ends what runs inside, when this is ended itself. */
let stopInside = () => undefined;

async function inside(root, what, line, env) {
  const log = join(project, 'recordings', `bare-${what.replace(/\W+/g, '-')}.log`);
  writeFileSync(log, '');
  say(`${what}: ${line}`);
  const began = performance.now();
  const { done, stop } = enter(root, line, {
    env,
    tell(piece) {
      appendFileSync(log, piece);
      process.stdout.write(piece);
    },
  });
  stopInside = stop;
  const code = await done;
  const seconds = Math.round((performance.now() - began) / 1000);
  rows.push({ what, code, seconds, log });
  return code === 0;
}

async function runAll(root, options) {
  const where = 'cd /root/deskhand && ';
  const lines = Object.entries(options.run ? { run: options.run } : commands).filter(
    ([name]) => options.run || options.only === undefined || options.only === name,
  );
  for (const [name, line] of lines) await inside(root, `bare ${name}`, where + line, {});
  if (!options.crowded) return;
  const { packages, env, settings } = readCrowd();
  const apt = 'export DEBIAN_FRONTEND=noninteractive; apt-get -q update && apt-get -q install -y';
  const names = Object.values(packages).flat();
  if (!(await inside(root, 'crowding', `${apt} --no-install-recommends ${names.join(' ')}`, {}))) return;
  for (const [file, text] of Object.entries(settings))
    writeFileSync(join(root, file), `${text.join('\n')}\n`);
  for (const [name, line] of lines) await inside(root, `crowded ${name}`, where + line, env);
}

function tellRows(system) {
  process.stdout.write(`\n${system}, Node ${process.version}, ${commit()}\n`);
  for (const { what, code, seconds, log } of rows)
    process.stdout.write(
      `${code === 0 ? 'ok    ' : `failed`} ${what.padEnd(14)} ${`${seconds} s`.padStart(7)}  ${log}\n`,
    );
}

function commit() {
  const git = (...args) => spawnSync('git', ['-C', project, ...args], { encoding: 'utf8' }).stdout.trim();
  if (git('status', '--porcelain') !== '') say('what is not committed is left out');
  return `commit ${git('rev-parse', '--short', 'HEAD')}`;
}

async function main() {
  const options = readOptions();
  requireMachine();
  const sources = sourcesFor(options.mirror);
  const root = options.folder ? resolve(options.folder) : mkdtempSync(join(tmpdir(), 'deskhand-debian-'));
  process.once('exit', () => options.folder ?? rmSync(root, { recursive: true, force: true }));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
    process.once(signal, () => {
      stopInside();
      process.exit(130);
    });
  if (!existsSync(join(root, 'usr/local/bin/node'))) {
    say(`a bare Debian in ${root}`);
    makeRoot(root, release, sources);
  }
  rmSync(join(root, 'root/deskhand'), { recursive: true, force: true });
  cloneInto(root, project);
  await runAll(root, options);
  tellRows(releaseOf(root));
  if (rows.some(({ code }) => code !== 0)) process.exitCode = 1;
}

try {
  await main();
} catch (error) {
  say(error.message);
  process.exitCode = error.exitCode ?? 3;
}
