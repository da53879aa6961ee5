// Whether `npm ci` can use package-lock.json anywhere: every package for another platform must be named in
// it. A registry that does not carry such a package makes `npm install` leave it out without a word.
//
//   node scripts/lock.mjs              tells what is missing
//   node scripts/lock.mjs --complete   names it, by what the package that wants it says
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const systems = ['android', 'darwin', 'freebsd', 'linux', 'openharmony', 'win32'];
const processors = {
  x64: 'x64',
  arm64: 'arm64',
  ia32: 'ia32',
  arm: 'arm',
  ppc64: 'ppc64',
  riscv64: 'riscv64',
  s390x: 's390x',
};

/** Optional packages that are wanted but not in the lock: name, version, and whether only development wants them. */
export function missingFromLock(lock) {
  const missing = [];
  for (const [path, entry] of Object.entries(lock.packages)) {
    for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
      if (path !== '' && !found(lock.packages, path, name))
        missing.push({ name, version, dev: entry.dev === true });
    }
  }
  return missing;
}

/** Looks for a package the way Node does: in its user's own folder first, then further up. */
function found(packages, path, name) {
  const ends = [...path.matchAll(/\/node_modules\//g)].map(({ index }) => index);
  const folders = [...ends, path.length].map((end) => `${path.slice(0, end)}/`);
  return ['', ...folders].some((folder) => packages[`${folder}node_modules/${name}`] !== undefined);
}

/** The lock entry of a package that is only known by its name and version. */
function entryOf({ name, version, dev }) {
  const words = name.split(/[-/.]/);
  const os = systems.filter((system) => words.includes(system));
  const cpu = words.map((word) => processors[word]).filter((word) => word !== undefined);
  if (os.length === 0 || cpu.length === 0)
    throw new Error(`The platform of ${name} cannot be told from its name.`);
  const libc = os[0] !== 'linux' ? [] : words.some((word) => word.startsWith('musl')) ? ['musl'] : ['glibc'];
  return {
    version,
    cpu,
    ...(dev ? { dev: true } : {}),
    ...(libc.length > 0 ? { libc } : {}),
    optional: true,
    os,
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const file = fileURLToPath(new URL('../package-lock.json', import.meta.url));
  const lock = JSON.parse(readFileSync(file, 'utf8'));
  const missing = missingFromLock(lock);
  if (process.argv.includes('--complete')) {
    for (const wanted of missing) lock.packages[`node_modules/${wanted.name}`] = entryOf(wanted);
    lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)));
    writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
  } else if (missing.length > 0) {
    console.log(`package-lock.json does not name ${missing.map(({ name }) => name).join(', ')}.`);
    console.log('npm ci would refuse it. Run: node scripts/lock.mjs --complete');
    process.exitCode = 1;
  }
}
