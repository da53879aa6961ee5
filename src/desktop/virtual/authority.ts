import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';

const scheme = 'MIT-MAGIC-COOKIE-1';

/** Matches every address, and with an empty display number every display: the number is not known yet. */
const familyWild = 0xffff;

/**
 * Writes a new X authority file that only its owner can read; server and clients use the same one.
 * Its format is that of Xauth(3): big-endian 16-bit family, then address, display number, name and data,
 * each with a 16-bit length in front.
 */
export function writeAuthority(file: string): void {
  const fields = [Buffer.alloc(0), Buffer.alloc(0), Buffer.from(scheme), randomBytes(16)];
  const entry = fields.flatMap((field) => [uint16(field.length), field]);
  writeFileSync(file, Buffer.concat([uint16(familyWild), ...entry]), { mode: 0o600, flag: 'wx' });
}

function uint16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(value);
  return bytes;
}
