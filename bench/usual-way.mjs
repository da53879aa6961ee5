// The five actions the way most programs do them: a picture before and after each action by
// screenshot-desktop, nut-js with the delays it comes with, and 500 ms of sleep after each action.
// Prints ms of each step as JSON.
//
//   node usual-way.mjs TEXT X Y
import { setTimeout as sleep } from 'node:timers/promises';
import { Button, Key, keyboard, mouse, Point } from '@nut-tree-fork/nut-js';
import screenshot from 'screenshot-desktop';

const [text, x, y] = process.argv.slice(2);
const actions = [
  async () => {
    await mouse.setPosition(new Point(Number(x), Number(y)));
    await mouse.click(Button.LEFT);
  },
  () => keyboard.type(text),
  async () => {
    await keyboard.pressKey(Key.LeftControl, Key.Home);
    await keyboard.releaseKey(Key.LeftControl, Key.Home);
  },
  () => mouse.scrollDown(3),
  async () => undefined,
];
const steps = [];
for (const act of actions) {
  const began = performance.now();
  await screenshot({ format: 'png' });
  await act();
  await sleep(500);
  await screenshot({ format: 'png' });
  steps.push(performance.now() - began);
}
console.log(JSON.stringify(steps));
