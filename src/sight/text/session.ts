import {
  centreOf,
  contains,
  encloses,
  type FrameBox,
  framePoint,
  hull,
  overlaps,
  sameSpace,
} from '../../core/geometry.js';
import { inReadingOrder } from '../place/relations.js';
import { cellsOf, sameIn } from './cells.js';
import { confirmedLine, labelsNear } from './confirm.js';
import type { Engine, Glyph, Part, Spot } from './engine.js';
import { alike, holdsAlike, misfit } from './fit.js';
import { islandsIn } from './islands.js';
import { lineOf } from './lines.js';
import { couldHold, matchText } from './match.js';
import type { Pattern } from './protocol.js';
import { crop, decode, fingerprint, type Raster } from './raster.js';
import { linesIn, type Run, runsOf } from './runs.js';
import type { Picture, TextLine } from './text-line.js';

/** Pictures kept to compare the next one with; one grey 1080p picture is 2 MB. */
const KEPT_PAGES = 4;
/** Texts kept by the picture of their crop. */
const KEPT_TEXTS = 6000;
/** Boxes read before the answers are looked at, when one text is searched. */
const AT_ONCE = 8;
/** A sighting this good ends the search for better ones. */
const SURE = 0.85;

/** What was found in one window, piece by piece. */
interface Look extends Part {
  readonly islands: readonly { readonly region: FrameBox; readonly spots: readonly Spot[] }[];
}

/** One picture, and what was found on it so far. */
interface Page {
  readonly key: string;
  readonly raster: Raster;
  readonly looks: readonly Look[];
  readonly runs: readonly Run[];
}

/** Reads pictures one after the other, and reads only what differs from those before. */
export class Session {
  private readonly pages: Page[] = [];
  private readonly texts = new Map<string, Pick<Spot, 'glyphs' | 'marked'>>();

  constructor(private readonly engine: Engine) {}

  /** All text of the picture, or of the area: lines whose middle lies in it or, `cut`, the letters that lie in it. */
  async read(
    picture: Picture,
    area: FrameBox | undefined,
    stopped: () => boolean,
    cut = false,
  ): Promise<TextLine[]> {
    const { raster, runs } = await this.pageOf(picture, stopped);
    const wanted =
      cut && area ? runs.filter(({ spots }) => spots.some(reachesInto(area))) : runsIn(runs, area);
    const spots = spotsOf(wanted);
    await this.recognise(raster, spots, stopped);
    await this.refine(raster, spots, stopped);
    if (!cut || area === undefined) return linesOf(wanted, area);
    return readAs(wanted.map((run) => ({ ...run, spots: run.spots.map(cutTo(area)) })));
  }

