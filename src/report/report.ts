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
  /** Throws a DeskhandError when it cannot hold that many recordings. */
  render(inputs: readonly ReportInput[]): string;
}
