import type * as Nut from '@nut-tree-fork/nut-js';

export type NutLibrary = (typeof Nut)['default'];

/** Loads the code of nut-js. That calls nothing, so a display need not be there. */
export const loadNut = (): Promise<{ default: NutLibrary }> => import('@nut-tree-fork/nut-js');

let loaded: Promise<NutLibrary> | undefined;

/**
 * Loads nut-js once and takes its delays away: 300 ms around each key and 100 ms around each click by
 * default. It is native code that ends the process when there is no display, so a display must have been
 * reached before the first call, and only a process that may die must call it.
 */
export function nutLibrary(): Promise<NutLibrary> {
  loaded ??= loadNut().then(({ default: nut }) => {
    nut.keyboard.config.autoDelayMs = 0;
    nut.mouse.config.autoDelayMs = 0;
    nut.providerRegistry.getKeyboard().setKeyboardDelay(0);
    nut.providerRegistry.getMouse().setMouseDelay(0);
    return nut;
  });
  return loaded;
}
