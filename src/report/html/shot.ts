import type { FrameBox } from '../../core/geometry.js';
import type { RecordedAct, RecordedFrame } from '../../core/recording.js';
import type { Pictures } from '../report.js';
import { html, type Markup } from './markup.js';

interface Point {
  readonly x: number;
  readonly y: number;
}

/** A frame with marks drawn over it; the picture itself is put in by the page's script once it is in view. */
export function shot(frame: RecordedFrame, title: string, pictures: Pictures, marks?: Markup): Markup {
  const { width, height } = frame.size;
  const calm = frame.calm ? '' : ' · still moving';
  const hidden = [...new Set((frame.masks ?? []).map(({ secret }) => secret))].join(', ');
  const black = hidden === '' ? '' : ` · blacked out: secret ${hidden}`;
  const about = html`${frame.id} · ${width}×${height}${calm}${black}`;
  return figure('shot', title, about, drawing(frame, `0 0 ${width} ${height}`, pictures, marks));
}

/** The surroundings of what an act pointed at, enlarged. */
export function closeUp(act: RecordedAct, pictures: Pictures): Markup | undefined {
  const { before } = act;
  const spot = pointsOf(act.decision.action.input).at(-1) ?? act.decision.sighting?.point;
  if (before === undefined || spot === undefined) return undefined;
  const size = before.size;
  const width = Math.min(size.width, CLOSE.width * before.scale);
  const height = Math.min(size.height, CLOSE.height * before.scale);
  const left = Math.min(Math.max(0, spot.x - width / 2), size.width - width);
  const top = Math.min(Math.max(0, spot.y - height / 2), size.height - height);
  const marks = marksOf(act, width * 2);
  const area = [left, top, width, height].map(Math.round).join(' ');
  return figure('shot', 'Aimed at', html`${spot.x},${spot.y}`, drawing(before, area, pictures, marks));
}

/** Logical px shown around a target. */
const CLOSE = { width: 260, height: 150 };

/** A kept picture, such as the crop that the operator was shown. */
export function crop(file: string, title: string, pictures: Pictures): Markup {
  const content = pictures.has(file) ? html`<img data-file="${file}" alt="">` : missing(file);
  return figure('shot crop', title, undefined, content);
}

/** A frame with one area marked. */
export function marked(frame: RecordedFrame, title: string, area: FrameBox, pictures: Pictures): Markup {
  return shot(frame, title, pictures, box(area, 'target'));
}

function figure(name: string, title: string, about: Markup | undefined, content: Markup): Markup {
  return html`<figure class="${name}"><button type="button" class="view" aria-label="Enlarge: ${title}">${content}</button><figcaption><b>${title}</b> ${about}</figcaption></figure>`;
}

function drawing(frame: RecordedFrame, area: string, pictures: Pictures, marks: Markup | undefined): Markup {
  const { file, size } = frame;
  if (!pictures.has(file))
    return html`<svg viewBox="${area}" aria-hidden="true">${marks}</svg>${missing(file)}`;
  return html`<svg viewBox="${area}" aria-hidden="true"><image data-file="${file}" width="${size.width}" height="${size.height}" preserveAspectRatio="none"/>${marks}</svg>`;
}

function missing(file: string): Markup {
  return html`<span class="missing">${file} is missing or not what was recorded</span>`;
}

/** Where the act pointed: the control around the target, the target, and the points that got input. Frame px. */
export function marksOf(act: RecordedAct, width: number): Markup {
  const { sighting } = act.decision;
  const radius = Math.max(4, Math.round(width / 110));
  const points = pointsOf(act.decision.action.input);
  const [last] = points.slice(-1);
  const spot = last ?? sighting?.point;
  return html`${box(sighting?.control, 'control')}${box(sighting?.box, 'target')}${path(points)}${
    spot === undefined
      ? undefined
      : html`<circle class="halo" cx="${spot.x}" cy="${spot.y}" r="${radius}"/><circle class="point" cx="${spot.x}" cy="${spot.y}" r="${radius}"/><circle class="dot" cx="${spot.x}" cy="${spot.y}" r="${radius / 4}"/>`
  }`;
}

function box(area: FrameBox | undefined, name: string): Markup | undefined {
  if (area === undefined) return undefined;
  return html`<rect class="${name}" x="${area.x}" y="${area.y}" width="${area.width}" height="${area.height}" rx="3"/>`;
}

function path(points: readonly Point[]): Markup | undefined {
  if (points.length < 2) return undefined;
  return html`<polyline class="path" points="${points.map(({ x, y }) => `${x},${y}`).join(' ')}"/>`;
}

/** Every point anywhere in an action's input, in order. */
function pointsOf(value: unknown): readonly Point[] {
  if (typeof value !== 'object' || value === null) return [];
  if ('x' in value && 'y' in value && typeof value.x === 'number' && typeof value.y === 'number') {
    return [{ x: value.x, y: value.y }];
  }
  return Object.values(value).flatMap(pointsOf);
}
