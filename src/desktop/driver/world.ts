import type { Hand, Screen, Windows } from '../../ports.js';
import type { DriverFacts, DriverOptions } from './protocol.js';

/** One desktop as the driver process holds it. */
export interface World {
  readonly facts: DriverFacts;
  readonly screen: Screen;
  readonly hand: Hand;
  readonly windows: Windows;
  /** Whether the display can still be reached; native input without one ends the process. */
  readonly open: boolean;
  /** Resolves with the reason when the display is gone, where that is told. */
  readonly gone?: Promise<Error>;
  /** Calls the listener when a person stops by key or corner, with the words for who stopped. */
  onStop(listener: (by: string) => void): void;
  /** Releases every key and button. */
  release(): Promise<void>;
  /** Releases everything and ends the connection. */
  close(): Promise<void>;
}

/**
 * Opens the desktop that the options name, with what this system offers.
 *
 * @param swept is called as soon as nothing is pressed any more
 */
export async function openWorld(options: DriverOptions, swept: () => void): Promise<World> {
  if (options.native || process.platform === 'win32' || process.platform === 'darwin') {
    const { openNativeWorld } = await import('./native/world.js');
    return openNativeWorld(options, swept);
  }
  const { openX11World } = await import('./x11/open.js');
  return openX11World(options, swept);
}
