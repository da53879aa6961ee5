import type { RawPicture } from '../picture.js';

/** Resizes a three-channel picture by a factor: each new px is the mean of the area it covers. */
export function resize(picture: RawPicture, factor: number): RawPicture {
  const width = Math.max(1, Math.round(picture.width * factor));
  const height = Math.max(1, Math.round(picture.height * factor));
  const across = weights(picture.width, width);
  const down = weights(picture.height, height);
  const data = new Uint8Array(width * height * 3);
  const line = new Float64Array(picture.width * 3);
  for (let y = 0; y < height; y++) {
    line.fill(0);
    for (const [from, weight] of down[y] ?? []) {
      const start = from * picture.width * 3;
      for (let i = 0; i < line.length; i++)
        (line[i] as number) += weight * (picture.data[start + i] as number);
    }
    for (let x = 0; x < width; x++) {
      for (let c = 0; c < 3; c++) {
        let sum = 0;
        for (const [from, weight] of across[x] ?? []) sum += weight * (line[from * 3 + c] as number);
        data[(y * width + x) * 3 + c] = Math.round(sum);
      }
    }
  }
  return { width, height, channels: 3, data };
}

/** For each new px, the old px it is made of and their shares: by area when shrinking, linear when growing. */
function weights(from: number, to: number): (readonly [number, number])[][] {
  const step = from / to;
  return Array.from({ length: to }, (_, i) => (step >= 1 ? byArea(i, step, from) : linear(i, step, from)));
}

function byArea(i: number, step: number, from: number): (readonly [number, number])[] {
  const shares: (readonly [number, number])[] = [];
  for (let at = Math.floor(i * step); at < Math.min(from, (i + 1) * step - 1e-9); at++) {
    const share = Math.min(at + 1, (i + 1) * step) - Math.max(at, i * step);
    shares.push([at, share / step]);
  }
  return shares;
}

function linear(i: number, step: number, from: number): (readonly [number, number])[] {
  const middle = Math.min(from - 1, Math.max(0, (i + 0.5) * step - 0.5));
  const left = Math.floor(middle);
  const share = middle - left;
  return [
    [left, 1 - share],
    [Math.min(from - 1, left + 1), share],
  ];
}
