import { vi } from 'vitest';
import { buildProgram } from '../../src/cli/program.js';
import { reportError } from '../../src/cli/report-error.js';
import type { ProcessControls } from '../../src/cli/stops.js';

/** What a command said. */
export interface Told {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

const controls: ProcessControls = {
  stopped: false,
  leave: () => undefined,
  onStop: () => () => undefined,
  onPause: () => () => undefined,
};

/** Runs a command line within this process: a second sooner than one of its own. */
export async function inProcess(args: readonly string[]): Promise<Told> {
  let code = 0;
  const said = { out: '', err: '' };
  const hear = (stream: NodeJS.WriteStream, name: 'out' | 'err') =>
    vi.spyOn(stream, 'write').mockImplementation((text) => {
      said[name] += String(text);
      return true;
    });
  const spies = [hear(process.stdout, 'out'), hear(process.stderr, 'err')];
  try {
    const program = buildProgram((given) => (code = given), controls);
    await program.parseAsync([...args], { from: 'user' });
  } catch (error) {
    code = reportError(error, (text) => (said.err += text));
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
  return { code, ...said };
}
