const magicCookie = 'MIT-MAGIC-COOKIE-1';

/**
 * The cookie for a display in the bytes of an X authority file (xauth(1): big-endian 16-bit family, then
 * address, display number, name and data, each with a 16-bit length). A file that breaks off in the middle
 * of an entry is read up to there.
 */
export function cookieFor(bytes: Buffer, display: string): { name: string; data: string } | undefined {
  const wanted = /:(\d+)(?:\.\d+)?$/.exec(display)?.[1] ?? '';
  for (const entry of entries(bytes)) {
    if (entry.name !== magicCookie) continue;
    if (entry.display === '' || entry.display === wanted) return { name: entry.name, data: entry.data };
  }
  return undefined;
}

interface Entry {
  readonly display: string;
  readonly name: string;
  readonly data: string;
}

function* entries(bytes: Buffer): Generator<Entry> {
  let at = 0;
  const text = (): string | undefined => {
    if (at + 2 > bytes.length) return undefined;
    const end = at + 2 + bytes.readUInt16BE(at);
    if (end > bytes.length) return undefined;
    const value = bytes.toString('latin1', at + 2, end);
    at = end;
    return value;
  };
  while (at + 2 <= bytes.length) {
    at += 2;
    const address = text();
    const display = text();
    const name = text();
    const data = text();
    if (address === undefined || display === undefined || name === undefined || data === undefined) return;
    yield { display, name, data };
  }
}
