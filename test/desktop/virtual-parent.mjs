// A process that opens a desktop and an application on it, tells about them and waits to be killed.
import { spawn } from 'node:child_process';

const [module, folder] = process.argv.slice(2);
const { openVirtualDesktop } = await import(module);
const size = { width: 640, height: 480 };
const desktop = await openVirtualDesktop({ size, folder, view: true, accessibility: true });
const app = spawn('xterm', [], { env: desktop.env, stdio: 'ignore' });
await new Promise((resolve) => app.once('spawn', resolve));
console.log(
  JSON.stringify({
    pids: { ...desktop.pids, app: app.pid },
    home: desktop.env.HOME,
    port: desktop.view.port,
  }),
);
