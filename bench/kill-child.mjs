// Writes a recording as fast as it can and tells on standard output which line is on disk, until it is killed.
import { writeSync } from 'node:fs';
import { openJournal } from '../dist/recording/index.js';

const [folder] = process.argv.slice(2);
const clock = {
  now: () => performance.now(),
  wall: () => new Date().toISOString(),
  sleep: () => Promise.resolve(),
};
const journal = await openJournal({ folder, clock });
const at = { x: 0, y: 0 };
const size = { width: 64, height: 64 };
let seq = 0;
const acknowledge = () => writeSync(1, `${seq++}\n`);

await journal.line({
  type: 'run',
  format: 1,
  version: '0',
  id: 'kill',
  task: { name: 'kill' },
  params: {},
  pilot: 'script',
  operator: 'fixed no',
  desktop: { kind: 'virtual' },
  limits: {},
  machine: { platform: process.platform, node: process.version },
});
acknowledge();
for (let act = 1; ; act += 1) {
  const png = Buffer.alloc(20_000, act % 251);
  await journal.frame({
    key: act,
    png,
    size,
    scale: 1,
    origin: at,
    display: ':0',
    windows: [],
    calm: true,
    settleMs: 0,
    captureMs: 0,
    encodeMs: 0,
  });
  acknowledge();
  await journal.line({
    type: 'intent',
    act,
    action: { name: 'click', input: { point: at } },
    summary: 'click',
  });
  acknowledge();
  await journal.line({ type: 'outcome', act, outcome: 'done', ms: 1 });
  acknowledge();
}
