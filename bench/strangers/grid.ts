import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Box, Label, Pane, Testimony } from './label.js';

const run = promisify(execFile);

/**
 * How a program is started in a terminal whose cells can be asked for: xterm around tmux, which keeps the grid.
 *
 * @param folder holds the socket of that tmux, and nothing else of the kind
 */
export function inTerminal(
  command: readonly string[],
  { folder, points, light }: { folder: string; points: number; light: boolean },
): { command: string; args: string[]; env: Record<string, string> } {
  const colours = light ? ['-bg', '#fffff0', '-fg', '#101010'] : ['-bg', '#101418', '-fg', '#d0d0d0'];
  return {
    command: 'xterm',
    // Without a border a cell is the window's size through the number of cells.
    args: [
      ...['-b', '0', '+sb', '-geometry', '110x34+40+40', '-fs', String(points), ...colours],
      ...['-e', 'tmux', '-u', '-f', '/dev/null', 'new-session', ...command, ';', 'set', 'status', 'off'],
    ],
    env: { TMUX_TMPDIR: folder },
  };
}

/** The grid of a tmux, as labels: runs of one background colour between lines and gaps. */
export async function gridTestimony(folder: string, panes: readonly Pane[]): Promise<Testimony> {
  const env = { ...process.env, TMUX_TMPDIR: folder };
  const { stdout: size } = await run('tmux', ['display', '-p', '#{pane_width} #{pane_height}'], { env });
  const { stdout } = await run('tmux', ['capture-pane', '-e', '-p'], { env });
  const [columns = 1, rows = 1] = size.trim().split(' ').map(Number);
  const pane = panes[0];
  if (pane === undefined) return { labels: [], also: [] };
  const [x, y, width, height] = pane.box;
  const [wide, high] = [width / columns, height / rows];
  const labels = stdout.split('\n').flatMap((line, row) =>
    runsOf(cellsOf(line)).map(({ text, from }): Label => {
      const box: Box = [x + from * wide, y + row * high, [...text].length * wide, high];
      return { text, kind: 'cell', box };
    }),
  );
  return { labels, also: panes.map(({ title }) => title) };
}

interface Cell {
  readonly char: string;
  readonly ground: string;
}

/** The cells of a captured line, with the background colour of each. */
function cellsOf(line: string): Cell[] {
  const cells: Cell[] = [];
  let ground = '';
  let reversed = '';
  const start = '\u001b';
  for (const [piece, codes] of line.replaceAll(`${start}[`, '\ufdd0').matchAll(/\ufdd0([\d;]*)m|./gu)) {
    if (codes === undefined) {
      cells.push({ char: piece, ground: reversed + ground });
      continue;
    }
    const numbers = codes === '' ? [0] : codes.split(';').map(Number);
    for (let i = 0; i < numbers.length; i++) {
      const code = numbers[i] ?? 0;
      if (code === 0) [ground, reversed] = ['', ''];
      else if (code === 7) reversed = 'r';
      else if (code === 27) reversed = '';
      else if (code === 49) ground = '';
      else if ((code >= 40 && code <= 47) || (code >= 100 && code <= 107)) ground = String(code);
      else if (code === 38 || code === 48) {
        const length = numbers[i + 1] === 5 ? 2 : 4;
        if (code === 48) ground = numbers.slice(i, i + length + 1).join(';');
        i += length;
      }
    }
  }
  return cells;
}

const line = /[\u2500-\u25ff]/u;
const letter = /[\p{L}\p{N}]/u;

/**
 * Runs of text that a person would take for one label. What something else covers a part of is left out: a word that
 * goes on in another colour, or that ends at a line.
 */
function runsOf(cells: readonly Cell[]): { text: string; from: number }[] {
  const runs: { text: string; from: number }[] = [];
  let from = 0;
  for (let i = 1; i <= cells.length; i++) {
    if (i < cells.length && !ends(cells, i)) continue;
    const text = textOf(cells, from, i);
    const bare = text.replace(/^[\s[\]<>()|*=:,]+/u, '').replace(/[\s[\]<>()|*=:,]+$/u, '');
    const start = from + text.indexOf(bare);
    const whole =
      !cut(cells, start - 1, start) && !cut(cells, start + [...bare].length, start + [...bare].length - 1);
    if (/\p{L}{2}/u.test(bare) && bare.length <= 40 && whole) runs.push({ text: bare, from: start });
    from = i;
  }
  return runs;
}

function textOf(cells: readonly Cell[], from: number, to: number): string {
  return cells
    .slice(from, to)
    .map(({ char }) => (line.test(char) ? ' ' : char))
    .join('');
}

/** Whether a label that came before this cell ends there. */
function ends(cells: readonly Cell[], i: number): boolean {
  const [before, cell, after] = [cells[i - 1], cells[i], cells[i + 1]];
  if (before === undefined || cell === undefined) return true;
  const gap = cell.char === ' ' && after?.char === ' ';
  return gap || line.test(cell.char) || line.test(before.char) || cell.ground !== before.ground;
}

/** Whether the cell beside the last letter of a run says that the word went on there, or that a frame stands on it. */
function cut(cells: readonly Cell[], beside: number, last: number): boolean {
  const [next, end] = [cells[beside], cells[last]];
  if (next === undefined || end === undefined || !letter.test(end.char)) return false;
  if (line.test(next.char)) return true;
  return next.ground !== end.ground && /\p{L}/u.test(next.char) && /\p{L}/u.test(end.char);
}
