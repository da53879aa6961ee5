import { rm } from 'node:fs/promises';
import { messageOf } from '../../core/errors.js';
import { ownFolder } from '../../machine/own-folder.js';
import type { Finding } from './machine.js';

/** Whether applications on a virtual desktop could tell where their labels are; nothing depends on it. */
export async function accessibility(): Promise<Finding> {
  const what = 'hints of applications';
  const { openDesktop } = await import('../../desktop/open-desktop.js');
  const folder = ownFolder('deskhand-doctor-');
  try {
    const size = { width: 320, height: 200 };
    const desktop = await openDesktop({ kind: 'virtual', size, accessibility: true }, folder);
    const { missing } = desktop.hints;
    await desktop.close();
    return missing === undefined
      ? { what, ok: true, detail: 'the accessibility bus answers; --hints uses it' }
      : withoutBus(missing);
  } catch (error) {
    return withoutBus(messageOf(error));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function withoutBus(detail: string): Finding {
  return {
    what: 'hints of applications',
    ok: false,
    detail,
    fix: 'Only --hints needs it: sudo apt-get install -y --no-install-recommends at-spi2-core',
  };
}
