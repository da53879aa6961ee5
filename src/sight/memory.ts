import type { Sighting, Target } from '../core/target.js';
import type { View } from '../ports.js';

/** Places where targets were found before. A memory is a hint: it answers only what the pixels still say. */
export interface PlaceMemory {
  /** The target's old place when it looks exactly as it did; undefined when anything differs. */
  recall(view: View, target: Target): Promise<Sighting | undefined>;
  /** Keeps where the target was found. */
  learn(view: View, target: Target, sighting: Sighting): Promise<void>;
}
