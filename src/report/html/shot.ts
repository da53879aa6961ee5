import { clip, type FrameBox, frameBox, grow, hull } from '../../core/geometry.js';
import type { RecordedAct, RecordedFrame } from '../../core/recording.js';
import { screenBoxToFrame } from '../../core/spaces.js';
import type { Pictures } from '../report.js';
import { html, Markup } from './markup.js';

interface Point {
  readonly x: number;
  readonly y: number;
}

/** What is drawn of a frame besides itself. */
export interface ShotOptions {
  /** Part of the frame that is shown at first; the viewer has the whole. */
  readonly area?: FrameBox | undefined;
  readonly marks?: Markup | undefined;
  /** The frame it is compared with: the page marks what changed. */
  readonly before?: RecordedFrame | undefined;
}

/** A frame with marks drawn over it; the picture itself is put in by the page's script once it is in view. */
export function shot(
  frame: RecordedFrame,
  title: string,
  pictures: Pictures,
  { area, marks, before }: ShotOptions = {},
): Markup {
  const { width, height } = frame.size;
  const calm = frame.calm ? '' : ' · still moving';
  const hidden = [...new Set((frame.masks ?? []).map(({ secret }) => secret))].join(', ');
  const black = hidden === '' ? '' : ` · blacked out: secret ${hidden}`;
  const whole = `0 0 ${width} ${height}`;
  const shown = area === undefined ? whole : `${area.x} ${area.y} ${area.width} ${area.height}`;
  const cut = shown === whole ? '' : ` · ${area?.width}×${area?.height} of`;
  const about = html`${frame.id}${cut} · ${width}×${height}${calm}${black}`.text.replace(' of · ', ' of ');
  return figure('shot', title, new Markup(about), drawing(frame, shown, pictures, marks), {
    ...(shown === whole ? {} : { whole }),
    ...(before === undefined || before.file === frame.file ? {} : { before: before.file }),
  });
}

/** Windows that take up more of the screen than this are shown with all of it. */
const NEARLY_ALL = 0.7;
/** Frame px around a window, so that its frame and a bit of what it stands on are seen. */
const AROUND = 24;

/**
 * The part of the screen that an act is about, frame px: the windows that were active before and after it, and the
 * places it aimed at. Undefined where that is nearly the whole screen, or no window was active.
 */
export function areaOf(act: RecordedAct): FrameBox | undefined {
  const frames = [act.before, act.after].filter((frame) => frame !== undefined);
  const [frame] = frames;
  const active = frames.flatMap((each) =>
    each.windows.filter((window) => window.active).map((window) => screenBoxToFrame(window.box, each)),
  );
  if (frame === undefined || active.length === 0) return undefined;
  if (frames.some(({ size }) => size.width !== frame.size.width || size.height !== frame.size.height))
    return undefined;
  const { sighting, action } = act.decision;
  const spots = pointsOf(action.input).map(({ x, y }) =>
    frameBox(x - AROUND, y - AROUND, 2 * AROUND, 2 * AROUND),
  );
  const aims = [sighting?.box, sighting?.control].filter((box) => box !== undefined);
  const area = clip(grow(hull([...active, ...aims, ...spots]), AROUND), frame.size);
  if (area === undefined || area.width * area.height > NEARLY_ALL * frame.size.width * frame.size.height)
    return undefined;
  return area;
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
  return shot(frame, title, pictures, { marks: box(area, 'target') });
}

function figure(
  name: string,
  title: string,
  about: Markup | undefined,
  content: Markup,
  { whole, before }: { readonly whole?: string; readonly before?: string } = {},
): Markup {
  return html`<figure class="${name}"${whole === undefined ? undefined : html` data-whole="${whole}"`}${
    before === undefined ? undefined : html` data-before="${before}"`
  }><button type="button" class="view" aria-label="Enlarge: ${title}">${content}</button><figcaption><b>${title}</b> ${about}</figcaption></figure>`;
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

/**
 * Where the act pointed: the control around the target, the target, and the points that got input. Frame px. The
 * last point is shown by four ticks that point at it from outside, so that no mark hides the label itself.
 */
export function marksOf(act: RecordedAct, width: number): Markup {
  const { sighting } = act.decision;
  const points = pointsOf(act.decision.action.input);
  const [last] = points.slice(-1);
  const spot = last ?? sighting?.point;
  return html`${box(sighting?.control, 'control')}${box(sighting?.box, 'target')}${path(points)}${
    spot === undefined ? undefined : ticks(spot, sighting?.box, Math.max(7, Math.round(width / 130)))
  }`;
}

/** Lines of a length towards a point, from beyond the box that it lies in. */
function ticks(spot: Point, around: FrameBox | undefined, length: number): Markup {
  const inside =
    around !== undefined &&
    spot.x >= around.x &&
    spot.x <= around.x + around.width &&
    spot.y >= around.y &&
    spot.y <= around.y + around.height;
  const [left, right, up, down] = inside
    ? [
        spot.x - around.x,
        around.x + around.width - spot.x,
        spot.y - around.y,
        around.y + around.height - spot.y,
      ]
    : [length / 2, length / 2, length / 2, length / 2];
  const gap = 3;
  const lines = [
    [spot.x - left - gap - length, spot.y, spot.x - left - gap, spot.y],
    [spot.x + right + gap, spot.y, spot.x + right + gap + length, spot.y],
    [spot.x, spot.y - up - gap - length, spot.x, spot.y - up - gap],
    [spot.x, spot.y + down + gap, spot.x, spot.y + down + gap + length],
  ] as const;
  return html`${['tick-halo', 'tick'].map((name) =>
    lines.map(
      ([x1, y1, x2, y2]) => html`<line class="${name}" x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}"/>`,
    ),
  )}`;
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
