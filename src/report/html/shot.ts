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
  return html`<figure class="shot"><button type="button" class="view" aria-label="Enlarge: ${title}">${picture(
    frame.file,
    title,
    pictures,
  )}<svg viewBox="0 0 ${width} ${height}" aria-hidden="true">${marks}</svg></button><figcaption><b>${title}</b> ${
    frame.id
  } · ${width}×${height}${calm}</figcaption></figure>`;
}

/** A kept picture, such as the crop that the operator was shown. */
export function crop(file: string, title: string, pictures: Pictures): Markup {
  return html`<figure class="shot crop"><button type="button" class="view" aria-label="Enlarge: ${title}">${picture(
    file,
    title,
    pictures,
  )}</button><figcaption><b>${title}</b></figcaption></figure>`;
}

function picture(file: string, title: string, pictures: Pictures): Markup {
  return pictures.has(file)
    ? html`<img data-file="${file}" alt="${title}">`
    : html`<span class="missing">${file} is not in this report</span>`;
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

function box(
  area: { x: number; y: number; width: number; height: number } | undefined,
  name: string,
): Markup | undefined {
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
