/** A mistake in a task file, or something in it that deserves a second look. */
export interface Problem {
  /** An error keeps the task from running; a warning does not. */
  readonly severity: 'error' | 'warning';
  /** A short name that programs may compare, such as `unknown-key`. */
  readonly code: string;
  /** What is wrong, in one sentence. */
  readonly message: string;
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1, in characters. */
  readonly column: number;
  /** How many characters of the line are meant; at least 1. */
  readonly length: number;
  /** The source line, and the one before it when there is one. */
  readonly source: readonly { readonly number: number; readonly text: string }[];
  /** What would have been right. */
  readonly expected?: string;
  /** The nearest allowed name, or what to write instead. */
  readonly suggestion?: string;
}

/** What the parts of the parser say of a mistake; the place is added by `Source.problem`. */
export interface Finding {
  readonly severity?: 'error' | 'warning';
  readonly code: string;
  readonly message: string;
  readonly expected?: string;
  readonly suggestion?: string;
}

const LONGEST_LINE = 160;

/**
 * A problem as people read it: `file:line:col`, title, source line, caret, what was expected, suggestion.
 *
 * @example
 * tasks/a.yaml:3:5 error: unknown key “clik”
 *   2 | steps:
 * > 3 |   - clik: Save
 *     |     ^^^^
 *   expected: one of click, check, …
 *   did you mean: click
 */
export function formatProblem(problem: Problem): string {
  const { file, line, column, severity, message } = problem;
  const width = String(line).length;
  const rows = [`${file}:${line}:${column} ${severity}: ${message}`];
  for (const { number, text } of problem.source) {
    const mark = number === line ? '>' : ' ';
    rows.push(
      `${mark} ${String(number).padStart(width)} | ${visible(number === line ? text : text.slice(0, LONGEST_LINE), column).text}`,
    );
    if (number === line) {
      const { offset } = visible(text, column);
      rows.push(`  ${' '.repeat(width)} | ${' '.repeat(offset)}${'^'.repeat(caretLength(problem, offset))}`);
    }
  }
  if (problem.expected !== undefined) rows.push(`  expected: ${problem.expected}`);
  if (problem.suggestion !== undefined) rows.push(`  did you mean: ${problem.suggestion}`);
  return rows.join('\n');
}

/** The part of a long line around the column, with control characters made harmless, and where the column lies in it. */
function visible(text: string, column: number): { text: string; offset: number } {
  const start = column > LONGEST_LINE - 20 ? column - 40 : 0;
  const part = text.slice(start, start + LONGEST_LINE);
  const clean = part.replace(/\p{Cc}/gu, ' ');
  const lead = start > 0 ? '…' : '';
  return { text: lead + clean, offset: lead.length + Math.max(0, column - 1 - start) };
}

function caretLength(problem: Problem, offset: number): number {
  return Math.max(1, Math.min(problem.length, LONGEST_LINE - offset));
}

/** The allowed name that is closest to what was written, when it is close enough to be meant. */
export function nearest(written: string, allowed: Iterable<string>): string | undefined {
  const wanted = fold(written);
  if (wanted.length > 60) return undefined;
  let best: { name: string; distance: number } | undefined;
  for (const name of allowed) {
    const distance = editDistance(wanted, fold(name));
    if (best === undefined || distance < best.distance) best = { name, distance };
  }
  const tolerance = Math.max(1, Math.floor(wanted.length / 3));
  if (best !== undefined && best.distance <= tolerance) return best.name;
  return [...allowed].find((name) => sameStem(wanted, fold(name)));
}

/** Whether one word is the other with another ending, such as delete and deleting, or environment and env. */
function sameStem(a: string, b: string): boolean {
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  const stem = short.length > 3 ? short.slice(0, -1) : short;
  return stem.length >= 3 && long.startsWith(stem);
}

function fold(name: string): string {
  return name.toLowerCase().replaceAll(/[-_ ]/g, '');
}

/** Insertions, deletions, replacements and swaps of neighbours between two short texts. */
function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1];
      let cost = Math.min(
        (last[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + (same ? 0 : 1),
      );
      if (row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1])
        cost = Math.min(cost, (beforeLast[column - 2] ?? 0) + 1);
      current.push(cost);
    }
    beforeLast = last;
    last = current;
  }
  return last[b.length] ?? 0;
}

/** A list of names for a message, shortened after `limit`. */
export function listed(names: readonly string[], limit = 30): string {
  const shown = names.slice(0, limit).join(', ');
  return names.length > limit ? `${shown}, …` : shown;
}
