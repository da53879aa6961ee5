import { createHash } from 'node:crypto';
import { chmod, lstat, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { FrameBox, Size } from '../core/coordinates.js';
import { messageOf } from '../core/errors.js';
import { clip, frameBox, hull } from '../core/geometry.js';
import { type Redact, redactedValue } from '../core/secrets/redact.js';
import { Sighting, type Target } from '../core/target.js';
import type { View } from '../ports.js';
import { equalAt, findExact } from './match/exact.js';
import { placesIn } from './match/result.js';
import { cropPicture, decodePicture, encodePicture, loadPicture, type RawPicture, toRgb } from './picture.js';
import { directions } from './place/relations.js';
import { windowsLike } from './place/windows.js';
import { cropAround } from './surroundings/crops.js';

/** Share of the frame that a context may take: more of it is never still for long. */
const LARGEST = 0.3;

/** How often a memory helped, and what it saved. */
export interface MemoryStats {
  /** Targets that were asked for. */
  readonly asked: number;
  /** Answered from memory, after the pixels agreed. */
  readonly hits: number;
  /** Known, but the pixels no longer agreed. */
  readonly outdated: number;
  /** hits / asked; 0 when nothing was asked. */
  readonly hitRate: number;
  /** ms that the first searches of the answered targets took, less what the memory took. */
  readonly msSaved: number;
}

/** Places where targets were found before. A memory is a hint: it answers only what the pixels still say. */
export interface PlaceMemory {
  /** The target's old place when it and all around it look exactly as they did; undefined when anything differs. */
  recall(view: View, target: Target): Promise<Sighting | undefined>;
  /** Keeps where the target was found; `anchors` are the boxes of its relations, when each has just one. */
  learn(view: View, target: Target, sighting: Sighting, anchors: readonly FrameBox[]): Promise<void>;
  stats(): MemoryStats;
}

/** What is kept of a place; its context lies beside it as PNG. */
const Place = z.object({
  format: z.literal(1),
  target: z.unknown(),
  frame: Size.extend({ scale: z.number() }),
  windows: z.string(),
  sighting: Sighting,
  /** What must be equal px for px: the control, its context, and its anchors with all that lies between. */
  context: FrameBox,
  /** What must stand nowhere else: the control itself, or the anchors that single it out. */
  unique: z.array(FrameBox),
  ms: z.number(),
});
type Place = z.infer<typeof Place>;
const PlaceText = z
  .string()
  .transform((text, context) => {
    try {
      return JSON.parse(text) as unknown;
    } catch (error) {
      context.addIssue({ code: 'custom', message: messageOf(error) });
      return z.NEVER;
    }
  })
  .pipe(Place);

/**
 * Opens the memory of a task in a folder. Only what was found by text or image is kept, and no target with an
 * index: that counts other things, so it is looked up each time. A folder that cannot be used makes a memory that
 * keeps nothing: it only ever gives hints.
 *
 * @param options.task name of the task; tasks do not share places
 * @param options.redact takes secrets out of what is written, such as those in a window's title
 */
export async function openPlaceMemory(options: {
  readonly folder: string;
  readonly task: string;
  readonly redact?: Redact;
}): Promise<PlaceMemory> {
  const { folder, task, redact = (text) => text } = options;
  return new FolderMemory(folder, task, redact, await isUsable(folder));
}

/** Makes the folder where it is missing; one that others could read, or a link that somebody put there, is not left so. */
async function isUsable(folder: string): Promise<boolean> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    if (!(await lstat(folder)).isDirectory()) return false;
    await chmod(folder, 0o700);
    return true;
  } catch {
    // Of another user, or of a file system that takes nothing: there is no memory, and none is missed.
    return false;
  }
}

class FolderMemory implements PlaceMemory {
  private asked = 0;
  private hits = 0;
  private outdated = 0;
  private msSaved = 0;

  constructor(
    private readonly folder: string,
    private readonly task: string,
    private readonly redact: Redact,
    /** False from the moment on at which something could not be written. */
    private usable: boolean,
  ) {}

  async recall(view: View, target: Target): Promise<Sighting | undefined> {
    if (!this.usable || !isMemorable(target)) return undefined;
    const start = performance.now();
    this.asked++;
    const name = this.nameOf(view, target);
    const place = await this.load(name);
    if (place === undefined) return undefined;
    if (!(await this.stillThere(view, target, place, name))) {
      this.outdated++;
      return undefined;
    }
    this.hits++;
    const ms = performance.now() - start;
    this.msSaved += place.ms - ms;
    return { ...place.sighting, ms };
  }

