/** What is known of a file before its dialog was answered. */
export interface FileBefore {
  /** False where the file cannot be looked at from here, such as one on a drive of Windows. */
  readonly known: boolean;
  /** Undefined when there was none. */
  readonly stamp: string | undefined;
}

/** A file that a dialog was given for, and that is written only when a window that followed was answered. */
export interface OwedFile {
  readonly path: string;
  readonly before: FileBefore;
  /** The step that gave the path. */
  readonly step: string;
  readonly window: string;
}
