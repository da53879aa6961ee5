import { createHash } from 'node:crypto';
import { clip, type FrameBox, frameBox, grow, overlaps } from '../core/geometry.js';
import { describeTarget, type Located, Rung, type Sighting, type Target } from '../core/target.js';
import type { Eyes, Hints, TextLine, View } from '../ports.js';
import { greynessOn } from './greyed/look.js';
import { matchText } from './label/match.js';
import { searchFor } from './label/wanted.js';
import type { PlaceMemory } from './memory.js';
import { covered, cropPicture, encodePicture, loadPicture, type RawPicture } from './picture.js';
import { controlAround } from './place/control.js';
import { onFrame, readPoint } from './place/point.js';
import { directions } from './place/relations.js';
import type { Reading } from './reading.js';
import { actingPoint, type Candidate, type Finding, nothing, toLocated } from './rungs/candidate.js';
import { type ImageFinding, imageMatch, imageRung } from './rungs/image.js';
import type { Anchors } from './rungs/narrow.js';
import { type Scope, scopeOf } from './rungs/scope.js';
import { anchorBoxes, textRung } from './rungs/text.js';
import { otherWordsUnder } from './rungs/under.js';
import type { ReadOptions } from './text/reader.js';
import { caretsIn } from './typed/caret.js';

/** Asks the model where the described thing is. */
export type AskModel = (view: View, description: string, signal: AbortSignal) => Promise<Located>;
/** Asks a person to point; `candidates` are the places that could not be told apart. */
export type AskOperator = (
  view: View,
  description: string,
  candidates: readonly Sighting[],
  signal: AbortSignal,
) => Promise<Located>;

export interface EyesOptions {
  readonly reader: Reading;
  /** What applications tell of their windows, as a hint that is checked against the pixels each time. */
  readonly hints?: Hints;
  readonly askModel?: AskModel;
  readonly askOperator?: AskOperator;
  /** Folder that image files of targets are relative to. */
  readonly imageFolder: string;
  /** What earlier runs found, as a hint that is verified each time. */
  readonly memory?: PlaceMemory;
}

/** One question to the ladder: everything its rungs need. */
interface Search {
  readonly view: View;
  readonly target: Target;
  readonly scope: Scope;
  readonly picture: RawPicture;
  readonly signal: AbortSignal;
}

/**
 * Eyes that climb the ladder: point, image, text, then the model, then the operator. A rung that finds
 * several equally good places says ambiguous; a higher rung may decide between them, nobody guesses.
 */
export function openEyes(options: EyesOptions): Eyes {
  const { reader } = options;
  return {
    ...(reader.languages && { languages: reader.languages }),
    read: async (view, area, signal, { noCaretIn = [], cut = false } = {}) => {
      const carets = noCaretIn.length === 0 ? [] : await caretsOn(view, area, noCaretIn);
      return carets.length === 0
        ? readText(reader, view, { ...(area && { area }), cut, signal })
        : readWithout(reader, { view, area, cut }, carets, signal);
    },
    weigh: async (view, box, texts, signal, { noCaretIn } = { noCaretIn: [] }) => {
      const carets = noCaretIn.length === 0 ? [] : await caretsOn(view, grow(box, AROUND), noCaretIn);
      if (carets.length === 0)
        return reader.weigh?.({ key: view.frame.sha256, path: view.path }, box, texts, signal);
      const { part, ...picture } = await pictureWithout(view, box, carets);
      return reader.weigh?.(picture, moved(box, -part.x, -part.y), texts, signal);
    },
    async locate(view, target, signal, upTo = 'operator') {
      const start = performance.now();
      const scope = scopeOf(view.frame, target);
      if ('missing' in scope)
        return { found: 'absent', reason: scope.missing, nearest: [], ms: performance.now() - start };
      const search = { view, target, scope, picture: await loadPicture(view.path), signal };
      const remembered = await recall(options, search);
      if (remembered !== undefined) {
        const sighting = { ...remembered, ms: performance.now() - start };
        return { found: 'found', sighting: await withGreyness(reader, search, sighting) };
      }
      const anchors = await anchorsOf(options, search);
      const seen = await onOwn(options, search, anchors, start);
      const found = await withHelp(options, search, seen, upTo, start);
      const answer: Located =
        found.found === 'found'
          ? { ...found, sighting: await withGreyness(reader, search, found.sighting) }
          : found;
      if (answer.found === 'found' && 'found' in anchors)
        await options.memory?.learn(view, target, answer.sighting, singleAnchors(anchors.found));
      return answer;
    },
  };
}