  /**
   * Lines that could hold the pattern. Boxes whose shape fits best are read first; once one says it, only boxes that may
   * say it again are read besides, to know whether it is the only one.
   */
  async find(
    picture: Picture,
    pattern: Pattern,
    area: FrameBox | undefined,
    stopped: () => boolean,
  ): Promise<TextLine[]> {
    const page = await this.pageOf(picture, stopped);
    const { raster } = page;
    const runs = runsIn(page.runs, area);
    if ('source' in pattern) await this.recognise(raster, spotsOf(runs), stopped);
    else await this.searchFor(pattern.text, raster, runs, stopped);
    const found = runs.filter((run) => linesOf([run], area).some((line) => couldHold(line, pattern)));
    await this.refine(raster, spotsOf(found), stopped);
    return linesOf(found, area);
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

  /** How much less likely the box says each text than what it was read as; undefined when the engine cannot tell. */
  async weigh(
    picture: Picture,
    box: FrameBox,
    texts: readonly string[],
  ): Promise<readonly number[] | undefined> {
    const source = picture.png ?? picture.path;
    const known = this.pages.find((page) => page.key === picture.key)?.raster;
    const raster = known ?? (source === undefined ? undefined : await decode(source));
    return raster && this.engine.weigh?.(raster, box, texts);
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
    const recognise = (some: readonly Run[]): Promise<void> => this.recognise(raster, spotsOf(some), stopped);
    for (let from = 0; !stopped(); from += AT_ONCE) {
      const best = matchText(linesOf(runs.filter(isRead)), text)[0];
      if (best?.whole && best.score >= SURE)
        return recognise(runs.filter((run) => mayBeTwin(raster, run, best)));
      if (from >= ranked.length) return;
      await recognise(ranked.slice(from, from + AT_ONCE));
    }
  }

  private async pageOf(picture: Picture, stopped: () => boolean): Promise<Page> {
    const known = this.pages.find((page) => page.key === picture.key);
    const page = known ?? (await this.newPage(picture, stopped));
    // A page that was looked at only in part would be believed.
    if (!known && stopped()) return page;
    const at = this.pages.indexOf(page);
    if (at >= 0) this.pages.splice(at, 1);
    this.pages.unshift(page);
    this.pages.length = Math.min(this.pages.length, KEPT_PAGES);
    return page;
  }

  /** Looks for text in each window; not in all of them when stopped. */
  private async newPage(picture: Picture, stopped: () => boolean): Promise<Page> {
    const source = picture.png ?? picture.path;
    if (!source) throw new Error(`the picture ${picture.key} has neither a path nor bytes`);
    const raster = await decode(source);
    const looks: Look[] = [];
    for (const [i, window] of cellsOf(raster, this.engine.cell).entries()) {
      if (stopped()) break;
      looks.push(await this.look(raster, window, i));
    }
    const spots = this.engine.arrange(raster, looks);
    return { key: picture.key, raster, looks, runs: runsOf(raster, spots) };
  }

  /** Looks for text in a window, unless a page kept shows the same px in all of it, or in the same island of it. */
  private async look(raster: Raster, window: FrameBox, at: number): Promise<Look> {
    const same = this.pages.find((page) => sameIn(page.raster, raster, window))?.looks[at];
    if (same) return same;
    const islands = [];
    for (const region of islandsIn(raster, window)) {
      const known = this.pages
        .filter((page) => sameIn(page.raster, raster, region))
        .flatMap((page) => page.looks[at]?.islands ?? [])
        .find((island) => encloses(island.region, region) && encloses(region, island.region));
      islands.push(known ?? { region, spots: await this.engine.detect(raster, region) });
    }
    const found = islands.flatMap(({ spots }) => spots);
    return { window, islands, spots: this.engine.completed?.(raster, window, found) ?? found };
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
}

function moved(glyphs: readonly Glyph[], by: number): Glyph[] {
  return glyphs.map((g) => ({ ...g, left: g.left + by, right: g.right + by }));
}

/** Whether a run may say again what was found, alone or beside other text. */
const mayBeTwin = (raster: Raster, { box }: Run, { line }: { readonly line: TextLine }): boolean =>
  alike(raster, box, line.box) || holdsAlike(raster, box, hull(line.words.map((word) => word.box)));

const isRead = ({ spots }: Run): boolean => spots.every((spot) => spot.glyphs !== undefined);

const spotsOf = (runs: readonly Run[]): Spot[] => runs.flatMap(({ spots }) => spots);

/** The runs of which some part lies in the area. */
const runsIn = (runs: readonly Run[], area: FrameBox | undefined): Run[] =>
  runs.filter(({ spots }) => spots.some((spot) => isIn(spot, area)));

/** The lines of the runs, as far as they lie in the area, row by row; of two that share a place the surer one. */
function linesOf(runs: readonly Run[], area?: FrameBox): TextLine[] {
  return readAs(runs, (spot) => isIn(spot, area));
}

function readAs(runs: readonly Run[], isWanted?: (spot: Spot) => boolean): TextLine[] {
  const lines = runs
    .flatMap((run) => linesIn(run, isWanted))
    .flatMap((spot) => lineOf(spot) ?? [])
    .sort((a, b) => b.score - a.score);
  const kept: TextLine[] = [];
  for (const line of lines) if (!kept.some((k) => sameSpace(k.box, line.box))) kept.push(line);
  return inReadingOrder(kept);
}

/** Whether the middle of a spot lies in the area. */
function isIn({ box }: Spot, area: FrameBox | undefined): boolean {
  return area === undefined || contains(area, centreOf(box));
}

/** Whether a spot's row lies in the area, and some of the spot. */
const reachesInto =
  (area: FrameBox) =>
  ({ box }: Spot): boolean =>
    overlaps(area, box) && contains(area, framePoint(area.x, centreOf(box).y));

/** The spot with those of its letters whose middle lies in the area. */
const cutTo =
  (area: FrameBox) =>
  (spot: Spot): Spot => {
    if (!spot.glyphs) return spot;
    const isInside = ({ left, right }: Glyph): boolean => {
      const middle = (left + right) / 2;
      return middle >= area.x && middle < area.x + area.width;
    };
    return { ...spot, glyphs: reachesInto(area)(spot) ? spot.glyphs.filter(isInside) : [] };
  };
