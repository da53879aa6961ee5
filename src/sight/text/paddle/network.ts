/** A loaded model with one input and one output, both float32. */
export interface Network {
  run(data: Float32Array, dims: readonly number[]): Promise<{ data: Float32Array; dims: readonly number[] }>;
  close(): Promise<void>;
}
