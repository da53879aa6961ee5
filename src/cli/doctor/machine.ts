import { execFile } from 'node:child_process';

/** One thing that the doctor looked at. */
export interface Finding {
  readonly what: string;
  readonly ok: boolean;
  /** It can be used, but not as well as it might be; `fix` tells more. */
  readonly warns?: boolean;
  readonly detail: string;
  readonly fix?: string;
}

/** What the doctor can ask a machine; a test answers for machines that it does not have. */
export interface Machine {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** What a program prints, trimmed; undefined when it is missing, fails or takes longer than a few seconds. */
  ask(program: string, args: readonly string[]): Promise<string | undefined>;
}

/** ms that a question may take; PowerShell needs most of it for its own start. */
const patienceMs = 8000;

/** The machine this process runs on. */
export const thisMachine: Machine = {
  platform: process.platform,
  env: process.env,
  ask: (program, args) =>
    new Promise((resolve) => {
      execFile(program, args, { timeout: patienceMs, windowsHide: true }, (error, stdout) =>
        resolve(error === null ? stdout.trim() : undefined),
      );
    }),
};
