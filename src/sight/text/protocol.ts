import type { FrameBox } from '../../core/geometry.js';
import type { Picture, TextLine } from './text-line.js';

export type EngineChoice = 'auto' | 'paddle' | 'tesseract';

/** What is looked for: plain text, or the source and flags of a regular expression. */
export type Pattern = { text: string } | { source: string; flags: string };

/** What the worker thread is started with. */
export interface WorkerSetup {
  engine: EngineChoice;
  languages: string[];
  /** Memory of the native work that must not be cut off. */
  nativeWork: SharedArrayBuffer;
}

/** From the main thread to the worker. */
export type Question =
  | {
      kind: 'read';
      id: number;
      picture: Picture;
      area?: FrameBox | undefined;
      cut?: boolean | undefined;
    }
  | { kind: 'find'; id: number; picture: Picture; pattern: Pattern; area?: FrameBox | undefined }
  | { kind: 'confirm'; id: number; picture: Picture; text: string; area?: FrameBox | undefined }
  | { kind: 'weigh'; id: number; picture: Picture; box: FrameBox; texts: readonly string[] }
  | { kind: 'cancel'; id: number }
  | { kind: 'close' };

/** From the worker to the main thread. */
export type Answer =
  | { kind: 'ready'; engine: string }
  | { kind: 'notice'; text: string }
  | { kind: 'lines'; id: number; lines: TextLine[] }
  | { kind: 'doubts'; id: number; doubts: readonly number[] | undefined }
  | { kind: 'failed'; id: number; message: string };
