/** What the recogniser gave for one line: `steps` rows of probabilities, one for each class of the alphabet. */
export interface Steps {
  readonly data: Float32Array;
  readonly steps: number;
}

/** The most likely of the allowed classes in step `t`, and its probability. */
export function strongest(
  { data, steps }: Steps,
  t: number,
  allowed: Int32Array,
): { best: number; score: number } {
  const from = t * (data.length / steps);
  let best = 0;
  let score = -1;
  for (const candidate of allowed) {
    const value = data[from + candidate] as number;
    if (value > score) {
      score = value;
      best = candidate;
    }
  }
  return { best, score };
}
