import { LineCounter } from 'yaml';
import type { Finding, Problem } from '../problem.js';

/** Characters of a very long line that are kept after the place that is meant. */
const KEPT_AFTER = 500;

/** The lines of a file: makes problems of findings at offsets of its text. */
export class Lines {
  /** Filled while the text is read. */
  readonly counter = new LineCounter();
  readonly file: string;
  readonly text: string;
  /** Offsets of passwords in plain text, [start, end). */
  readonly #passwords: { readonly start: number; readonly end: number }[] = [];

  constructor(text: string, file: string) {
    this.text = text;
    this.file = file;
  }

  /** The line of an offset, from 1. */
  lineOf(offset: number): number {
    return this.#position(offset).line;
  }

  /** A line without its end. */
  lineText(line: number): string {
    const start = this.counter.lineStarts[line - 1] ?? 0;
    const end = this.text.indexOf('\n', start);
    return this.text.slice(start, end < 0 ? this.text.length : end).replace(/\r$/, '');
  }

  /** A finding with its place: `length` characters from the offset `start`. */
  problem(start: number, length: number, finding: Finding): Problem {
    const { line, column } = this.#position(start);
    if (finding.code === 'password') this.#passwords.push({ start, end: start + length });
    const text = this.lineText(line).slice(0, column + KEPT_AFTER);
    const before = line > 1 ? this.lineText(line - 1).slice(0, KEPT_AFTER) : '';
    return {
      severity: 'error',
      ...finding,
      file: this.file,
      line,
      column,
      length: Math.max(1, Math.min(length, text.trimEnd().length - column + 1)),
      source: [...(before.trim() === '' ? [] : [{ number: line - 1, text: before }]), { number: line, text }],
    };
  }

  /** The problem with dots for the passwords in its lines: what `check` prints is kept in logs. */
  withoutPasswords(problem: Problem): Problem {
    const source = problem.source.map(({ number, text }) => ({
      number,
      text: this.#dotted(text, this.counter.lineStarts[number - 1] ?? 0),
    }));
    return { ...problem, source };
  }

  #dotted(text: string, lineStart: number): string {
    const isHidden = (offset: number): boolean =>
      this.#passwords.some(({ start, end }) => offset >= start && offset < end);
    return text.replaceAll(/[^\s"'`]/g, (char, at: number) => (isHidden(lineStart + at) ? '•' : char));
  }

  #position(offset: number): { line: number; column: number } {
    if (this.counter.lineStarts.length === 0) return { line: 1, column: 1 };
    const { line, col } = this.counter.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  }
}
