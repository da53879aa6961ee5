import type { Callback, XClient } from 'x11';
import type { X11Client } from '../client.js';

/** One way modifiers pick a level of a key: exactly these of the type's modifiers must be down. */
interface LevelRule {
  readonly mods: number;
  readonly level: number;
}

/** How modifiers choose between the symbols of a key (XKB protocol, section 12.2: key types). */
export interface KeyType {
  /** The real modifiers that matter to this type. */
  readonly mods: number;
  readonly rules: readonly LevelRule[];
}

/** The symbols of one key. */
export interface KeySymbols {
  readonly keycode: number;
  /** One entry per layout group; empty for a key that nothing is mapped to. */
  readonly groups: readonly { readonly type: KeyType; readonly keysyms: readonly number[] }[];
  /** How a group that the key does not have is brought into range. */
  readonly outOfRange: { readonly kind: 'wrap' | 'clamp' | 'redirect'; readonly redirect: number };
  /** Real modifiers that the key is bound to, as bits. */
  readonly modifiers: number;
}

/** The keyboard's map as the server holds it. */
export interface KeyboardMap {
  readonly keys: readonly KeySymbols[];
}

// Bits of the GetMap request: which components are asked for.
const keyTypes = 1;
const keySyms = 2;
const modifierMap = 4;
const coreKeyboard = 0x100;

/** The part of the package's client that its own extension modules send requests with. */
interface Wire {
  seq_num: number;
  readonly pack_stream: { put(bytes: Buffer): void; submit(expectsReply: boolean): void };
  readonly replies: Record<number, [(body: Buffer) => unknown, Callback<KeyboardMap>]>;
}

/**
 * Asks for the whole keyboard map with its levels and groups. The core protocol's GetKeyboardMapping tells
 * the symbols but not which modifiers reach them, so a layout with AltGr cannot be typed on with it; the
 * package leaves XkbGetMap out.
 */
export async function readKeyboardMap(client: X11Client): Promise<KeyboardMap> {
  const opcode = await client.ask<{ majorOpcode: number }>((raw, done) => {
    (raw as unknown as ExtensionQuery).QueryExtension('XKEYBOARD', done);
  });
  return client.ask<KeyboardMap>((raw, done) => send(raw, opcode.majorOpcode, done));
}

interface ExtensionQuery {
  QueryExtension(name: string, done: Callback<{ majorOpcode: number }>): void;
}

function send(raw: XClient, opcode: number, done: Callback<KeyboardMap>): void {
  const wire = raw as unknown as Wire;
  const request = Buffer.alloc(28);
  request.writeUInt8(opcode, 0);
  request.writeUInt8(8, 1);
  request.writeUInt16LE(7, 2);
  request.writeUInt16LE(coreKeyboard, 4);
  request.writeUInt16LE(keyTypes | keySyms | modifierMap, 6);
  wire.seq_num++;
  wire.pack_stream.put(request);
  wire.replies[wire.seq_num] = [decodeKeyboardMap, done];
  wire.pack_stream.submit(true);
}

/** Reads the reply of XkbGetMap, from its ninth byte on (XKB protocol, appendix D: GetMap and KB_MAP). */
export function decodeKeyboardMap(body: Buffer): KeyboardMap {
  const typeCount = body.readUInt8(7);
  const firstKey = body.readUInt8(9);
  const keyCount = body.readUInt8(12);
  const modifierEntries = body.readUInt8(25);
  const types: KeyType[] = [];
  let at = 32;
  for (let i = 0; i < typeCount; i++) at = readType(body, at, types);
  const keys: Omit<KeySymbols, 'modifiers'>[] = [];
  for (let i = 0; i < keyCount; i++) at = readSymbols(body, at, firstKey + i, types, keys);
  const modifiers = new Map<number, number>();
  for (let i = 0; i < modifierEntries; i++) {
    modifiers.set(body.readUInt8(at + 2 * i), body.readUInt8(at + 2 * i + 1));
  }
  return { keys: keys.map((key) => ({ ...key, modifiers: modifiers.get(key.keycode) ?? 0 })) };
}

function readType(body: Buffer, start: number, into: KeyType[]): number {
  const mods = body.readUInt8(start);
  const entries = body.readUInt8(start + 5);
  const hasPreserve = body.readUInt8(start + 6) !== 0;
  const rules: LevelRule[] = [];
  let at = start + 8;
  for (let i = 0; i < entries; i++, at += 8) {
    const active = body.readUInt8(at) !== 0;
    if (active) rules.push({ mods: body.readUInt8(at + 1), level: body.readUInt8(at + 2) });
  }
  into.push({ mods, rules });
  return hasPreserve ? at + 4 * entries : at;
}

function readSymbols(
  body: Buffer,
  start: number,
  keycode: number,
  types: readonly KeyType[],
  into: Omit<KeySymbols, 'modifiers'>[],
): number {
  const groupInfo = body.readUInt8(start + 4);
  const width = body.readUInt8(start + 5);
  const total = body.readUInt16LE(start + 6);
  const groups = [];
  for (let group = 0; group < (groupInfo & 0x0f); group++) {
    const type = types[body.readUInt8(start + group)];
    if (type === undefined) continue;
    const keysyms = [];
    for (let level = 0; level < width; level++) {
      keysyms.push(body.readUInt32LE(start + 8 + 4 * (group * width + level)));
    }
    groups.push({ type, keysyms });
  }
  const kind = (groupInfo & 0xc0) === 0x40 ? 'clamp' : (groupInfo & 0xc0) === 0x80 ? 'redirect' : 'wrap';
  into.push({ keycode, groups, outOfRange: { kind, redirect: (groupInfo >> 4) & 0x03 } });
  return start + 8 + 4 * total;
}
