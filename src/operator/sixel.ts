import sharp from 'sharp';

/** Steps per colour channel: 6 x 6 x 6 colours fit into the 256 registers that terminals have. */
const STEPS = 6;
/** A sixel is a column of six px. */
const BAND = 6;
/** The widest picture that is sent, px. */
const MAX_WIDTH = 640;

/** A PNG as DEC sixel graphics, in 216 colours, narrowed to 640 px. */
export async function sixel(png: Uint8Array): Promise<string> {
  const { data, info } = await sharp(png)
    .resize({ width: MAX_WIDTH, withoutEnlargement: true })
    .removeAlpha()
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  const colours = Uint8Array.from({ length: info.width * info.height }, (_, pixel) =>
    colourAt(data, pixel * info.channels),
  );
  const bands: string[] = [];
  for (let top = 0; top < info.height; top += BAND) bands.push(band(colours, info.width, info.height, top));
  return `\x1bPq"1;1;${info.width};${info.height}${palette()}${bands.join('-')}\x1b\\`;
}

function colourAt(data: Buffer, at: number): number {
  const step = (value = 0): number => Math.round((value / 255) * (STEPS - 1));
  return (step(data[at]) * STEPS + step(data[at + 1])) * STEPS + step(data[at + 2]);
}

/** Colour registers, each channel in percent. */
function palette(): string {
  const percent = (step: number): number => Math.round((step / (STEPS - 1)) * 100);
  return Array.from({ length: STEPS ** 3 }, (_, colour) => {
    const channels = [Math.floor(colour / STEPS ** 2), Math.floor(colour / STEPS) % STEPS, colour % STEPS];
    return `#${colour};2;${channels.map(percent).join(';')}`;
  }).join('');
}

/** Six rows: for each colour in them, one run over the whole width, laid over the others. */
function band(colours: Uint8Array, width: number, height: number, top: number): string {
  const rows = Math.min(BAND, height - top);
  const masks = new Map<number, Uint8Array>();
  for (let row = 0; row < rows; row++) {
    for (let x = 0; x < width; x++) {
      const colour = colours[(top + row) * width + x] ?? 0;
      const mask = masks.get(colour) ?? new Uint8Array(width);
      mask[x] = (mask[x] ?? 0) | (1 << row);
      masks.set(colour, mask);
    }
  }
  return [...masks].map(([colour, mask]) => `#${colour}${runs(mask)}`).join('$');
}

/** Run-length encoding: `!7A` is seven times `A`. */
function runs(mask: Uint8Array): string {
  let out = '';
  for (let at = 0; at < mask.length; ) {
    let end = at;
    while (end < mask.length && mask[end] === mask[at]) end++;
    const sign = String.fromCharCode(63 + (mask[at] ?? 0));
    out += end - at > 3 ? `!${end - at}${sign}` : sign.repeat(end - at);
    at = end;
  }
  return out;
}
