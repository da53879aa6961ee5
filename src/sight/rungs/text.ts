import type { WindowFacts } from '../../core/frame.js';
import { centreOf, contains, type FrameBox, grow, intersection, overlaps } from '../../core/geometry.js';
import { screenBoxToFrame } from '../../core/spaces.js';
import type { Target, TextMatch } from '../../core/target.js';
import { textOf } from '../../core/target.js';
import type { Hints, TextLine, View } from '../../ports.js';
import { cutAtPopups } from '../label/cut.js';
import { bestHits, matchText, type TextHit } from '../label/match.js';
import { nearestTexts } from '../label/nearest.js';
import { popupsOn } from '../label/on-screen.js';
import { stackedHits } from '../label/stacked.js';
import { searchFor } from '../label/wanted.js';
import { windowAt } from '../place/windows.js';
import type { Reading } from '../reading.js';
import { type Finding, nothing } from './candidate.js';
import { hintedLines } from './hinted.js';
import { type Anchors, narrow } from './narrow.js';
import type { Scope } from './scope.js';

/** What text is found with. */
export interface TextSources {
  readonly reader: Reading;
  readonly hints?: Hints;
}

/** Looks for the target's text on the frame. */
export async function textRung(
  sources: TextSources,
  view: View,
  target: Target & { text: TextMatch },
  scope: Scope,
  anchors: Anchors,
  signal: AbortSignal,
): Promise<Finding> {
  const keep = (hit: TextHit): boolean => scope.shows(hit.box, hit.line.text);
  const { hits: all, lines } = await hitsOf(sources, view, target.text, scope.area, keep, signal);
  const elsewhere = besideTips(view, all);
  const hits = besidePanels(view, target, elsewhere);
  if (hits.length === 0 && elsewhere.length > 0)
    return nothing('text', `“${textOf(target.text)}” stands only on ${panelUnder(view, elsewhere)}`);
  if (hits.length === 0) {
    const shown = lines.filter((line) => scope.shows(line.box, line.text));
    const hidden = scope.hidden();
    return nothing(
      'text',
      `“${textOf(target.text)}” is not on the screen${hidden === undefined ? '' : `: ${hidden}`}`,
      nearestTexts(textOf(target.text), shown),
    );
  }
  const told = await withTwins(sources.reader, view, target.text, hits, signal);
  const candidates = told.map(({ box, score, fit, text, sentence, letters }) => ({
    box: withinWindow(view, box),
    score,
    fit,
    text,
    ...(sentence !== undefined && { sentence }),
    ...(letters && { point: centreOf(letters) }),
  }));
  return narrow('text', candidates, target, anchors, []);
}

/** A tip says again what the thing under the pointer is called: it is no second place of what stands elsewhere, too. */
function besideTips({ frame }: View, hits: readonly TextHit[]): TextHit[] {
  const tips = (frame.tips ?? []).map((tip) => screenBoxToFrame(tip, frame));
  const inTip = ({ box }: TextHit): boolean => tips.some((tip) => contains(tip, centreOf(box)));
  const others = hits.filter((hit) => !inTip(hit));
  return hits.filter((hit) => !inTip(hit) || !others.some((other) => other.fit >= hit.fit));
}

/** A panel takes less of the screen than this; a desktop with icons on it takes all. */
const PANEL_SHARE = 0.5;

/** The bar of a desktop has names of workspaces and windows on it: nobody means those who does not name its window. */
function besidePanels(view: View, { window, region }: Target, hits: readonly TextHit[]): TextHit[] {
  if (window !== undefined || region !== undefined) return [...hits];
  return hits.filter(({ box }) => panelAt(view, box) === undefined);
}

function panelAt({ frame }: View, box: FrameBox): WindowFacts | undefined {
  const window = windowAt(frame, centreOf(box));
  if (window?.kind !== 'panel') return undefined;
  const { width, height } = screenBoxToFrame(window.box, frame);
  return width * height < PANEL_SHARE * frame.size.width * frame.size.height ? window : undefined;
}

function panelUnder(view: View, hits: readonly TextHit[]): string {
  const panel = hits.map(({ box }) => panelAt(view, box)).find((each) => each !== undefined);
  const match = panel?.class === '' ? `title: ${panel.title}` : `class: ${panel?.class ?? ''}`;
  return `a panel of the desktop; to act on that, name it: window: {${match}}`;
}

