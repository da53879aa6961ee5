import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';

/** The variable that every process started on a desktop carries, so that its children are known as well. */
const markName = 'DESKHAND_MARK';

/**
 * Waits for the end of its standard input, which comes when we say so and also when this process is killed
 * in any way. Then it ends everything that carries the mark (or, where there is no /proc, the process groups
 * it was told of): first politely, a second later for good. Last it removes the folders.
 */
const script = `
trap '' HUP INT TERM
mark=$1; shift
groups=''
while read -r group; do groups="$groups -$group"; done
look() { found=$(grep -lsxzF -e "$mark" /proc/[0-9]*/environ | tr -cd '0-9\\n'); }
if [ -r /proc/self/environ ]; then groups=''; fi
send() { look; set -- "$1" $groups $found; [ $# -gt 1 ] && kill -s "$@" 2>/dev/null; }
send TERM
tries=0
while [ $tries -lt 50 ] && [ -n "$found" ]; do sleep 0.02; look; tries=$((tries + 1)); done
send KILL
tries=0
while [ $tries -lt 50 ] && [ -n "$found" ]; do sleep 0.02; send KILL; tries=$((tries + 1)); done
[ $# -eq 0 ] || rm -rf -- "$@"
`;

/** Ends what was started on a desktop, at the latest when this process ends, `kill -9` included. */
export interface Keeper {
  /** Must be in the environment of everything that is to be ended. */
  readonly mark: Readonly<Record<string, string>>;
  /** The value of the mark as `/proc/<pid>/environ` has it. */
  readonly marked: string;
  /** Tells the process group of a program that was started. */
  watch(pid: number): void;
  /** Ends everything that still runs and removes the folders. */
  end(): Promise<void>;
}

/** @param folders absolute paths that are removed at the end */
export function openKeeper(folders: readonly string[] = []): Keeper {
  const value = randomBytes(9).toString('base64url');
  const marked = `${markName}=${value}`;
  // Windows has no process groups; what was started there is ended through `close` only.
  if (process.platform === 'win32')
    return { mark: { [markName]: value }, marked, watch: () => undefined, end: async () => undefined };
  const child = spawn('/bin/sh', ['-c', script, 'deskhand-keeper', marked, ...folders], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
    cwd: '/',
    env: { PATH: '/usr/bin:/bin' },
  });
  const ended = endOf(child);
  // Neither the keeper nor its pipe may hold up the end of this process: that end is what it waits for.
  child.unref();
  (child.stdin as unknown as { unref(): void }).unref();
  return {
    mark: { [markName]: value },
    marked,
    watch(pid) {
      child.stdin.write(`${pid}\n`);
    },
    async end() {
      child.ref();
      child.stdin.end();
      await ended;
    },
  };
}

function endOf(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    // Without /bin/sh, or when the keeper itself was killed, there is nothing left to wait for.
    child.once('error', () => resolve());
    child.once('exit', () => resolve());
    child.stdin?.on('error', () => resolve());
  });
}
