import type { Recording } from '../core/recording.js';

/** A picture that may be put into a report. */
export interface Picture {
  readonly mime: 'image/png' | 'image/jpeg' | 'image/webp';
  readonly base64: string;
}

/** Pictures by their file name in the recording. */
export type Pictures = ReadonlyMap<string, Picture>;

/** What a report is made from. Reports read nothing themselves. */
export interface ReportInput {
  readonly recording: Recording;
  /** Needed by reports that show pictures; one that is missing is said to be missing. */
  readonly pictures?: Pictures;
  /** Names of the files in its `logs` folder: what desktop and applications printed. */
  readonly logs?: readonly string[];
}

export interface ReportOptions {
  /** Absolute path of the folder that the report is read from: paths in it are told relative to it. */
  readonly base: string;
}

/** Turns recordings into one text. */
export interface Report {
  readonly name: string;
  /** What it is for, in one line. */
  readonly description: string;
  /** Its usual file name in the recording folder. */
  readonly file: string;
  /** Whether it shows pictures. */
  readonly pictures: boolean;
  render(inputs: readonly ReportInput[], options: ReportOptions): string;
}
