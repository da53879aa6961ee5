import type { FrameBox } from '../../core/geometry.js';
import type { Target, TextMatch } from '../../core/target.js';
import { textOf } from '../../core/target.js';
import type { Hints, TextLine, View } from '../../ports.js';
import { bestHits, matchText, type TextHit } from '../label/match.js';
import { nearestTexts } from '../label/nearest.js';
import { searchFor } from '../label/wanted.js';
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
  const { hits, lines } = await hitsOf(sources, view, target.text, scope.area, keep, signal);
  if (hits.length === 0) {
    const nearest = nearestTexts(textOf(target.text), lines);
    return nothing('text', `“${textOf(target.text)}” is not on the screen`, nearest);
  }
  const candidates = hits.map(({ box, score, fit, text }) => ({ box, score, fit, text }));
  return narrow('text', candidates, target, anchors, []);
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
 * read; everything only when that finds nothing.
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
  const likely = await reader.find(picture, searchFor(match), options);
  const quick = matchText(likely, match).filter(keep);
  if (quick.length > 0) return { hits: quick, lines: likely };
  const lines = await reader.read(picture, options);
  const hits = matchText(lines, match).filter(keep);
  const text = searchFor(match);
  if (hits.length > 0 || typeof text !== 'string' || reader.confirm === undefined) return { hits, lines };
  const confirmed = await reader.confirm(picture, text, options);
  return { hits: matchText(confirmed, match).filter(keep), lines };
}
