import sharp from 'sharp';
import type { FrameBox, FramePoint } from '../core/geometry.js';
import type { LocateAnswer } from './locate-picture.js';

const FOUND = '#e5006d';
const CONTROL = '#0a7d34';
const CANDIDATE = '#d97706';
/** Letters of a label that are drawn. */
const LONGEST_LABEL = 40;

/** The picture with sightings drawn on it: found boxes, their controls and points, and the places of doubt. */
export async function drawSightings(
  png: Uint8Array,
  sightings: readonly LocateAnswer[],
): Promise<Uint8Array> {
  return drawn(
    png,
    sightings.flatMap((sighting, i) => marksOf(sighting, i + 1)),
  );
}

async function drawn(picture: Uint8Array, marks: readonly string[]): Promise<Uint8Array> {
  const { width, height } = await sharp(picture).metadata();
  const overlay = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${marks.join('')}</svg>`;
  return sharp(picture)
    .composite([{ input: Buffer.from(overlay) }])
    .png()
    .toBuffer();
}

/** The picture with boxes and their labels drawn on it, as PNG. */
export function drawBoxes(
  picture: Uint8Array,
  located: readonly { readonly label: string; readonly box: FrameBox }[],
): Promise<Uint8Array> {
  return drawn(
    picture,
    located.map(({ label, box }) => rectangle(box, FOUND, label)),
  );
}

function marksOf(sighting: LocateAnswer, number: number): string[] {
  const { box, point, control, candidates, rung, score } = sighting;
  if (box === null || point === null)
    return (candidates ?? []).map((each) => rectangle(each.box, CANDIDATE, `${number}?`));
  return [
    ...(control ? [rectangle(control, CONTROL)] : []),
    rectangle(box, FOUND, `${number} ${rung ?? ''} ${score.toFixed(2)}`),
    cross(point),
  ];
}

function rectangle(box: FrameBox, colour: string, label = ''): string {
  const { x, y, width, height } = box;
  const frame = `<rect x="${x - 0.5}" y="${y - 0.5}" width="${width + 1}" height="${height + 1}" fill="none" stroke="${colour}" stroke-width="2"/>`;
  if (label === '') return frame;
  const style = 'font-family="DejaVu Sans, sans-serif" font-size="11" font-weight="bold"';
  return `${frame}<text x="${x}" y="${Math.max(10, y - 4)}" ${style} fill="${colour}" stroke="#fff" stroke-width="3" paint-order="stroke">${asText(label)}</text>`;
}

/** A label is somebody's text: as long as it fits, and without what SVG would take for its own. */
function asText(label: string): string {
  const short = label.length > LONGEST_LABEL ? `${label.slice(0, LONGEST_LABEL - 1)}…` : label;
  const plain = Array.from(short, (letter) => (letter >= ' ' ? letter : ' ')).join('');
  return plain.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function cross({ x, y }: FramePoint): string {
  return `<path d="M${x - 6} ${y}H${x + 7}M${x} ${y - 6}V${y + 7}" stroke="${FOUND}" stroke-width="1.5"/>`;
}
