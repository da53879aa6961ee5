import { parentPort, workerData } from 'node:worker_threads';
import type { Engine } from './engine.js';
import { firstLine, whyNotLoaded } from './engine-packages.js';
import { NativeWork } from './native-work.js';
import { openPaddle } from './paddle/engine.js';
import type { Answer, Question, WorkerSetup } from './protocol.js';
import { Session } from './session.js';
import { openTesseract } from './tesseract/engine.js';
import type { Picture, TextLine } from './text-line.js';

/** Entry of the reader's worker thread: one question after the other, so that two never share the cores. */
const port = parentPort;
if (!port) throw new Error('worker.js is started by openTextReader()');
const setup = workerData as WorkerSetup;
const cancelled = new Set<number>();
const say = (answer: Answer): void => port.postMessage(answer);
const notice = (text: string): void => say({ kind: 'notice', text });

const engine = await openEngine();
const session = new Session(engine);
let queue: Promise<void> = Promise.resolve();
port.on('message', (question: Question) => {
  if (question.kind === 'cancel') cancelled.add(question.id);
  else queue = queue.then(() => answer(question));
});
say({ kind: 'ready', engine: engine.name });

async function openEngine(): Promise<Engine> {
  if (setup.engine === 'tesseract') return openTesseract(setup.languages, notice);
  try {
    return await openPaddle(setup.languages, notice, new NativeWork(setup.nativeWork));
  } catch (problem) {
    if (setup.engine === 'paddle') throw problem;
    notice(
      `Text is read with tesseract, which misreads more than the usual engine: ${whyNotLoaded(problem)}`,
    );
    return openTesseract(setup.languages, notice);
  }
}

async function answer(question: Exclude<Question, { kind: 'cancel' }>): Promise<void> {
  if (question.kind === 'close') {
    await engine.close();
    port?.close();
    return;
  }
  const { id } = question;
  const stopped = (): boolean => cancelled.has(id);
  try {
    if (question.kind === 'weigh') {
      const { picture, box, texts } = question;
      say({ kind: 'doubts', id, doubts: await session.weigh(picture, box, texts) });
    } else say({ kind: 'lines', id, lines: await linesFor(question, stopped) });
  } catch (problem) {
    say({ kind: 'failed', id, message: firstLine(problem) });
  } finally {
    cancelled.delete(id);
  }
}

function linesFor(
  question: Exclude<Extract<Question, { picture: Picture }>, { kind: 'weigh' }>,
  stopped: () => boolean,
): Promise<TextLine[]> {
  const { picture, area } = question;
  switch (question.kind) {
    case 'read':
      return session.read(picture, area, stopped, question.cut);
    case 'find':
      return session.find(picture, question.pattern, area, stopped);
    case 'confirm':
      return session.confirm(picture, question.text, area, stopped);
  }
}
