import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const project = fileURLToPath(new URL('..', import.meta.url));
const nobody = 65534;

interface Lock {
  packages: Record<
    string,
    { version?: string; dev?: boolean; optionalDependencies?: Record<string, string> }
  >;
}
const { missingFromLock } = (await import(new URL('../scripts/lock.mjs', import.meta.url).href)) as {
  missingFromLock(lock: Lock): unknown[];
};

/** A small project with our scripts, and system programs that only note that they were called. */
describe('npm run setup', { timeout: 60_000 }, () => {
  let root: string;

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'deskhand-test-'));
    chmodSync(root, 0o777);
    cpSync(join(project, 'scripts'), join(root, 'scripts'), { recursive: true });
    cpSync(join(project, 'tsconfig.json'), join(root, 'tsconfig.json'));
    put('package.json', '{"type":"module"}');
    put('src/ports.ts', 'export const port = 1;\n');
    put('src/cli/main.ts', "import { port } from '../ports.js';\nconsole.log(port, import.meta.url);\n");
    const lock = { packages: { '': {}, 'node_modules/a': { version: '1.0.0' } } };
    put('package-lock.json', JSON.stringify(lock));
    put(
      'node_modules/.package-lock.json',
      JSON.stringify({ packages: { 'node_modules/a': { version: '1.0.0' } } }),
    );
    for (const name of ['typescript', '@typescript', '@types', 'undici-types', 'esbuild', '@esbuild'])
      if (existsSync(join(project, 'node_modules', name)))
        symlinkSync(join(project, 'node_modules', name), join(root, 'node_modules', name));
    program('dpkg-query', 'shift 2; for name; do echo "ii \t$name"; done');
    program('env', 'shift; exec "$@"');
    program('apt-get', 'echo "E: no such mirror"; exit 100');
  });
  afterEach(() => rmSync(root, { recursive: true }));

  function put(file: string, text: string): void {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
  function program(name: string, body: string): void {
    put(`bin/${name}`, `#!/bin/sh\necho "${name} $*" >>"${root}/calls"\n${body}\n`);
    chmodSync(join(root, 'bin', name), 0o755);
  }
  const calls = (): string =>
    existsSync(join(root, 'calls')) ? readFileSync(join(root, 'calls'), 'utf8') : '';
  const setup = (purpose: string, uid?: number): { status: number | null; stderr: string } =>
    spawnSync(process.execPath, [join(root, 'scripts/setup.mjs'), '--for', purpose], {
      encoding: 'utf8',
      env: { PATH: join(root, 'bin'), TMPDIR: root },
      ...(uid === undefined ? {} : { uid, gid: uid }),
    });

  it('builds, and is silent and asks nobody the second time', () => {
    expect(setup('demo')).toMatchObject({ status: 0, stderr: 'setup: building\n' });
    expect(readFileSync(join(root, 'dist/ports.js'), 'utf8')).toContain('export const port = 1');
    // The command is one file, which still knows the place that the compiler had given it.
    rmSync(join(root, 'dist/ports.js'));
    const command = spawnSync(process.execPath, [join(root, 'dist/cli/main.js')], { encoding: 'utf8' });
    expect(command.stdout).toBe(`1 ${pathToFileURL(join(root, 'dist/cli/main.js')).href}\n`);
    put('dist/ports.js', '');
    const asked = calls();
    expect(asked).toMatch(/^dpkg-query -W -f=\S+\s+\S*\s*xvfb /);
    expect(setup('demo')).toMatchObject({ status: 0, stderr: '' });
    expect(calls()).toBe(asked);
  });

  it('builds again what has changed and forgets what is gone', () => {
    put('src/core/old.ts', 'export const old = 1;\n');
    put('src/page.html', '<p>');
    expect(setup('check').status).toBe(0);
    expect(existsSync(join(root, 'dist/core/old.js'))).toBe(true);
    expect(existsSync(join(root, 'dist/page.html'))).toBe(true);
    rmSync(join(root, 'src/core/old.ts'));
    expect(setup('check')).toMatchObject({ status: 0, stderr: 'setup: building\n' });
    expect(existsSync(join(root, 'dist/core/old.js'))).toBe(false);
  });

  it('fails each time as long as the sources do not compile', () => {
    put('src/wrong.ts', 'export const wrong: number = "text";\n');
    for (let round = 0; round < 2; round++)
      expect(setup('check')).toMatchObject({ status: 1, stderr: expect.stringContaining('do not compile') });
  });

  it.skipIf(process.getuid?.() !== 0)('tells the command and stops when the installation fails', () => {
    program('dpkg-query', 'echo "ii \tdbus"; exit 1');
    const { status, stderr } = setup('demo');
    expect(status).toBe(3);
    expect(stderr).toContain('E: no such mirror');
    expect(stderr).toMatch(
      /sudo apt-get install -y --no-install-recommends xvfb x11-xkb-utils openbox libxtst6 /,
    );
    expect(calls()).toContain('apt-get -q -o Dpkg::Use-Pty=0 -o DPkg::Lock::Timeout=120 install -y');
  });

  it('tells the command and installs nothing when it may not', () => {
    program('dpkg-query', 'exit 1');
    const { status, stderr } = setup('demo', process.getuid?.() === 0 ? nobody : undefined);
    expect(status).toBe(3);
    expect(stderr).toMatch(/sudo apt-get update && sudo apt-get install -y --no-install-recommends xvfb /);
    expect(calls()).not.toContain('apt-get');
  });

  it('says which purposes there are', () => {
    expect(setup('fun')).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('check, demo, contract, test, bench'),
    });
  });
});

describe('package-lock.json', () => {
  it('names every package for every platform, so that npm ci takes it anywhere', () => {
    expect(
      missingFromLock(JSON.parse(readFileSync(join(project, 'package-lock.json'), 'utf8')) as Lock),
    ).toEqual([]);
  });

  it('is found incomplete when one is left out', () => {
    const wants = {
      version: '1.0.0',
      optionalDependencies: { 'b-linux-x64': '1.0.0', 'b-win32-x64': '1.0.0' },
    };
    const packages = {
      'node_modules/a': { version: '2.0.0' },
      'node_modules/a/node_modules/b': { ...wants, dev: true },
      'node_modules/a/node_modules/b-linux-x64': { version: '1.0.0' },
    };
    expect(missingFromLock({ packages })).toEqual([{ name: 'b-win32-x64', version: '1.0.0', dev: true }]);
  });
});
