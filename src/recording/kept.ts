import type { Redact } from '../core/secrets/redact.js';

const PICTURES = ['89504e47', 'ffd8ff', '52494646', '47494638'];

/** Whether the content is PNG, JPEG, WebP or GIF: compressed, so no secret stands in it as text. */
export function isPicture(content: Uint8Array | string): content is Uint8Array {
  if (typeof content === 'string') return false;
  const start = Buffer.from(content.subarray(0, 4)).toString('hex');
  return PICTURES.some((magic) => start.startsWith(magic));
}

/** The bytes to keep, secrets taken out. Bytes that are no UTF-8 are searched byte by byte. */
export function redactBytes(content: Uint8Array | string, redact: Redact): Uint8Array {
  if (typeof content === 'string') return Buffer.from(redact(content));
  try {
    return Buffer.from(redact(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(content)));
  } catch {
    return Buffer.from(redact(Buffer.from(content).toString('latin1')), 'latin1');
  }
}