/** A hit that fits so well is the text itself, not something like it. */
const ITSELF = 0.9;

/**
 * The hits, those that differ from the text by letters that readers confuse as good as the best one, where the pixels
 * may well say the very text: of two equal buttons one may have been read wrong.
 */
async function withTwins(
  reader: Reading,
  view: View,
  match: TextMatch,
  hits: readonly TextHit[],
  signal: AbortSignal,
): Promise<TextHit[]> {
  const fit = hits[0]?.fit ?? 0;
  const text = searchFor(match);
  const others = hits.filter((hit) => hit.alike && hit.fit < fit);
  if (fit < ITSELF || others.length === 0 || typeof text !== 'string') return [...hits];
  const twins = new Set<TextHit>();
  for (const hit of others) {
    const picture = { key: view.frame.sha256, path: view.path };
    const says = await reader.confirm?.(picture, text, { area: grow(hit.line.box, 2), signal });
    if (says === undefined || says.some(({ box }) => overlaps(box, hit.box))) twins.add(hit);
  }
  return hits.map((hit) => (twins.has(hit) ? { ...hit, fit } : hit));
}

/** Boxes of the best places of an anchor's text. */
export async function anchorBoxes(
  sources: TextSources,
  view: View,
  match: TextMatch,
  scope: Scope,
  signal: AbortSignal,
): Promise<FrameBox[]> {
  const keep = (hit: TextHit): boolean => scope.showsAnchor(hit.box, hit.line.text);
  const { hits } = await hitsOf(sources, view, match, scope.around, keep, signal);
  return bestHits(hits).map((hit) => hit.box);
}

/**
 * The quick way first: where the applications say that the text is; then only boxes that could hold the text are
 * read; everything only when that finds no label of the text.
 */
async function hitsOf(
  sources: TextSources,
  view: View,
  match: TextMatch,
  area: FrameBox | undefined,
  keep: (hit: TextHit) => boolean,
  signal: AbortSignal,
): Promise<{ hits: TextHit[]; lines: readonly TextLine[] }> {
  const { reader, hints } = sources;
  if (hints !== undefined && area !== undefined) {
    const lines = (await hintedLines({ hints, reader, view, match, area, signal })) ?? [];
    const hits = matchText(lines, match).filter(keep);
    if (hits.length > 0) return { hits, lines };
  }
  const picture = { key: view.frame.sha256, path: view.path };
  const options = { signal, ...(area && { area }) };
  const parted = (lines: readonly TextLine[]): TextLine[] => cutAtPopups(lines, popupsOn(view.frame));
  const likely = parted(await reader.find(picture, searchFor(match), options));
  const quick = matchText(likely, match).filter(keep);
  if (quick.some(isLabel)) return { hits: quick, lines: likely };
  const lines = parted(await reader.read(picture, options));
  const hits = matchText(lines, match).filter(keep);
  if (hits.some(isLabel)) return { hits, lines };
  // A word of some label is taken only where no label says the text in pieces, or was misread.
  const stacked = mayBeStacked(match) ? stackedHits(lines, match).filter(keep) : [];
  if (stacked.length > 0) return { hits: [...stacked, ...hits], lines };
  const text = searchFor(match);
  if (typeof text !== 'string' || reader.confirm === undefined) return { hits, lines };
  const confirmed = matchText(await reader.confirm(picture, text, options), match).filter(keep);
  return { hits: confirmed.length > 0 ? confirmed : hits, lines };
}

/** The box, as far as it lies in the window of its middle: readers draw boxes a little wide. */
function withinWindow({ frame }: View, box: FrameBox): FrameBox {
  const window = windowAt(frame, centreOf(box));
  return (window && intersection(screenBoxToFrame(window.box, frame), box)) ?? box;
}

/** Whether the text is all of a label, or nearly so. */
const isLabel = ({ fit }: TextHit): boolean => fit >= LABEL;
const LABEL = 0.86;

/** Names of several words, and those of files, are broken into lines where there is little room. */
function mayBeStacked(match: TextMatch): boolean {
  const text = searchFor(match);
  return typeof text === 'string' && (/\S\s+\S/u.test(text) || [...text].length > 10);
}
