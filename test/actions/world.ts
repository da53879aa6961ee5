import type { World } from '../../src/actions/deed.js';
import { type framePoint, screenPoint } from '../../src/core/geometry.js';

/** A world that writes down what it is asked to do: pixels at scale 2 of a monitor left of the primary. */
export function recordingWorld(parts: Record<string, unknown> = {}): { world: World; calls: unknown[][] } {
  const calls: unknown[][] = [];
  const recorder = (room: string, answers: Record<string, unknown> = {}) =>
    new Proxy(answers, {
      get: (known, name: string) =>
        known[name] ??
        ((...given: unknown[]) => {
          calls.push([`${room}.${name}`, ...given.filter((each) => !(each instanceof AbortSignal))]);
          return Promise.resolve();
        }),
    });
  const room = (name: string) => recorder(name, (parts[name] ?? {}) as Record<string, unknown>);
  const world = {
    hand: room('hand'),
    screen: room('screen'),
    windows: room('windows'),
    apps: room('apps'),
    eyes: room('eyes'),
    operator: room('operator'),
    secrets: room('secrets'),
    clock: room('clock'),
    view: { key: 7, path: '/tmp/f.png', frame: { size: { width: 2560, height: 1600 } } },
    seen: async (text: unknown) => {
      calls.push(['seen', text]);
    },
    pace: () => (parts.pace as number | undefined) ?? 0,
    toScreen: (at: ReturnType<typeof framePoint>) => screenPoint(at.x / 2 - 1280, at.y / 2),
  };
  return { world: world as unknown as World, calls };
}
