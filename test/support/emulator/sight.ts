import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { centreOf, contains, type FrameBox, frameBox, grow } from '../../../src/core/geometry.js';
import type { Target } from '../../../src/core/target.js';
import type { Eyes, TextLine, View } from '../../../src/ports.js';
import { matchText } from '../../../src/sight/label/match.js';
import { openEyes } from '../../../src/sight/ladder.js';
import { viewOfFile } from '../../../src/sight/locate-picture.js';
import { cropPicture, encodePicture } from '../../../src/sight/picture.js';
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

  /**
   * The place of a target; undefined when it is not there. Of several equal ones a model takes the one that
   * came last: the button of a dialog, not that of the window behind it.
   *
   * @param pictures oldest first; the last is the screen now
   */
  async find(pictures: readonly SeenPicture[], target: Target): Promise<Seen | undefined> {
    const { eyes, view } = await this.look(pictures.at(-1));
    const located = await eyes.locate(view, target, new AbortController().signal, 'text');
    if (located.found === 'absent') return newest(await this.glued(pictures.at(-1), target), pictures);
    return located.found === 'found' ? located.sighting : newest(located.candidates, pictures);
  }

  /** Labels that the reader took for a part of one word, as it does on small blurred menus: “Edit” in “FileEdit”. */
  private async glued(picture: SeenPicture | undefined, target: Target): Promise<Seen[]> {
    const { text } = target;
    if (typeof text !== 'string' || Object.keys(target).length > 1) return [];
    const aim = text.replaceAll(/\s/gu, '');
    const words = (await this.read(picture)).flatMap((line) => line.words);
    return aim.length < 3 ? [] : words.flatMap((word) => partOf(word, aim));
  }

  /** The entry that a label names: beside a label first, then around a hint; else the label itself. */
  async findField(pictures: readonly SeenPicture[], target: Target): Promise<Seen | undefined> {
    const { eyes, view } = await this.look(pictures.at(-1));
    const lines = await eyes.read(view, undefined, new AbortController().signal);
    const alone = Object.keys(target).length === 1 ? target.text : undefined;
    const labels = alone === undefined ? [] : matchText(lines, alone).filter(({ fit }) => fit > LABEL);
    const fields = labels.flatMap(({ box }) => entryOf(box, pictures.at(-1)));
    const beside = fields.filter(({ around }) => !around);
    const field = newest(beside.length > 0 ? beside : fields, pictures);
    if (field !== undefined) return field;
    const label = await this.find(pictures, target);
    return (label && entryOf(label.box, pictures.at(-1))[0]) ?? label;
  }

  /** All lines of text, in reading order. */
  async read(picture: SeenPicture | undefined): Promise<readonly TextLine[]> {
    const { eyes, view } = await this.look(picture);
    return eyes.read(view, undefined, new AbortController().signal);
  }

  async close(): Promise<void> {
    const [reader, folder] = await Promise.all([this.reader, this.folder]);
    await reader?.close();
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  }

  private async look(picture: SeenPicture | undefined): Promise<{ eyes: Eyes; view: View }> {
    if (picture === undefined) throw new Error('there is no picture to look at');
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

/** The part of a word that is the text, with a capital where it begins and where the next label begins. */
function partOf({ text, box }: TextLine['words'][number], aim: string): Seen[] {
  const at = text.indexOf(aim);
  const after = text[at + aim.length];
  if (at < 0 || !/^\p{Lu}/u.test(aim) || (after !== undefined && !/\p{Lu}/u.test(after))) return [];
  const part = frameBox(
    box.x + (box.width * at) / text.length,
    box.y,
    (box.width * aim.length) / text.length,
    box.height,
  );
  return [{ box: part, point: centreOf(part) }];
}

/** How well a label has to fit: as a whole, not as a part of other text. */
const LABEL = 0.77;

/** The entry of a label and where to click in it; `around` when it is around the label itself. */
function entryOf(label: FrameBox, picture: SeenPicture | undefined): (Seen & { around: boolean })[] {
  const box = picture && fieldOf(label, picture.pixels);
  if (box === undefined) return [];
  const point = { x: Math.min(box.x + box.width / 2, box.x + 24), y: box.y + box.height / 2 };
  return [{ box, point, around: contains(box, centreOf(label)) }];
}

/** The place that has looked as it does now on the fewest earlier pictures. */
function newest<Place extends Seen>(
  places: readonly Place[],
  pictures: readonly SeenPicture[],
): Place | undefined {
  const now = pictures.at(-1);
  const age = ({ box }: Seen): number =>
    pictures.filter((earlier) => now && sameAt(box, earlier, now)).length;
  return [...places].sort((a, b) => age(a) - age(b))[0];
}

function sameAt(box: FrameBox, a: SeenPicture, b: SeenPicture): boolean {
  if (a.size.width !== b.size.width || a.size.height !== b.size.height) return false;
  const crops = [a, b].map(({ pixels }) => Buffer.from(cropPicture(pixels, grow(box, 3)).data));
  return crops[0]?.equals(crops[1] ?? Buffer.alloc(0)) === true;
}
