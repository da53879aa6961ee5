import { terminal } from '../../src/operator/terminal.js';
import { confirmation, never } from './confirmation.js';

const interrupt = () => process.kill(process.pid, 'SIGINT');

/** Asks on its own terminal and prints what it was told; the test types into the other end. */
const operator = terminal({ input: process.stdin, output: process.stdout, env: {}, interrupt });
process.stdout.write('READY\n');
const approval = await operator.confirm(confirmation({ withinMs: Number(process.argv[2]) }), never);
process.stdout.write(`APPROVAL ${JSON.stringify(approval)}\n`);
process.stdin.destroy();
