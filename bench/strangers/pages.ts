import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDriver } from '../../src/desktop/driver-client.js';
import { startXvfb } from '../../test/support/xvfb.js';
import { Browser } from '../unseen/browser.js';
import { pageOf, targetsOfPage } from '../unseen/page.js';
import { Random } from '../unseen/random.js';
import type { Box } from './label.js';
import type { Look } from './programs.js';
import type { Kept } from './stage.js';

const never = new AbortController().signal;
/** Pages of one look. */
const pages = 5;
/** Backgrounds of the dark themes that pages are made in. */
const darkGround = /background: #(1b1e23|2b2b2b|000000)/;

/** Shows new pages in Chromium, whose own document is the witness, and keeps them in `folder`. */
export async function showPages(look: Look, folder: string): Promise<number> {
  const { size, scale, name, dark } = look;
  const display = await startXvfb(size);
  const profile = await mkdtemp(join(tmpdir(), 'deskhand-strangers-profile-'));
  const env = { ...display.env, HOME: profile };
  const manager = spawn('openbox', [], { env, stdio: 'ignore' });
  const browser = await Browser.open(env, size, scale, join(profile, 'chromium'));
  const driver = await openDriver({ display: display.display, env: display.env });
  let count = 0;
  try {
    for (const [i, html] of newPages(scale, dark).entries()) {
      await browser.show('<body style="background:#808080">');
      const before = await driver.screen.look('launch', never);
      await browser.show(html);
      await driver.screen.nextChange(before.key, { share: 0.5, withinMs: 30_000 }, never);
      const { png } = await driver.screen.look('launch', never);
      const targets = JSON.parse(String(await browser.value(targetsOfPage))) as { text: string; box: Box }[];
      const labels = targets.filter(({ text }) => text !== '').map((each) => ({ ...each, kind: 'element' }));
      const kept: Kept = {
        ...{ program: 'chromium', toolkit: 'Chromium', look: name, scene: `page ${i}` },
        ...{ labels, known: [], also: [] },
      };
      const path = join(folder, `chromium-${name}-page_${i}`);
      await writeFile(`${path}.png`, png);
      await writeFile(`${path}.json`, JSON.stringify(kept, undefined, 1));
      count += labels.length;
    }
    return count;
  } finally {
    await driver.close();
    await browser.close();
    manager.kill();
    await display.end();
    await rm(profile, { recursive: true, force: true });
  }
}

/** Pages that no other campaign makes, light or dark as the look wants. */
function newPages(scale: number, dark: boolean): string[] {
  const made: string[] = [];
  for (let seed = 770_000 + 1000 * scale; made.length < pages; seed++) {
    const html = pageOf(new Random(seed));
    if (darkGround.test(html) === dark) made.push(html);
  }
  return made;
}
