import { clip, type FrameBox, frameBox, grow } from '../src/core/geometry.js';
import { coarsePlaces } from '../src/sight/match/coarse.js';
import { isPlain } from '../src/sight/match/correlate.js';
import { likenessAt } from '../src/sight/match/likeness.js';
import { findPatch } from '../src/sight/match/patch.js';
import { placesIn } from '../src/sight/match/result.js';
import { cropPicture, loadPicture, type RawPicture } from '../src/sight/picture.js';
import { alterLabel, repeatable } from '../test/sight/alter-label.js';
import { screens, throughJpeg } from '../test/sight/screens.js';

/** One search with a known right answer. */
interface Case {
  readonly kind: 'present' | 'on another screen' | 'one letter altered';
  readonly picture: RawPicture;
  readonly patch: RawPicture;
  /** Where the patch is; undefined when it is absent. */
  readonly at: FrameBox | undefined;
}

/** How a way of searching answers: the box it would act on. */
type Search = (picture: RawPicture, patch: RawPicture) => FrameBox | undefined;

const EACH = 500;
const QUALITY = 80;

/** Prints how surely and how fast patches are found, beside plain correlation thresholds on the same cases. */
export async function matching(): Promise<void> {
  const cases = await collect();
  const absent = cases.filter((each) => each.at === undefined).length;
  console.log(
    `Matching: ${cases.length - absent} patches present, ${absent} absent or altered by one letter`,
  );
  const ways: [string, Search][] = [
    ['findPatch', (picture, patch) => findPatch(picture, patch).box],
    ['correlation >= 0.95', (picture, patch) => bestAbove(picture, patch, 0.95)],
    ['correlation >= 0.70', (picture, patch) => bestAbove(picture, patch, 0.7)],
  ];
  const lossy = await Promise.all(cases.map(toLossy));
  for (const [name, search] of ways) {
    console.log(`  ${name.padEnd(20)} ${score(cases, search)}`);
    console.log(`  ${''.padEnd(20)} after JPEG ${QUALITY}: ${score(lossy, search)}`);
  }
  await times();
}

/** Patches of labelled controls that stand once on their screen, and as many cases where they must not be found. */
async function collect(): Promise<Case[]> {
  const random = repeatable(2026);
  const all = await Promise.all(
    screens().map(async (screen) => ({ ...screen, picture: await loadPicture(screen.path) })),
  );
  const present: Case[] = [];
  const elsewhere: Case[] = [];
  const altered: Case[] = [];
  for (const screen of all) {
    for (const { box, text } of screen.targets) {
      // The same words elsewhere on the screen are a right answer, too.
      if (screen.targets.filter((other) => other.text.includes(text)).length > 1) continue;
      const place = clip(grow(box, 4), screen.picture) ?? box;
      const patch = cropPicture(screen.picture, place);
      if (isPlain(patch, undefined) || findPatch(screen.picture, patch, { mode: 'exact' }).found !== 'found')
        continue;
      present.push({ kind: 'present', picture: screen.picture, patch, at: place });
      const other = all[Math.floor(random() * all.length)];
      if (other && other !== screen && findPatch(other.picture, patch, { mode: 'exact' }).found === 'absent')
        elsewhere.push({ kind: 'on another screen', picture: other.picture, patch, at: undefined });
      // Two letters of each label, one after the other.
      for (const changed of [
        alterLabel(screen.picture, box, random),
        alterLabel(screen.picture, box, random),
      ]) {
        if (changed === undefined) continue;
        const around = clip(grow(place, 64), changed) ?? place;
        altered.push({
          kind: 'one letter altered',
          picture: cropPicture(changed, around),
          patch,
          at: undefined,
        });
      }
    }
  }
  const some = (cases: Case[], count: number): Case[] => shuffle(cases, random).slice(0, count);
  return [...some(present, EACH), ...some(altered, EACH / 2), ...some(elsewhere, EACH / 2)];
}

const compressed = new Map<RawPicture, Promise<RawPicture>>();

async function toLossy(each: Case): Promise<Case> {
  const kept = compressed.get(each.picture) ?? throughJpeg(each.picture, QUALITY);
  compressed.set(each.picture, kept);
  return { ...each, picture: await kept };
}

function score(cases: readonly Case[], search: Search): string {
  let found = 0;
  let elsewhere = 0;
  const wrong = { 'on another screen': 0, 'one letter altered': 0 };
  for (const each of cases) {
    const box = search(each.picture, each.patch);
    if (each.kind !== 'present') wrong[each.kind] += box === undefined ? 0 : 1;
    else if (box === undefined) continue;
    else if (Math.abs(box.x - (each.at?.x ?? 0)) <= 1 && Math.abs(box.y - (each.at?.y ?? 0)) <= 1) found++;
    else elsewhere++;
  }
  const present = cases.filter((each) => each.kind === 'present').length;
  return `found ${found} of ${present} (${((100 * found) / present).toFixed(1)} %), ${elsewhere} at a wrong place; false finds: ${wrong['one letter altered']} altered, ${wrong['on another screen']} on other screens`;
}

/** What a plain threshold does: the place of highest correlation, whatever its label. */
function bestAbove(picture: RawPicture, patch: RawPicture, threshold: number): FrameBox | undefined {
  const span = placesIn(frameBox(0, 0, picture.width, picture.height), patch.width, patch.height);
  if (span === undefined) return undefined;
  const [best] = coarsePlaces(picture, patch, span, undefined)
    .map((place) => ({
      place,
      correlation: likenessAt(picture, patch, place.x, place.y, undefined).correlation,
    }))
    .sort((a, b) => b.correlation - a.correlation);
  if (best === undefined || best.correlation < threshold) return undefined;
  return frameBox(best.place.x, best.place.y, patch.width, patch.height);
}

/** Milliseconds at 1080p, and of one copy of the frame in the same run to compare with on a busy machine. */
async function times(): Promise<void> {
  const screen = screens().find((each) => each.name === 'web-table-1080p');
  if (screen === undefined) throw new Error('the 1080p screen is missing');
  const picture = await loadPicture(screen.path);
  const lossy = await throughJpeg(picture, QUALITY);
  console.log(`  at ${picture.width}x${picture.height}, ms (median, best of ${ROUNDS}):`);
  for (const [width, height] of [
    [64, 64],
    [100, 30],
    [240, 96],
  ] as const) {
    const patch = cropPicture(picture, frameBox(300, 200, width, height));
    const exact = timesOf(() => findPatch(picture, patch));
    // A copy is a picture that nobody has shrunk yet: the first search of a frame.
    const first = timesOf(() => findPatch({ ...lossy, data: new Uint8Array(lossy.data) }, patch));
    const again = timesOf(() => findPatch(lossy, patch));
    console.log(
      `    ${`${width}x${height}`.padEnd(7)} exact ${exact}; correlated, new frame ${first}; same frame again ${again}`,
    );
  }
  console.log(`    one copy of the frame ${timesOf(() => new Uint8Array(picture.data))}`);
}

const ROUNDS = 31;

function timesOf(work: () => unknown): string {
  const taken: number[] = [];
  for (let i = 0; i < ROUNDS; i++) {
    const start = performance.now();
    work();
    taken.push(performance.now() - start);
  }
  taken.sort((a, b) => a - b);
  return `${(taken[ROUNDS >> 1] ?? 0).toFixed(1)} (${(taken[0] ?? 0).toFixed(1)})`;
}

function shuffle<T>(items: readonly T[], random: () => number): T[] {
  return items
    .map((item) => ({ item, order: random() }))
    .sort((a, b) => a.order - b.order)
    .map(({ item }) => item);
}
