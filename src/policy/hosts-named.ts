/** Programs whose operands are hosts, though these look like any other word, and their options that take a value. */
const NETWORK = new Map<string, string>([
  ...['curl', 'xh', 'http', 'https'].map((name) => [name, 'odHXuTFAebcmKDwrCYyz'] as const),
  ...['wget', 'aria2c'].map((name) => [name, 'OoPiUTtQlDeaBdxj'] as const),
  ...['ssh', 'mosh', 'sftp', 'autossh'].map((name) => [name, 'iploFLRDbcemOQSWwEBI'] as const),
  ...['nc', 'ncat', 'netcat', 'socat'].map((name) => [name, 'pswiqI'] as const),
  ...['ping', 'ping6', 'traceroute', 'tracepath'].map((name) => [name, 'ciwIstWlmq'] as const),
  ...[
    'dig',
    'nslookup',
    'host',
    'whois',
    'telnet',
    'ftp',
    'lftp',
    'tftp',
    'nmap',
    'w3m',
    'lynx',
    'links',
  ].map((name) => [name, 'ptckl'] as const),
  ...['rdesktop', 'xfreerdp', 'vncviewer', 'smbclient'].map((name) => [name, 'updgkUW'] as const),
]);
/** Of these the first operand is the host, and the rest is for it. */
const FIRST_ALONE = new Set(['ssh', 'mosh', 'autossh', 'telnet', 'nc', 'ncat', 'netcat', 'ftp']);
/** These copy between files and `host:file`. */
const COPYING = new Set(['scp', 'rsync']);
/** These tell their host by an option. */
const BY_OPTION = new Set([
  'mysql',
  'mariadb',
  'psql',
  'pg_dump',
  'mysqldump',
  'mongo',
  'mongosh',
  'redis-cli',
  'openssl',
  'swaks',
]);
const HOST_OPTION = /^(?:-h|--host|-H|--server|-connect|-s)$/;
/** An address with its scheme. */
const URL_HOST = /^[a-z][a-z0-9+.-]*:\/\/(?:[^/?#\s@]*@)?(\[[0-9a-f:.]+\]|[^/:?#\s]+)/i;
/** `me@host`, also with a path or port behind it. */
const USER_HOST = /^[^\s@/:=]+@(\[[0-9a-f:.]+\]|[a-z0-9.-]+)(?:[:/].*)?$/i;
const ADDRESS = /^(\d{1,3}(?:\.\d{1,3}){3}|\[[0-9a-f:]+\]|localhost)(?:[:/].*)?$/i;
/** A name as an operand of a program that takes hosts. */
const NAME = /^([a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9-]+)*\.?)(?:[:/].*)?$/i;

/** The hosts that a command line names. */
export interface HostsNamed {
  readonly hosts: readonly string[];
  /** A program of the network whose hosts cannot be told, such as `curl "$URL"`. */
  readonly untold?: string;
}

/**
 * Tells which hosts a command line names, in any of its parts; names that only a shell or a program knows are untold.
 *
 * @param line words as a person would type them
 */
export function hostsNamed(line: string): HostsNamed {
  const hosts: string[] = [];
  let untold: string | undefined;
  for (const part of line.split(/[;|&\n(){}`]|\$\(/u)) {
    const words = part
      .trim()
      .split(/\s+/u)
      .map(bare)
      .filter((word) => word !== '');
    const at = words.findIndex((word) => isNetwork(nameOf(word)));
    const before = hosts.length;
    for (const word of words) hosts.push(...hostsIn(word));
    if (at < 0) continue;
    const program = nameOf(words[at] ?? '');
    const operands = operandsOf(program, words.slice(at + 1));
    for (const operand of operands) {
      const name = NAME.exec(operand)?.[1];
      if (hostsIn(operand).length === 0 && name !== undefined && !/^\d+$/.test(name)) hosts.push(name);
    }
    const none = hosts.length === before && NETWORK.has(program);
    if (none || operands.some((word) => word.includes('$'))) untold ??= program;
  }
  return { hosts: [...new Set(hosts)], ...(untold !== undefined && { untold }) };
}

/** The word without its quotes, and the value of an option or variable. */
function bare(word: string): string {
  const plain = word.replace(/^["'({]+|["',;)}]+$/gu, '');
  return /^(?:-{1,2}[\w-]+|\w+)=(.+)$/u.exec(plain)?.[1]?.replace(/^["']+|["']+$/gu, '') ?? plain;
}

function isNetwork(program: string): boolean {
  return NETWORK.has(program) || COPYING.has(program) || BY_OPTION.has(program);
}

/** The words behind a program that may be hosts. */
function operandsOf(program: string, words: readonly string[]): string[] {
  if (COPYING.has(program)) return words.filter((word) => /^[^/-][^/]*:/.test(word));
  if (BY_OPTION.has(program)) return words.filter((_, at) => HOST_OPTION.test(words[at - 1] ?? ''));
  const valued = NETWORK.get(program) ?? '';
  const operands = words.filter((word, at) => {
    const option = /^-(\w)$/.exec(words[at - 1] ?? '')?.[1];
    return !word.startsWith('-') && (option === undefined || !valued.includes(option));
  });
  return FIRST_ALONE.has(program) ? operands.slice(0, 1) : operands;
}

function nameOf(word: string): string {
  return word.slice(word.lastIndexOf('/') + 1).toLowerCase();
}

function hostsIn(word: string): string[] {
  const host = [URL_HOST, USER_HOST, ADDRESS]
    .map((form) => form.exec(word)?.[1])
    .find((found) => found !== undefined);
  // A file of this machine is no host.
  return host === undefined || /^file:/i.test(word) ? [] : [host.toLowerCase()];
}
