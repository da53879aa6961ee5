import { DeskhandError } from '../../../core/errors.js';
import type { WindowFacts } from '../../../core/frame.js';
import { type ScreenBox, screenBox } from '../../../core/geometry.js';
import type { Windows } from '../../../ports.js';
import type { NutLibrary } from '../nut/library.js';

/** The windows of Windows and macOS as nut-js tells them: no class, no process, and it can neither close nor maximise. Unproven. */
export class NativeWindows implements Windows {
  readonly #nut: NutLibrary;

  constructor(nut: NutLibrary) {
    this.#nut = nut;
  }

  async list(signal: AbortSignal): Promise<readonly WindowFacts[]> {
    signal.throwIfAborted();
    return this.facts();
  }

  visible(signal: AbortSignal): Promise<readonly WindowFacts[]> {
    return this.list(signal);
  }

  /** All windows that have a size, topmost first as far as the system tells. */
  async facts(): Promise<WindowFacts[]> {
    const provider = this.#nut.providerRegistry.getWindow();
    const [handles, active] = await Promise.all([provider.getWindows(), provider.getActiveWindow()]);
    const all = await Promise.all(
      handles.map(async (handle): Promise<WindowFacts> => {
        const [title, region] = await Promise.all([
          provider.getWindowTitle(handle),
          provider.getWindowRegion(handle),
        ]);
        const box = screenBox(region.left, region.top, region.width, region.height);
        return { id: String(handle), title, class: '', box, active: handle === active };
      }),
    );
    return all.filter(({ box }) => box.width > 0 && box.height > 0);
  }

  async activate(id: string, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    done(await this.#nut.providerRegistry.getWindow().focusWindow(Number(id)), id, 'activated');
  }

  async close(id: string): Promise<void> {
    done(false, id, 'closed');
  }

  async place(id: string, box: ScreenBox, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const provider = this.#nut.providerRegistry.getWindow();
    const { Point, Size } = this.#nut;
    done(await provider.moveWindow(Number(id), new Point(box.x, box.y)), id, 'moved');
    done(await provider.resizeWindow(Number(id), new Size(box.width, box.height)), id, 'resized');
  }

  async maximise(id: string): Promise<void> {
    done(false, id, 'maximised');
  }
}

function done(did: boolean, id: string, what: string): void {
  if (did) return;
  throw new DeskhandError('failed', 'window-unchanged', `Window ${id} was not ${what}.`, {
    hint: 'On this system only activating, moving and resizing are possible; use the keyboard for the rest.',
  });
}