/** The sighting of a label, with how greyed it looks; an offset points beside it on purpose. */
async function withGreyness(
  reader: Reading,
  { view, target, picture, signal }: Search,
  { greyed: _, ...sighting }: Sighting,
): Promise<Sighting> {
  if (sighting.rung !== 'text' || target.offset !== undefined) return sighting;
  const { box, control, point } = sighting;
  const greyed = await greynessOn(reader, view, picture, { box, control, point }, signal);
  return greyed === undefined ? sighting : { ...sighting, greyed };
}

/** The anchors of a target whose relations have one each; none when any has several. */
function singleAnchors(anchors: Anchors): FrameBox[] {
  const boxes = Object.values(anchors);
  return boxes.every((each) => each.length === 1) ? boxes.flat() : [];
}

async function readText(reader: Reading, view: View, options: ReadOptions): Promise<readonly TextLine[]> {
  return reader.read({ key: view.frame.sha256, path: view.path }, options);
}

async function caretsOn(
  view: View,
  area: FrameBox | undefined,
  places: readonly FrameBox[],
): Promise<FrameBox[]> {
  const picture = await loadPicture(view.path);
  const carets = caretsIn(picture, area ?? wholeOf(picture));
  return carets.filter((caret) => places.some((place) => overlaps(place, caret)));
}

/** What the reader looks at beyond an area, px. */
const AROUND = 24;

/** Reads a part of the frame in which some boxes are covered. */
async function readWithout(
  reader: Reading,
  { view, area, cut }: { readonly view: View; readonly area: FrameBox | undefined; readonly cut: boolean },
  without: readonly FrameBox[],
  signal: AbortSignal,
): Promise<readonly TextLine[]> {
  const { part, ...picture } = await pictureWithout(view, area, without);
  const within = area && moved(area, -part.x, -part.y);
  const lines = await reader.read(picture, { signal, cut, ...(within && { area: within }) });
  return lines.map((line) => ({
    ...line,
    box: moved(line.box, part.x, part.y),
    words: line.words.map(({ letters, ...word }) => ({
      ...word,
      box: moved(word.box, part.x, part.y),
      ...(letters && {
        letters: letters.map(({ left, right }) => ({ left: left + part.x, right: right + part.x })),
      }),
    })),
  }));
}

/** The area of the frame, with some room around it and with some boxes covered. */
async function pictureWithout(
  view: View,
  area: FrameBox | undefined,
  without: readonly FrameBox[],
): Promise<{ readonly key: string; readonly png: Uint8Array; readonly part: FrameBox }> {
  const picture = await loadPicture(view.path);
  const part = clip(area === undefined ? wholeOf(picture) : grow(area, AROUND), picture) ?? wholeOf(picture);
  const png = await encodePicture(cropPicture(covered(picture, without), part));
  return { key: createHash('sha256').update(png).digest('hex'), png, part };
}

function wholeOf({ width, height }: RawPicture): FrameBox {
  return frameBox(0, 0, width, height);
}

function moved({ x, y, width, height }: FrameBox, right: number, down: number): FrameBox {
  return frameBox(x + right, y + down, width, height);
}

async function recall(
  { memory }: EyesOptions,
  { view, target, scope }: Search,
): Promise<Sighting | undefined> {
  const sighting = await memory?.recall(view, target);
  return sighting && scope.shows(sighting.box) ? sighting : undefined;
}

