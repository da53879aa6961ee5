import sharp from 'sharp';

interface Point {
  readonly x: number;
  readonly y: number;
}

/** What is marked, in px of the picture, or of the frame when `origin` tells where in it the picture begins. */
export interface Mark {
  readonly box: Point & { readonly width: number; readonly height: number };
  readonly point: Point;
  readonly origin?: Point;
}

/** Length of each arm of the cross, px. */
const ARM = 14;

/** The picture with a red box around the target and a cross on the point that will be acted on. */
export async function markTarget(png: Uint8Array, mark: Mark): Promise<Uint8Array> {
  const { width, height } = await sharp(png).metadata();
  const overlay = Buffer.from(drawing(mark, width, height));
  return sharp(png)
    .composite([{ input: overlay, left: 0, top: 0 }])
    .png()
    .toBuffer();
}

/** Red on a white edge, so that it shows on any ground; the middle of the cross is left free. */
function drawing({ box, point, origin = { x: 0, y: 0 } }: Mark, width: number, height: number): string {
  const x = point.x - origin.x;
  const y = point.y - origin.y;
  const cross = [
    `M${x - ARM} ${y}H${x - 4}`,
    `M${x + 4} ${y}H${x + ARM}`,
    `M${x} ${y - ARM}V${y - 4}`,
    `M${x} ${y + 4}V${y + ARM}`,
  ].join('');
  const frame = `M${box.x - origin.x} ${box.y - origin.y}h${box.width}v${box.height}h${-box.width}z`;
  const stroke = (colour: string, thick: number): string =>
    `<path d="${frame}${cross}" fill="none" stroke="${colour}" stroke-width="${thick}"/>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${stroke('#fff', 4)}${stroke('#e00000', 2)}</svg>`;
}
