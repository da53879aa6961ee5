import { afterAll, beforeAll, expect, test } from 'vitest';
import { claimDisplay } from '../../src/desktop/driver/x11/claim.js';
import { openX11Client, type X11Client } from '../../src/desktop/driver/x11/client.js';
import { Device } from '../../src/desktop/driver/x11/hand/device.js';
import { releaseLeft } from '../../src/desktop/driver/x11/keeper/release.js';
import { pressedOn } from '../support/drawing.js';
import { startXvfb, type TestDisplay } from '../support/xvfb.js';

let display: TestDisplay;
let keeper: X11Client;

beforeAll(async () => {
  display = await startXvfb({ width: 640, height: 480 });
  keeper = await openX11Client({ display: display.display });
});
afterAll(async () => {
  await keeper.close();
  await display.end();
});

const shift = 50;
const claim = { pid: process.pid, run: 'a run', folder: '/nowhere' };

test('what a driver left is let go as soon as its claim has gone, and not while a run has the display', async () => {
  const driver = await openX11Client({ display: display.display });
  await claimDisplay(driver, claim);
  const hand = await Device.open(driver);
  hand.key(shift, true);
  hand.button(1, true);
  await driver.sync();
  const released = releaseLeft(keeper, await Device.open(keeper));
  for (let i = 0; i < 20; i++) {
    await driver.sync();
    await keeper.sync();
  }
  expect(await pressedOn(keeper)).toMatchObject({ keys: [shift] });
  await driver.close();
  await released;
  expect(await pressedOn(keeper)).toEqual({ keys: [], buttons: 0 });
});
