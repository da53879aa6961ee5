// Opens a driver, holds a key and a button, tells the driver's process id, and waits to be killed.
import { openDriver } from '../../dist/desktop/driver-client.js';

const driver = await openDriver({ display: process.argv[2] ?? '' });
const never = new AbortController().signal;
void driver.hand.hold({ keys: ['ctrl', 'a'] }, 600_000, never);
process.send?.(driver.pid);
