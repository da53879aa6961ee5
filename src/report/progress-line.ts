import { cut, type Palette } from './terminal.js';

const SPINNER = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const SPIN_MS = 100;

export interface ProgressOptions {
  write(text: string): void;
  readonly tty: boolean;
  /** Width of the terminal (default 100). */
  readonly columns?: number;
  /** Calls `tick` again and again until the answer is called; another one only in tests. */
  every?(ms: number, tick: () => void): () => void;
}

/** Finished lines above, and on a terminal one line below them that tells what is going on right now. */
export class ProgressLine {
  #now = '';
  #turns = 0;
  #shown = false;
  #stopTimer: (() => void) | undefined;

  constructor(
    private readonly options: ProgressOptions,
    private readonly paint: Palette,
  ) {}

  start(): void {
    if (!this.options.tty || this.#stopTimer !== undefined) return;
    this.#stopTimer = (this.options.every ?? every)(SPIN_MS, () => {
      this.#turns += 1;
      this.show(this.#now);
    });
  }

  /** Writes a finished line. */
  print(text: string): void {
    this.#erase();
    this.options.write(`${text}\n`);
    this.#draw();
  }

  /** Changes what is going on; an empty text shows nothing. */
  show(now: string): void {
    this.#now = now;
    this.#erase();
    this.#draw();
  }

  stop(): void {
    this.#stopTimer?.();
    this.#stopTimer = undefined;
    this.show('');
  }

  #draw(): void {
    if (!this.options.tty || this.#now === '') return;
    const spinner = SPINNER[this.#turns % SPINNER.length] ?? '';
    const text = cut(this.#now, (this.options.columns ?? 100) - 5);
    this.options.write(`  ${this.paint.cyan(spinner)} ${this.paint.dim(text)}`);
    this.#shown = true;
  }

  #erase(): void {
    if (this.#shown) this.options.write('\r\u001b[2K');
    this.#shown = false;
  }
}

function every(ms: number, tick: () => void): () => void {
  const timer = setInterval(tick, ms);
  timer.unref();
  return () => clearInterval(timer);
}