/** The rungs that need nobody else. */
async function onOwn(
  options: EyesOptions,
  search: Search,
  anchors: { found: Anchors } | { missing: string },
  start: number,
): Promise<Located> {
  const { target } = search;
  if (target.text === undefined && target.image === undefined) return pointed(search, start);
  const finding =
    'missing' in anchors
      ? nothing('text', anchors.missing)
      : await imageThenText(options, search, anchors.found);
  const located = toLocated(finding, performance.now() - start, (candidate, runnerUp) =>
    sightingOf(search, finding, candidate, runnerUp, performance.now() - start),
  );
  return (await somethingElse(options, search, located)) ?? located;
}

/** That other words stand where the text was found; an offset points beside it on purpose. */
async function somethingElse(
  { reader }: EyesOptions,
  { target, view, signal }: Search,
  located: Located,
): Promise<Located | undefined> {
  if (located.found !== 'found' || located.sighting.rung !== 'text') return undefined;
  if (target.text === undefined || target.offset !== undefined) return undefined;
  const { box, point, ms } = located.sighting;
  const words = await otherWordsUnder(reader, view, { match: target.text, box, point }, signal);
  if (words === undefined) return undefined;
  const reason = `what stands at ${point.x},${point.y}, where it seemed to be, reads “${words}”`;
  return { found: 'absent', reason, nearest: [words], ms };
}

/**
 * The image first, where there is one. A picture whose pixels are not equal must carry the right label, and
 * what the text rung finds elsewhere wins: a button at the same place with another label is another button.
 */
async function imageThenText(options: EyesOptions, search: Search, anchors: Anchors): Promise<Finding> {
  const { target, scope, view, picture, signal } = search;
  const { image, text } = target;
  let seen: ImageFinding | undefined;
  if (image !== undefined) {
    seen = await imageRung(picture, view.frame, { ...target, image }, scope, anchors, options.imageFolder);
    if (text === undefined || (seen.candidates.length === 1 && seen.exact)) return seen;
    const only = seen.candidates.length === 1 ? seen.candidates[0] : undefined;
    if (only !== undefined && (await readsAs(options, search, only.box))) return seen;
  }
  if (text === undefined) return seen ?? nothing('image', 'it is not on the screen');
  const read = await textRung(options, view, { ...target, text }, scope, anchors, signal);
  return seen === undefined ? read : settle(seen, read);
}

/** Among several places of one kind, those that the other kind found too. */
function settle(image: ImageFinding, text: Finding): Finding {
  if (text.candidates.length < 2 || image.candidates.length === 0) return text;
  const both = text.candidates.filter(({ box }) => image.candidates.some((other) => covers(other.box, box)));
  return both.length === 0 ? text : { ...text, candidates: both };
}

/** Whether the target's text stands in the box. */
async function readsAs(
  { reader }: EyesOptions,
  { view, target, signal }: Search,
  box: FrameBox,
): Promise<boolean> {
  if (target.text === undefined) return false;
  const area = clip(grow(box, 4), view.frame.size) ?? box;
  const lines = await reader.find({ key: view.frame.sha256, path: view.path }, searchFor(target.text), {
    area,
    signal,
  });
  return matchText(lines, target.text).some((hit) => covers(grow(box, 4), hit.box));
}

async function anchorsOf(
  options: EyesOptions,
  search: Search,
): Promise<{ found: Anchors } | { missing: string }> {
  const { view, target, scope, picture, signal } = search;
  const found: Anchors = {};
  for (const relation of ['near', ...directions] as const) {
    const anchor = target[relation];
    if (anchor === undefined) continue;
    const { text, image } = typeof anchor === 'string' ? { text: anchor, image: undefined } : anchor;
    const boxes: FrameBox[] = [];
    if (text !== undefined) boxes.push(...(await anchorBoxes(options, view, text, scope, signal)));
    if (image !== undefined && boxes.length === 0) {
      const match = await imageMatch(picture, view.frame, image, options.imageFolder, scope.around);
      boxes.push(...match.candidates.map(({ box }) => box).filter((box) => scope.showsAnchor(box)));
    }
    if (boxes.length === 0)
      return { missing: `its anchor is not on the screen: ${describeTarget({ [relation]: anchor })}` };
    found[relation] = boxes;
  }
  return { found };
}

