import type { WindowFacts } from '../core/frame.js';
import { clip } from '../core/geometry.js';
import { screenBoxToFrame } from '../core/spaces.js';
import type { Located, Target } from '../core/target.js';
import type { Eyes, View } from '../ports.js';

/**
 * Eyes that look where input would go before they look anywhere else: in the open menus of the active window,
 * then in the active window, then on the whole frame. So “Delete” means the button of the dialog that asks,
 * not that of the window behind it. A target that names a window, a region or a place is taken as it is.
 */
export function focusFirst(eyes: Eyes): Eyes {
  return {
    ...eyes,
    async locate(view, target, signal, upTo) {
      if (target.text === undefined || target.window !== undefined || target.region !== undefined) {
        return eyes.locate(view, target, signal, upTo);
      }
      for (const narrowed of narrowings(view, target)) {
        const located: Located = await eyes.locate(view, narrowed, signal, 'text');
        if (located.found === 'found' || isSeveral(located)) return located;
      }
      return eyes.locate(view, target, signal, upTo);
    },
  };
}

/** Of a word in a sentence the label may stand elsewhere. */
function isSeveral(located: Located): boolean {
  return located.found === 'ambiguous' && located.candidates.length !== 1;
}

/** The target in each place where input would go, topmost first. */
function narrowings({ frame }: View, target: Target): Target[] {
  const active = frame.windows.find((window) => window.active);
  if (active === undefined) return [];
  const above = frame.windows.slice(0, frame.windows.indexOf(active));
  const menus = above
    .filter((window) => isMenuOf(window, active))
    .flatMap((window) => {
      const region = clip(screenBoxToFrame(window.box, frame), frame.size);
      return region ? [{ ...target, region }] : [];
    });
  return [...menus, { ...target, window: { title: active.title, class: active.class } }];
}

/** Pop-ups carry the title of the window they belong to. */
function isMenuOf(window: WindowFacts, active: WindowFacts): boolean {
  return window.title === active.title && window.class === active.class;
}
