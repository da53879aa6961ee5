import type { World } from './deed.js';

/** Types a text, with a pause between its characters where the application needs one, ms. */
export async function typePaced(
  text: string,
  delayMs: number,
  world: World,
  signal: AbortSignal,
): Promise<void> {
  if (delayMs === 0) return world.hand.type(text, signal);
  await withPauses([...text.replaceAll('\r\n', '\n')], delayMs, world, signal, (symbol) =>
    world.hand.type(symbol, signal),
  );
}

/** Presses a chord several times, with a pause between them, ms. */
export async function pressPaced(
  chord: readonly string[],
  count: number,
  delayMs: number,
  world: World,
  signal: AbortSignal,
): Promise<void> {
  if (delayMs === 0) return world.hand.press(chord, count, signal);
  await withPauses(Array.from({ length: count }), delayMs, world, signal, () =>
    world.hand.press(chord, 1, signal),
  );
}

/** The pause also comes after the last one: whatever is done next is a key like any other. */
async function withPauses<Item>(
  items: readonly Item[],
  delayMs: number,
  { clock }: World,
  signal: AbortSignal,
  give: (item: Item) => Promise<void>,
): Promise<void> {
  for (const item of items) {
    signal.throwIfAborted();
    await give(item);
    await clock.sleep(delayMs, signal);
  }
}
