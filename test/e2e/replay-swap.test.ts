import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { deskhand, onlyRun, root, scratchEach, tale } from './deskhand.js';

describe('a replay after the program was changed', { timeout: 240_000 }, () => {
  const place = scratchEach();

  const state = () => JSON.parse(readFileSync(join(place.folder, 'state.json'), 'utf8'));

  /** Installs the program; an update of it may have two buttons in each other's place. */
  function install(...options: string[]): void {
    const program = `${root}tasks/programs/orders/orders.py`;
    const line = ['exec python3', program, '--state', join(place.folder, 'state.json'), ...options].join(' ');
    writeFileSync(join(place.folder, 'orders.sh'), `${line}\n`);
  }

  /** Runs the task on the first version and answers its recording. */
  async function record(steps: string): Promise<string> {
    install();
    const file = join(place.folder, 'task.yaml');
    const head =
      'name: Swap\napps:\n  orders: {command: sh, args: [orders.sh], window: Order Desk}\nsteps:\n';
    writeFileSync(file, `${head}${steps}`);
    const ran = await deskhand(['run', file, ...options()]);
    expect(ran.code, tale(ran)).toBe(0);
    return onlyRun(ran).folder;
  }

  const options = () => ['--reporter', 'json', '--approve', 'yes', '--recordings', place.recordings];

  it('should halt before a click on Delete where Save stands now, and show why', async () => {
    const folder = await record(
      '  - click: "1002"\n' +
        '  - click: {text: Delete, near: Send invoice}\n    name: Ask to delete\n    expect: "Delete order 1002?"\n' +
        '  - click: {text: Delete, window: Delete order}\n    expect: Order 1002 deleted\n',
    );
    expect(state()).toMatchObject({ deleted: [1002], dirty: true });

    install('--swap');
    const ran = await deskhand(['replay', folder, ...options()]);
    expect(ran.code, tale(ran)).toBe(1);
    expect(state()).toMatchObject({ deleted: [], dirty: false });
    const run = onlyRun(ran);
    expect(run.reason).toContain('Ask to delete');
    expect(run.differences).toHaveLength(1);
    for (const picture of [run.differences[0]?.expected, run.differences[0]?.found]) {
      expect(existsSync(join(run.folder, picture ?? 'none')), picture).toBe(true);
      expect(run.reason).toContain(picture);
    }
    const page = readFileSync(join(run.folder, 'report.html'), 'utf8');
    for (const word of ['class="difference"', 'Expected', 'Found']) expect(page).toContain(word);
  });

  it('should halt before a click on Save where Delete stands now', async () => {
    const folder = await record(
      '  - click: "1003"\n  - click: Save\n    name: Save the orders\n    expect: Saved.\n',
    );
    expect(state()).toMatchObject({ saves: 1 });

    install('--swap');
    const ran = await deskhand(['replay', folder, ...options()]);
    expect(ran.code, tale(ran)).toBe(1);
    expect(state()).toMatchObject({ saves: 0, deleted: [] });
    expect(onlyRun(ran).reason).toContain('Save the orders');
  });

  it('should go through as long as nothing was changed', async () => {
    const folder = await record('  - click: "1003"\n  - click: Save\n    expect: Saved.\n');
    const ran = await deskhand(['replay', folder, ...options()]);
    expect(ran.code, tale(ran)).toBe(0);
    expect(onlyRun(ran).differences).toEqual([]);
  });
});
