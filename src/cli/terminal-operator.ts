import type { Operator } from '../ports.js';

/** The person at the terminal that the command was started from. */
export async function terminalOperator(): Promise<Operator> {
  const { terminal } = await import('../operator/terminal.js');
  const interrupt = () => process.kill(process.pid, 'SIGINT');
  return terminal({ input: process.stdin, output: process.stderr, env: process.env, interrupt });
}
