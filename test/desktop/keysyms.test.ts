import { describe, expect, it } from 'vitest';
import x11 from 'x11';
import { keyName, modifierKeys } from '../../src/core/keys.js';
import { keysymsOfKey, namedKeysyms } from '../../src/desktop/driver/x11/hand/keysyms.js';

/** The keysym number that the x11 package has for an X name. */
const ofPackage = (name: string): number | undefined => x11.keySyms[`XK_${name}`]?.code;

describe('keysyms', () => {
  it.each(Object.entries(namedKeysyms))('%s is the number that X has for it', (name, keysym) => {
    expect(keysym).toBe(ofPackage(name));
  });

  it('of function keys follow each other', () => {
    for (let number = 1; number <= 24; number++)
      expect(keysymsOfKey(`f${number}`)).toEqual([ofPackage(`F${number}`)]);
  });

  it('of a letter are the letter, of one that Unicode came after also the older one', () => {
    expect(keysymsOfKey('f')).toEqual([0x66]);
    expect(keysymsOfKey('€')).toEqual([ofPackage('EuroSign'), 0x1000000 + 0x20ac]);
  });

  it('are known for every key that has a name', () => {
    const written = ['return', 'esc', 'del', 'pgup', 'pgdn', 'left', 'capslock', 'print', 'f24'];
    for (const name of [...modifierKeys, ...written.map((each) => keyName(each) ?? '')])
      expect(keysymsOfKey(name)[0], name).toBeLessThan(0x1000000);
  });
});
