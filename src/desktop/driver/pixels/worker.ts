import { parentPort, workerData } from 'node:worker_threads';
import type { Strip } from './png.js';
import { type HelperSetup, type StripJob, stripBox, takeStrip } from './strip-job.js';
import { StripMaker } from './strip-maker.js';

/** Entry of the thread that helps to make strips: one job after the other, as they come. */
const port = parentPort;
if (!port) throw new Error('worker.js is started by StripHelper');
const { memory, scratch } = workerData as HelperSetup;
const maker = new StripMaker(memory, scratch);

port.on('message', (job: StripJob) => {
  const made: [number, Strip][] = [];
  for (let number = takeStrip(job); number !== undefined; number = takeStrip(job))
    made.push([number, maker.make(job.picture, stripBox(job.box, number))]);
  port.postMessage(
    made,
    made.map(([, { chunk }]) => chunk.buffer as ArrayBuffer),
  );
});
