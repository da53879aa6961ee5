import type { Frame, WindowFacts } from '../../core/frame.js';
import { encloses, type FrameBox, intersection } from '../../core/geometry.js';
import { screenBoxToFrame } from '../../core/spaces.js';

/** The frames around an act that typed something. */
export interface Around {
  readonly before: Pick<Frame, 'windows' | 'scale' | 'origin'>;
  readonly after: Pick<Frame, 'windows' | 'scale' | 'origin'>;
}

/**
 * The parts of changed areas where typed text may show, frame px: windows of the application that gets the keys, in
 * front of others. What changes in a window of another program, or in a panel, is not the text. Where no window is
 * active nobody knows who gets the keys, and everything counts.
 */
export function ownParts(boxes: readonly FrameBox[], around: Around): FrameBox[] {
  const { before, after } = around;
  const getKeys = [activeOf(before.windows), activeOf(after.windows)].filter((one) => one !== undefined);
  if (getKeys.length === 0) return [...boxes];
  const known = new Set(before.windows.map(({ id }) => id));
  const isOwn = (window: WindowFacts): boolean =>
    !known.has(window.id) || getKeys.some((active) => isOfSameProgram(window, active));
  const places = after.windows.map((window) => ({
    own: isOwn(window),
    box: screenBoxToFrame(window.box, after),
  }));
  return boxes.flatMap((box) =>
    places.flatMap((place, depth) => {
      const part = place.own ? intersection(box, place.box) : undefined;
      if (part === undefined) return [];
      // Topmost first: what lies in front of it hides it.
      return places.slice(0, depth).some((above) => encloses(above.box, part)) ? [] : [part];
    }),
  );
}

/** The titles of the windows in which the areas lie, each once. */
export function titlesAt(boxes: readonly FrameBox[], { after }: Around): string[] {
  const titles = boxes.flatMap((box) => {
    const holds = ({ box: window }: WindowFacts): boolean => encloses(screenBoxToFrame(window, after), box);
    return after.windows.find(holds)?.title ?? [];
  });
  return [...new Set(titles)];
}

function isOfSameProgram(window: WindowFacts, active: WindowFacts): boolean {
  return (
    window.id === active.id ||
    (window.pid !== undefined && window.pid === active.pid) ||
    // Pop-ups whose owner is not known carry the names of the active window.
    (window.class === active.class && window.title === active.title)
  );
}

function activeOf(windows: readonly WindowFacts[]): WindowFacts | undefined {
  return windows.find((window) => window.active);
}
