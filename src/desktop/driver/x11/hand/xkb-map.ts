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
  /** The same as the server wrote it (XKB protocol, KEYSYMMAP). */
  readonly wire: Buffer;
}

/** The keyboard's map as the server holds it. */
export interface KeyboardMap {
  readonly lowest: number;
  readonly highest: number;
  /** Every keycode from the lowest to the highest. */
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
  QueryExtension(name: string, done: Callback<{ majorOpcode: number }>): void;
}

const getMap = 8;
const setMap = 9;

/**
 * Asks for the whole keyboard map with its levels and groups. The core protocol's GetKeyboardMapping tells
 * the symbols but not which modifiers reach them, so a layout with AltGr cannot be typed on with it; the
 * package leaves XkbGetMap and XkbSetMap out.
 */
export async function readKeyboardMap(client: X11Client): Promise<KeyboardMap> {
  const opcode = await xkbOpcode(client);
  return client.ask<KeyboardMap>((raw, done) => {
    const request = header(Buffer.alloc(28), opcode, getMap);
    request.writeUInt16LE(keyTypes | keySyms | modifierMap, 6);
    const wire = submit(raw, request, true);
    wire.replies[wire.seq_num] = [decodeKeyboardMap, done];
  });
}

/**
 * Gives keys one symbol each, on every level, or takes their symbols away (0). All in one request: window
 * managers grab all their keys anew after each change, which takes them some 50 ms every time.
 *
 * @param map the map as it was just read; keys between the changed ones are written as they are in it
 * @param changes keysym by keycode
 */
export async function writeSymbols(
  client: X11Client,
  map: KeyboardMap,
  changes: ReadonlyMap<number, number>,
): Promise<void> {
  if (changes.size === 0) return;
  const first = Math.min(...changes.keys());
  const last = Math.max(...changes.keys());
  const records = map.keys
    .filter(({ keycode }) => keycode >= first && keycode <= last)
    .map(({ keycode, wire }) => {
      const keysym = changes.get(keycode);
      return keysym === undefined ? wire : singleSymbol(keysym);
    });
  const request = header(Buffer.concat([Buffer.alloc(36), ...records]), await xkbOpcode(client), setMap);
  request.writeUInt16LE(keySyms, 6);
  request.writeUInt8(map.lowest, 10);
  request.writeUInt8(map.highest, 11);
  request.writeUInt8(first, 14);
  request.writeUInt8(records.length, 15);
  request.writeUInt16LE(
    records.reduce((sum, record) => sum + ((record.length - 8) >> 2), 0),
    16,
  );
  submit(client.raw, request, false);
  await client.sync();
}

/** A key with one group of the first key type, which has one level and heeds no modifier; without a symbol, no group. */
function singleSymbol(keysym: number): Buffer {
  const record = Buffer.alloc(keysym === 0 ? 8 : 12);
  if (keysym === 0) return record;
  record.writeUInt8(1, 4);
  record.writeUInt8(1, 5);
  record.writeUInt16LE(1, 6);
  record.writeUInt32LE(keysym, 8);
  return record;
}

async function xkbOpcode(client: X11Client): Promise<number> {
  const { majorOpcode } = await client.ask<{ majorOpcode: number }>((raw, done) => {
    (raw as unknown as Wire).QueryExtension('XKEYBOARD', done);
  });
  return majorOpcode;
}

function header(request: Buffer, opcode: number, minor: number): Buffer {
  request.writeUInt8(opcode, 0);
  request.writeUInt8(minor, 1);
  request.writeUInt16LE(request.length >> 2, 2);
  request.writeUInt16LE(coreKeyboard, 4);
  return request;
}

function submit(raw: XClient, request: Buffer, expectsReply: boolean): Wire {
  const wire = raw as unknown as Wire;
  wire.seq_num++;
  wire.pack_stream.put(request);
  wire.pack_stream.submit(expectsReply);
  return wire;
}

/** Reads the reply of XkbGetMap, from its ninth byte on (XKB protocol, appendix D: GetMap and KB_MAP). */
export function decodeKeyboardMap(body: Buffer): KeyboardMap {
  const lowest = body.readUInt8(2);
  const highest = body.readUInt8(3);
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
  return {
    lowest,
    highest,
    keys: keys.map((key) => ({ ...key, modifiers: modifiers.get(key.keycode) ?? 0 })),
  };
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
  const end = start + 8 + 4 * total;
  const outOfRange = { kind, redirect: (groupInfo >> 4) & 0x03 } as const;
  into.push({ keycode, groups, outOfRange, wire: body.subarray(start, end) });
  return end;
}
