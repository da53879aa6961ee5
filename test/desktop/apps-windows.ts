import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { WindowFacts } from '../../src/core/frame.js';
import { screenBox } from '../../src/core/geometry.js';
import type { AppWindows } from '../../src/desktop/apps/apps.js';

const run = promisify(execFile);

/** The windows of a display as `wmctrl` tells them: applications are tested without our own driver. */
export function wmctrlWindows(env: Readonly<Record<string, string>>): AppWindows {
  const call = async (command: string, ...args: string[]): Promise<string> => {
    // It fails when no window has been opened yet, and then prints nothing to its output.
    const { stdout } = await run(command, args, { env }).catch((error: { stdout: string }) => error);
    return stdout;
  };
  return {
    async list() {
      const active = Number(/0x[0-9a-f]+/.exec(await call('xprop', '-root', '_NET_ACTIVE_WINDOW'))?.[0] ?? 0);
      const lines = (await call('wmctrl', '-lpGx')).split('\n').filter((line) => line !== '');
      return lines.map((line): WindowFacts => {
        const [id = '', , pid, x, y, width, height, name = '', , ...title] = line.split(/\s+/);
        return {
          id,
          pid: Number(pid),
          title: title.join(' '),
          class: name.split('.').at(-1) ?? '',
          box: screenBox(Number(x), Number(y), Number(width), Number(height)),
          active: Number(id) === active,
        };
      });
    },
    awake: async () => undefined,
    activate: async (id) => void (await call('wmctrl', '-i', '-a', id)),
    close: async (id) => void (await call('wmctrl', '-i', '-c', id)),
  };
}
