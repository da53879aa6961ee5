import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from './deskhand.js';

const run = promisify(execFile);

interface Locked {
  readonly packages: Readonly<Record<string, { readonly dev?: boolean; readonly version?: string }>>;
}

/** A folder in which nothing but the packed deskhand and what it depends on is installed. */
describe('the packed package in an empty folder', { timeout: 240_000 }, () => {
  let folder: string;
  const { DISPLAY: _, ...env } = process.env;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'deskhand-packed-'));
    const packed = await run('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder], {
      cwd: root,
    });
    const [{ filename }] = JSON.parse(packed.stdout) as [{ filename: string }];
    await install(join(folder, 'whole'), join(folder, filename), () => true);
    await install(join(folder, 'dropped'), join(folder, filename), (name) => name !== 'onnxruntime-node');
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  /** As npm would install it, with our own copies of the packages that package-lock.json names. */
  async function install(into: string, tarball: string, wants: (name: string) => boolean): Promise<void> {
    const modules = join(into, 'node_modules');
    mkdirSync(join(modules, 'deskhand'), { recursive: true });
    await run('tar', ['-xzf', tarball, '--strip-components=1', '-C', join(modules, 'deskhand')]);
    const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as Locked;
    for (const [path, { dev }] of Object.entries(packages)) {
      const name = path.replace(/^node_modules\//, '');
      const nested = path === '' || name.includes('node_modules/');
      if (nested || dev || !wants(name) || !existsSync(join(root, path))) continue;
      mkdirSync(dirname(join(modules, name)), { recursive: true });
      symlinkSync(join(root, path), join(modules, name));
    }
  }
  const deskhand = (where: string, ...args: string[]) =>
    run(process.execPath, ['node_modules/deskhand/dist/cli/main.js', ...args], {
      cwd: join(folder, where),
      env: { ...env, NO_COLOR: '1' },
    });

  it('runs the demo with the more accurate reader', async () => {
    const { stdout, stderr } = await deskhand('whole', 'demo');
    expect(stdout).toContain('All four ended as they should.');
    expect(stderr).toBe('');
    expect(existsSync(join(folder, 'whole/recordings'))).toBe(true);
  });

  it('says in one line what npm has left out, and how to have it', async () => {
    const told =
      'onnxruntime-node is not installed (npm leaves out packages whose own downloads fail). Install it: npm install --ignore-scripts onnxruntime-node@';
    const { stdout } = await deskhand('dropped', 'doctor', '--desktop', 'virtual');
    const lines = stdout.split('\n');
    const at = lines.findIndex((line) => line.startsWith('! text reading: tesseract'));
    expect(lines[at + 1]).toContain(told);
    const task = join('node_modules/deskhand/tasks', 'orders-goal.yaml');
    const ran = await deskhand('dropped', 'run', task, '--pilot', 'offline').catch((error: unknown) => error);
    expect((ran as { stderr: string }).stderr).toContain(told);
  });
});