function pointed({ target, scope, view }: Search, start: number): Located {
  const ms = (): number => performance.now() - start;
  if (target.point === undefined)
    return {
      found: 'ambiguous',
      reason: 'only a description of it is known, which needs a model',
      candidates: [],
      ms: ms(),
    };
  const { size } = view.frame;
  const point = readPoint(target.point, scope.area ?? frameBox(0, 0, size.width, size.height));
  const box = frameBox(point.x, point.y, 1, 1);
  const place = actingPoint(box, target, point);
  if (!onFrame(place, size) || !scope.shows(box)) {
    const where = onFrame(place, size) ? 'is covered by another window' : 'lies outside the frame';
    return { found: 'absent', reason: `the point ${place.x},${place.y} ${where}`, nearest: [], ms: ms() };
  }
  return { found: 'found', sighting: { rung: 'point', box, point: place, score: 1, ms: ms() } };
}

function sightingOf(
  { target, picture }: Search,
  { rung }: Finding,
  candidate: Candidate,
  runnerUp: number,
  ms: number,
): Sighting {
  const { box, score, text, point } = candidate;
  const control = rung === 'text' ? controlAround(picture, box) : undefined;
  return {
    rung,
    box,
    point: actingPoint(box, target, point),
    score: Math.min(1, score),
    ...(runnerUp > 0 && { runnerUp: Math.min(1, runnerUp) }),
    ...(text !== undefined && { text }),
    ...(control && { control }),
    ms,
  };
}

/** The rungs that ask: the model, then a person. Each is asked only when nothing below it was sure. */
async function withHelp(
  { askModel, askOperator }: EyesOptions,
  { view, target, signal }: Search,
  seen: Located,
  upTo: Rung,
  start: number,
): Promise<Located> {
  const allowed = (rung: Rung): boolean => Rung.options.indexOf(upTo) >= Rung.options.indexOf(rung);
  let answer = seen;
  if (answer.found !== 'found' && askModel !== undefined && allowed('model') && target.describe !== undefined)
    answer = weigh(answer, await askModel(view, target.describe, signal));
  if (answer.found !== 'found' && askOperator !== undefined && allowed('operator')) {
    const candidates = answer.found === 'ambiguous' ? answer.candidates : [];
    const pointed = await askOperator(view, describeTarget(target), candidates, signal);
    if (pointed.found === 'found') answer = pointed;
  }
  const ms = performance.now() - start;
  return answer.found === 'found' ? { ...answer, sighting: { ...answer.sighting, ms } } : { ...answer, ms };
}

/** The model may decide between places that were seen; a place that nobody else saw does not settle a doubt. */
function weigh(seen: Located, model: Located): Located {
  if (seen.found === 'found' || (seen.found === 'absent' && model.found === 'absent')) return seen;
  if (seen.found === 'absent' || seen.candidates.length === 0) return model;
  if (model.found !== 'found') return seen;
  const { point } = model.sighting;
  const meant = seen.candidates.filter(({ box, control }) => {
    const place = control ?? grow(box, 3);
    return (
      point.x >= place.x &&
      point.y >= place.y &&
      point.x < place.x + place.width &&
      point.y < place.y + place.height
    );
  });
  const [only] = meant;
  return only !== undefined && meant.length === 1
    ? { found: 'found', sighting: { ...only, rung: 'model' } }
    : { ...seen, reason: `${seen.reason}, and the model means none of them alone` };
}

function covers(outer: FrameBox, inner: FrameBox): boolean {
  const x = inner.x + inner.width / 2;
  const y = inner.y + inner.height / 2;
  return x >= outer.x && y >= outer.y && x < outer.x + outer.width && y < outer.y + outer.height;
}
