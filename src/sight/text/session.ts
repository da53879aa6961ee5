import { clip, encloses, type FrameBox, grow, hull, overlaps } from '../../core/geometry.js';
import { inReadingOrder } from '../place/relations.js';
import { confirmedLine, labelsNear } from './confirm.js';
import type { Engine, Glyph, Spot } from './engine.js';
import { alike, misfit } from './fit.js';
import { lineOf } from './lines.js';
import { couldHold, matchText } from './match.js';
import type { Pattern } from './protocol.js';
import { crop, decode, fingerprint, type Raster, whole } from './raster.js';
import type { Picture, TextLine } from './reader.js';
import { busyRegions, changedRegions, distance, sameSpace } from './regions.js';
import { linesIn, type Run, runsOf } from './runs.js';

/** Pictures kept to compare the next one with; one grey 1080p picture is 2 MB. */
const KEPT_PAGES = 4;
/** Texts kept by the picture of their crop. */
const KEPT_TEXTS = 6000;
/** Boxes read before the answers are looked at, when one text is searched. */
const AT_ONCE = 8;
/** A sighting this good ends the search for better ones. */
const SURE = 0.85;
/** What is read beyond a given area, in px, so that a line on its edge is seen whole. */
const MARGIN = 24;

/** One picture, and what was found on it so far. */
interface Page {
  key: string;
  raster: Raster;
  /** Parts whose spots are known. */
  seen: FrameBox[];
  spots: Spot[];
}

/** Reads pictures one after the other, and reads only what differs from those before. */
export class Session {
  private readonly pages: Page[] = [];
  private readonly texts = new Map<string, Pick<Spot, 'glyphs' | 'marked'>>();

  constructor(private readonly engine: Engine) {}

  /** All text of the picture, or of the area. */
  async read(picture: Picture, area: FrameBox | undefined, stopped: () => boolean): Promise<TextLine[]> {
    const page = await this.pageOf(picture, area, stopped);
    const spots = within(page.spots, area);
    await this.recognise(page.raster, spots, stopped);
    await this.refine(page.raster, spots, stopped);
    return linesOf(runsOf(page.raster, spots));
  }

  /**
   * Lines that could hold the pattern. Boxes whose shape fits best are read first; once one says it, only boxes of its
   * shape are read besides, to know whether it is the only one.
   */
  async find(
    picture: Picture,
    pattern: Pattern,
    area: FrameBox | undefined,
    stopped: () => boolean,
  ): Promise<TextLine[]> {
    const page = await this.pageOf(picture, area, stopped);
    const spots = within(page.spots, area);
    const runs = runsOf(page.raster, spots);
    if ('source' in pattern) await this.recognise(page.raster, spots, stopped);
    else await this.searchFor(pattern.text, page.raster, runs, stopped);
    const found = runs.filter((run) => linesOf([run]).some((line) => couldHold(line, pattern)));
    await this.refine(
      page.raster,
      found.flatMap((run) => run.spots),
      stopped,
    );
    return linesOf(found);
  }

  /** Labels that were read nearly as the text and say it hardly less likely. */
  async confirm(
    picture: Picture,
    text: string,
    area: FrameBox | undefined,
    stopped: () => boolean,
  ): Promise<TextLine[]> {
    const lines = await this.read(picture, area, stopped);
    const near = lines.flatMap((line) => labelsNear(line, text));
    const raster = this.pages.find((page) => page.key === picture.key)?.raster;
    if (near.length === 0 || raster === undefined || stopped()) return [];
    const doubts = (await this.engine.doubt?.(raster, near, text)) ?? [];
    return near.flatMap((box, i) => confirmedLine(text, box, doubts[i]) ?? []);
  }

  private async searchFor(
    text: string,
    raster: Raster,
    runs: readonly Run[],
    stopped: () => boolean,
  ): Promise<void> {
    const ranked = runs
      .map((run) => ({ run, misfit: misfit(run.box, text) }))
      .filter(({ run, misfit: worse }) => Number.isFinite(worse) && !isRead(run))
      .sort((a, b) => a.misfit - b.misfit)
      .map(({ run }) => run);
    const recognise = (some: readonly Run[]): Promise<void> =>
      this.recognise(
        raster,
        some.flatMap((run) => run.spots),
        stopped,
      );
    for (let from = 0; !stopped(); from += AT_ONCE) {
      const best = matchText(linesOf(runs.filter(isRead)), text)[0];
      if (best?.whole && best.score >= SURE)
        return recognise(runs.filter((run) => alike(raster, run.box, best.line.box)));
      if (from >= ranked.length) return;
      await recognise(ranked.slice(from, from + AT_ONCE));
    }
  }

  private async pageOf(picture: Picture, area: FrameBox | undefined, stopped: () => boolean): Promise<Page> {
    const known = this.pages.find((p) => p.key === picture.key);
    const page = known ?? (await this.newPage(picture, stopped));
    const wanted = area ? clip(grow(area, MARGIN), page.raster) : whole(page.raster);
    if (wanted && !page.seen.some((box) => encloses(box, wanted))) await this.look(page, wanted, stopped);
    // A page that was taken over only in part would be believed: the next one is made from the whole one before.
    if (known || !stopped()) this.keep(page);
    return page;
  }

