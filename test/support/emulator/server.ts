import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Emulator, EmulatorOptions } from './options.js';
import { Playing } from './playing.js';

/** Starts a server on 127.0.0.1 that plays Qwen-VL models behind the OpenAI-compatible interface. */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const playing = new Playing(options);
  const server = createServer((request, response) => void playing.handle(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const folder = (options.host ?? 'dashscope') === 'dashscope' ? '/compatible-mode' : '';
  return {
    url: `http://127.0.0.1:${port}${folder}/v1`,
    key: playing.key,
    requests: playing.requests,
    async close() {
      playing.closing.abort();
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
