import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FrameBox } from '../../../src/core/geometry.js';
import type { Sighting, Target } from '../../../src/core/target.js';
import type { Eyes, View } from '../../../src/ports.js';
import { openEyes } from '../../../src/sight/ladder.js';
import { viewOfFile } from '../../../src/sight/locate-picture.js';
import { encodePicture } from '../../../src/sight/picture.js';
import { fieldOf } from '../../../src/sight/place/field.js';
import { openTextReader, type TextReader } from '../../../src/sight/text/reader.js';
import type { SeenPoint } from './brain.js';
import type { SeenPicture } from './pictures.js';

/** Where a target was seen on the model's picture. */
export interface Seen {
  readonly point: SeenPoint;
  readonly box: FrameBox;
}

/** What the model sees of its pictures: text, and where things stand. It is given px and nothing else. */
export class Sight {
  private reader: Promise<TextReader> | undefined;
  private folder: Promise<string> | undefined;
  private last: { readonly picture: SeenPicture; readonly view: Promise<View> } | undefined;

  /** The place of a target; undefined when it is not there. Of several equal ones a model takes one. */
  async find(picture: SeenPicture, target: Target): Promise<Seen | undefined> {
    const { eyes, view } = await this.look(picture);
    const located = await eyes.locate(view, target, new AbortController().signal, 'text');
    if (located.found === 'absent') return undefined;
    const sighting = located.found === 'found' ? located.sighting : likeliest(located.candidates);
    return sighting && { point: sighting.point, box: sighting.box };
  }

  /** The entry that a label names; the label itself where no entry can be seen. */
  async findField(picture: SeenPicture, target: Target): Promise<Seen | undefined> {
    const label = await this.find(picture, target);
    const box = label && fieldOf(label.box, picture.pixels);
    if (label === undefined || box === undefined) return label;
    return { box, point: { x: Math.min(box.x + box.width / 2, box.x + 24), y: box.y + box.height / 2 } };
  }

  /** All lines of text, in reading order. */
  async read(picture: SeenPicture): Promise<readonly { text: string; box: FrameBox }[]> {
    const { eyes, view } = await this.look(picture);
    return eyes.read(view, undefined, new AbortController().signal);
  }

  async close(): Promise<void> {
    const [reader, folder] = await Promise.all([this.reader, this.folder]);
    await reader?.close();
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  }

  private async look(picture: SeenPicture): Promise<{ eyes: Eyes; view: View }> {
    this.reader ??= openTextReader();
    this.folder ??= mkdtemp(join(tmpdir(), 'emulator-'));
    const [reader, folder] = await Promise.all([this.reader, this.folder]);
    if (this.last?.picture !== picture)
      this.last = { picture, view: written(picture, join(folder, 'seen.png')) };
    return { eyes: openEyes({ reader, imageFolder: folder }), view: await this.last.view };
  }
}

async function written(picture: SeenPicture, path: string): Promise<View> {
  await writeFile(path, await encodePicture(picture.pixels));
  return viewOfFile(path);
}

/** A control before mere text. */
function likeliest(candidates: readonly Sighting[]): Sighting | undefined {
  return candidates.find(({ control }) => control !== undefined) ?? candidates[0];
}
