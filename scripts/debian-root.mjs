// A Debian of its own in a folder: made by debootstrap, entered in namespaces of its own. Its mounts and
// processes belong to those namespaces, so the kernel takes them back when the command ends, however it ends.
import { spawn, spawnSync } from 'node:child_process';
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';

/** Where Debian keeps the certificates that programs trust. */
const certificates = '/etc/ssl/certs/ca-certificates.crt';

/** What the machine itself needs to reach its mirror and registry, and what a command in the new one may see. */
const throughProxy = ['http_proxy', 'https_proxy', 'no_proxy', 'HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY'];

/**
 * The package sources of this machine that carry a release of Debian: `{uri, suite, component}` each.
 * Empty on machines that are no Debian.
 */
export function hostSources(release) {
  const format = '$(ORIGIN)|$(REPO_URI)|$(RELEASE)|$(COMPONENT)';
  const { stdout } = spawnSync('apt-get', ['indextargets', '--format', format, 'Created-By: Packages'], {
    encoding: 'utf8',
  });
  return (stdout ?? '')
    .split('\n')
    .map((line) => line.split('|'))
    .filter(([origin, , suite]) => origin === 'Debian' && suite?.startsWith(release))
    .map(([, uri, suite, component]) => ({ uri, suite, component }));
}

/**
 * Makes a Debian with the smallest set of packages, git, certificates and this very Node; nothing else.
 * Throws when debootstrap fails; its words are on the terminal.
 */
export function makeRoot(root, release, sources) {
  mkdirSync(root, { recursive: true });
  const main = sources.find(({ suite }) => suite === release);
  run('debootstrap', [
    '--variant=minbase',
    '--include=git,ca-certificates',
    ...['--components=main', release, root, main.uri],
  ]);
  const lines = sources.map(({ uri, suite, component }) => `deb ${uri} ${suite} ${component}\n`);
  writeFileSync(join(root, 'etc/apt/sources.list'), lines.join(''));
  writeFileSync(join(root, 'etc/apt/apt.conf.d/99host'), aptNetwork());
  for (const file of ['/etc/resolv.conf', '/etc/hosts', certificates])
    if (existsSync(file)) copyFileSync(file, join(root, file));
  copyNode(root);
}

/** How this machine's apt reaches the network. */
function aptNetwork() {
  const { stdout } = spawnSync('apt-config', ['dump'], { encoding: 'utf8' });
  const lines = (stdout ?? '').split('\n').filter((line) => /^Acquire::https?::Proxy\b/i.test(line));
  return `${lines.join('\n')}\n`;
}

/** The running Node with its npm, as a person would have unpacked it below /usr/local. */
function copyNode(root) {
  const prefix = dirname(dirname(process.execPath));
  const npm = join(prefix, 'lib/node_modules/npm');
  if (!existsSync(npm)) throw new Error(`There is no npm beside ${process.execPath}, at ${npm}.`);
  cpSync(process.execPath, join(root, 'usr/local/bin/node'));
  cpSync(npm, join(root, 'usr/local/lib/node_modules/npm'), { recursive: true, verbatimSymlinks: true });
  for (const name of ['npm', 'npx'])
    symlinkSync(`../lib/node_modules/npm/bin/${name}-cli.js`, join(root, 'usr/local/bin', name));
}

/** Clones what is committed in a project into `/root/deskhand`. */
export function cloneInto(root, project) {
  run('git', ['clone', '--quiet', '--no-hardlinks', project, join(root, 'root/deskhand')]);
}

/**
 * Runs a shell line in the Debian, as root, and gives its output to `tell` piece by piece.
 * Answers its exit code. A SIGTERM to the returned process ends everything that runs in there.
 */
export function enter(root, line, { env = {}, tell }) {
  // The first process of a pid namespace inherits orphans and has to reap them: a shell does, npm would not.
  const inside = [
    'set -e',
    'mount -t proc proc "$0/proc"',
    'mount --rbind /dev "$0/dev"',
    'mount -t tmpfs -o mode=1777 tmpfs "$0/dev/shm"',
    'mount -t sysfs sysfs "$0/sys" 2>/dev/null || mount --rbind /sys "$0/sys"',
    'set +e',
    'chroot "$0" /bin/sh -c "$1"',
    'exit $?',
  ].join('\n');
  const child = spawn(
    'unshare',
    ['--mount', '--ipc', '--pid', '--fork', '--kill-child', '/bin/sh', '-c', inside, root, line],
    { stdio: ['ignore', 'pipe', 'pipe'], env: { ...bareEnvironment(), ...env } },
  );
  for (const stream of [child.stdout, child.stderr]) stream.on('data', tell);
  const done = new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  });
  return { done, stop: () => child.kill('SIGTERM') };
}

/** What a fresh login of root has, and the way to the network that this machine uses. */
function bareEnvironment() {
  const registry = spawnSync('npm', ['config', 'get', 'registry'], { encoding: 'utf8' }).stdout?.trim();
  const kept = throughProxy.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : []));
  return {
    ...Object.fromEntries(kept),
    PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
    HOME: '/root',
    TERM: 'dumb',
    NODE_EXTRA_CA_CERTS: certificates,
    ...(registry ? { npm_config_registry: registry } : {}),
  };
}

/** The name and version of the system in a folder, as it says itself. */
export function releaseOf(root) {
  const text = readFileSync(join(root, 'etc/os-release'), 'utf8');
  return /^PRETTY_NAME="(.*)"$/m.exec(text)?.[1] ?? 'unknown';
}

function run(command, args) {
  const { status, error } = spawnSync(command, args, { stdio: ['ignore', 'inherit', 'inherit'] });
  if (error) throw error;
  if (status !== 0) throw new Error(`${command} ended with code ${status}.`);
}