  async learn(view: View, target: Target, sighting: Sighting, anchors: readonly FrameBox[]): Promise<void> {
    if (!this.usable || !isMemorable(target)) return;
    if (sighting.rung !== 'text' && sighting.rung !== 'image') return;
    if (anchors.length === 0 && isRelated(target)) return;
    const { size, scale } = view.frame;
    const control = sighting.control ?? sighting.box;
    const { tight, wide } = cropAround(control, size);
    const context = clip(hull([wide, ...anchors]), size) ?? wide;
    if (context.width * context.height > LARGEST * size.width * size.height) return;
    const unique = anchors.length > 0 ? [...anchors] : [tight];
    const windows = this.windowsOf(view, target);
    const place: Place = {
      format: 1,
      target,
      frame: { ...size, scale },
      windows,
      sighting,
      context,
      unique,
      ms: sighting.ms,
    };
    const name = this.nameOf(view, target);
    const png = await encodePicture(cropPicture(await loadPicture(view.path), context));
    await this.keep(name, png, place);
  }

  stats(): MemoryStats {
    const { asked, hits, outdated, msSaved } = this;
    return { asked, hits, outdated, hitRate: asked === 0 ? 0 : hits / asked, msSaved };
  }

  /** The context is equal px for px, and nothing else on the frame looks like the target. */
  private async stillThere(view: View, target: Target, place: Place, name: string): Promise<boolean> {
    if (place.windows !== this.windowsOf(view, target)) return false;
    const before = await this.contextOf(name);
    if (before === undefined) return false;
    const now = toRgb(await loadPicture(view.path));
    const { context: box, unique } = place;
    return (
      equalAt(now, before, box.x, box.y, undefined) &&
      unique.every((part) => isOnly(now, cropPicture(now, part)))
    );
  }

  /** A place that is damaged, cannot be read or is of another version is forgotten: it was only a hint. */
  private async load(name: string): Promise<Place | undefined> {
    try {
      return PlaceText.safeParse(await readFile(join(this.folder, `${name}.json`), 'utf8')).data;
    } catch {
      return undefined;
    }
  }

  private async contextOf(name: string): Promise<RawPicture | undefined> {
    try {
      return toRgb(await decodePicture(join(this.folder, `${name}.png`)));
    } catch {
      return undefined;
    }
  }

  /** Each written beside and moved into place, so that a crash leaves the old one or the new one. */
  private async keep(name: string, png: Uint8Array, place: Place): Promise<void> {
    const text = JSON.stringify(redactedValue(place, this.redact));
    try {
      for (const [file, content] of [
        [`${name}.png`, png],
        [`${name}.json`, text],
      ] as const) {
        const path = join(this.folder, file);
        await writeFile(`${path}.new`, content, { mode: 0o600 });
        await rename(`${path}.new`, path);
      }
    } catch {
      // A full or broken disk: the places found so far will be found again by looking.
      this.usable = false;
    }
  }

  /** Title and place of the windows that the target is looked for in, secrets taken out as in what is kept. */
  private windowsOf(view: View, target: Target): string {
    if (target.window === undefined) return '';
    return JSON.stringify(
      windowsLike(view.frame, target.window).map(({ title, box }) => [this.redact(title), box]),
    );
  }

  /** Frames of another size or scale have places of their own. */
  private nameOf(view: View, target: Target): string {
    const { size, scale } = view.frame;
    const key = JSON.stringify([this.task, sorted(target), size.width, size.height, scale]);
    return createHash('sha256').update(key).digest('hex').slice(0, 32);
  }
}

/** Whether it can be told by looking at one place that the target is still the same thing. */
function isMemorable(target: Target): boolean {
  return (target.text !== undefined || target.image !== undefined) && target.index === undefined;
}

function isRelated(target: Target): boolean {
  return (['near', ...directions] as const).some((relation) => target[relation] !== undefined);
}

function isOnly(picture: RawPicture, patch: RawPicture): boolean {
  const whole = frameBox(0, 0, picture.width, picture.height);
  const span = placesIn(whole, patch.width, patch.height);
  return span !== undefined && findExact(picture, patch, span, undefined).length === 1;
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  );
}