  private async newPage(picture: Picture, stopped: () => boolean): Promise<Page> {
    const source = picture.png ?? picture.path;
    if (!source) throw new Error(`the picture ${picture.key} has neither a path nor bytes`);
    const raster = await decode(source);
    const page: Page = { key: picture.key, raster, seen: [], spots: [] };
    const base = this.nearest(raster);
    if (base) await this.takeOver(page, base, stopped);
    return page;
  }

  /** The kept page that differs least, unless most of it differs. */
  private nearest(raster: Raster): Page | undefined {
    const most = (raster.width * raster.height) / 256 / 2;
    let best: Page | undefined;
    let least = most;
    for (const page of this.pages) {
      const tiles = distance(page.raster, raster);
      if (tiles < 0 || tiles >= least) continue;
      best = page;
      least = tiles;
    }
    return best;
  }

  /** Keeps the spots of `base` that did not change and looks at the rest again. */
  private async takeOver(page: Page, base: Page, stopped: () => boolean): Promise<void> {
    const changed = changedRegions(base.raster, page.raster);
    const lost = base.spots.filter((s) => changed.some((c) => overlaps(c, s.box)));
    page.spots = base.spots.filter((s) => !lost.includes(s)).map((s) => ({ ...s }));
    page.seen = [...base.seen];
    for (const region of changed) {
      const touched = lost.filter((s) => overlaps(s.box, region)).map((s) => s.box);
      const box = clip(grow(hull([region, ...touched]), 4), page.raster);
      if (box && base.seen.some((seen) => overlaps(seen, box))) await this.look(page, box, stopped);
    }
  }

  /** Finds what stands in the area; when it is stopped in the middle, the area does not count as seen. */
  private async look(page: Page, area: FrameBox, stopped: () => boolean): Promise<void> {
    // What an earlier look saw only in part, because its area ended there, is seen whole now.
    page.spots = page.spots.filter((spot) => !cutOff(spot.box, page.seen, area));
    const before = [...page.spots];
    for (const region of busyRegions(page.raster, area)) {
      if (stopped()) return;
      for (const spot of await this.engine.detect(page.raster, region)) {
        if (!before.some((other) => sameSpace(other.box, spot.box))) page.spots.push(spot);
      }
    }
    page.seen = [...page.seen.filter((box) => !encloses(area, box)), area];
  }

  private async recognise(raster: Raster, spots: readonly Spot[], stopped: () => boolean): Promise<void> {
    const open = spots
      .filter((s) => !s.glyphs)
      .map((spot) => ({ spot, key: fingerprint(crop(raster, spot.box)) }));
    for (const { spot, key } of open) {
      const known = this.texts.get(key);
      if (known) Object.assign(spot, { ...known, glyphs: moved(known.glyphs ?? [], spot.box.x) });
    }
    await this.engine.recognise(
      raster,
      spots.filter((s) => !s.glyphs),
      stopped,
    );
    for (const { spot, key } of open) this.remember(key, spot);
  }

  private async refine(raster: Raster, spots: readonly Spot[], stopped: () => boolean): Promise<void> {
    const open = spots.filter((s) => s.glyphs && !s.marked);
    await this.engine.refine?.(raster, open, stopped);
    for (const spot of open) this.remember(fingerprint(crop(raster, spot.box)), spot);
  }

  /** Positions are kept relative to the box, so that a text that moved is known again. */
  private remember(key: string, spot: Spot): void {
    if (!spot.glyphs) return;
    this.texts.delete(key);
    const marked = spot.marked ?? false;
    this.texts.set(key, { glyphs: moved(spot.glyphs, -spot.box.x), marked });
    const oldest = this.texts.keys().next();
    if (this.texts.size > KEPT_TEXTS && !oldest.done) this.texts.delete(oldest.value);
  }

  private keep(page: Page): void {
    const at = this.pages.indexOf(page);
    if (at >= 0) this.pages.splice(at, 1);
    this.pages.unshift(page);
    this.pages.length = Math.min(this.pages.length, KEPT_PAGES);
  }
}

function moved(glyphs: readonly Glyph[], by: number): Glyph[] {
  return glyphs.map((g) => ({ ...g, left: g.left + by, right: g.right + by }));
}

const isRead = ({ spots }: Run): boolean => spots.every((spot) => spot.glyphs !== undefined);

/** The lines of the runs, row by row; of two that share a place the surer one. */
function linesOf(runs: readonly Run[]): TextLine[] {
  const lines = runs
    .flatMap(linesIn)
    .flatMap((spot) => lineOf(spot) ?? [])
    .sort((a, b) => b.score - a.score);
  const kept: TextLine[] = [];
  for (const line of lines) if (!kept.some((k) => sameSpace(k.box, line.box))) kept.push(line);
  return inReadingOrder(kept);
}

function within(spots: readonly Spot[], area: FrameBox | undefined): Spot[] {
  if (!area) return [...spots];
  return spots.filter(({ box }) => {
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    return x >= area.x && x < area.x + area.width && y >= area.y && y < area.y + area.height;
  });
}

/** px between a cut text and the edge that cut it: the finder grows and shrinks its boxes by so much. */
const EDGE = 6;

/** Whether a box lies on the edge of what was looked at before, well inside the new area. */
function cutOff(box: FrameBox, seen: readonly FrameBox[], area: FrameBox): boolean {
  if (!encloses(area, grow(box, EDGE)) || seen.some((other) => encloses(other, grow(box, EDGE))))
    return false;
  return seen.some((other) => overlaps(other, box));
}
