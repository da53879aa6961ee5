import { parseArgs } from 'node:util';
import { defaultBrain } from './default-brain.js';
import { startEmulator } from './server.js';

/** Serves until Ctrl-C, so that people can write tasks without a key. */
const { values } = parseArgs({
  options: {
    realistic: { type: 'boolean', default: false },
    noise: { type: 'string', default: '0' },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) {
  console.log(`Plays Qwen-VL models on this machine, without a key and without cost. It reads the goal, finds its
targets by OCR in the pictures it is sent, and answers with tool calls.

  --realistic   takes as long as the real service: 1.5 s and 31 ms a token
  --noise PX    misses by up to so many px`);
} else {
  await serve();
}

async function serve(): Promise<void> {
  const brain = defaultBrain();
  const server = await startEmulator({
    brain,
    noise: Number(values.noise),
    ...(values.realistic && { latency: { baseMs: 1500, perTokenMs: 31 } }),
    onRequest: ({ status, said }) => console.log(`${status}  ${said.replaceAll('\n', '  ')}`),
  });
  console.log(`An emulated Qwen-VL endpoint is at ${server.url}. In another terminal:

  DASHSCOPE_API_KEY=${server.key} npx deskhand run tasks/editor-goal.yaml --pilot qwen --base-url ${server.url}

Ctrl-C ends it.`);
  const stop = async (): Promise<void> => {
    await server.close();
    await brain.close();
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop());
}
