import type { Usage } from '../core/action.js';
import type { RecordingEvent } from '../core/events.js';
import { describeTarget } from '../core/target.js';
import { sumUsages } from '../core/usage.js';
import { type Written, whyNot } from '../core/why-not.js';
import { ProgressLine, type ProgressOptions } from './progress-line.js';
import { cut, harmless, type Palette, palette, widthOf } from './terminal.js';
import { actionWords, checkWords, count, duration, usageWords, valueWords } from './words.js';

type Event<T extends RecordingEvent['type']> = Extract<RecordingEvent, { type: T }>;

export interface ListOptions extends ProgressOptions {
  readonly colour: boolean;
  /** Folder of the recording, named in the summary. */
  readonly folder?: string;
}

/** Tells a run while it happens. Feed it every line in order. */
export interface ListReporter {
  event(line: RecordingEvent): void;
  /** Removes the progress line; for a run that ends without an ending. */
  close(): void;
}

interface OpenStep {
  readonly start: Event<'step-start'>;
  announced: boolean;
  readonly rungs: Set<string>;
  readonly asked: string[];
  /** What models have used for it. */
  readonly usages: Usage[];
}

const NAME_COLUMNS = 52;

/** A line for each step as it ends, a summary at the ending, and on a terminal what is going on right now. */
export function createListReporter(options: ListOptions): ListReporter {
  return new List(options);
}

class List implements ListReporter {
  readonly #paint: Palette;
  readonly #line: ProgressLine;
  readonly #open: OpenStep[] = [];
  readonly #counts = { passed: 0, failed: 0, skipped: 0, warned: 0 };
  #weak = 0;
  /** What was seen of typed texts, told at the end. */
  readonly #readBacks: Event<'check'>[] = [];
  /** What the current act is about, in words. */
  /** The decision that is being judged. */
  #written: Written = {};
  #act = '';
  #rung: string | undefined;
  /** The reason that was told last: the steps around a failed one have the same. */
  #told = '';

  constructor(private readonly options: ListOptions) {
    this.#paint = palette(options.colour);
    this.#line = new ProgressLine(options, this.#paint);
  }

  event(line: RecordingEvent): void {
    if (line.type !== 'ending' && 'usage' in line && line.usage) this.#used(line.usage);
    switch (line.type) {
      case 'run':
        this.#begin(line);
        break;
      case 'step-start':
        this.#startStep(line);
        break;
      case 'step-end':
        this.#endStep(line);
        break;
      case 'decision':
        this.#decided(line);
        break;
      case 'verdict':
        this.#judged(line);
        break;
      case 'confirmation':
        this.#confirmed(line);
        break;
      case 'intent':
        this.#act = line.summary;
        this.#show(line.summary);
        break;
      case 'outcome':
        this.#ended(line);
        break;
      case 'look-again':
        this.#show(line.reason);
        break;
      case 'ending':
        this.#finish(line);
        break;
      default:
        this.#aside(line);
    }
  }

  close(): void {
    this.#line.stop();
  }

  #begin({ task, pilot, model, desktop }: Event<'run'>): void {
    const { bold, dim } = this.#paint;
    const facts = [
      ...(task.file === undefined ? [] : [task.file]),
      `pilot ${pilot}${model === undefined ? '' : ` (${model})`}`,
      `${desktop.kind} desktop${desktop.size === undefined ? '' : ` ${desktop.size.width}x${desktop.size.height}`}`,
    ];
    this.#line.print(`${bold(harmless(task.name))}  ${dim(harmless(facts.join(' · ')))}`);
    if (task.goal !== undefined) this.#print(dim(harmless(task.goal)));
    this.#line.start();
    this.#show('starting');
  }

  #startStep(start: Event<'step-start'>): void {
    const parent = this.#open.at(-1);
    if (parent !== undefined && !parent.announced) {
      parent.announced = true;
      const indent = '  '.repeat(this.#open.length);
      this.#line.print(this.#paint.dim(`${indent}▸ ${harmless(parent.start.name)}`));
    }
    this.#open.push({ start, announced: false, rungs: new Set(), asked: [], usages: [] });
    this.#show('');
  }

  #endStep({ step: id, status, ms, reason }: Event<'step-end'>): void {
    const at = this.#open.findLastIndex(({ start }) => start.step === id);
    const step = this.#open[at];
    if (step === undefined) return;
    this.#open.splice(at);
    // A block counts by the steps in it.
    if (!step.announced) this.#counts[status] += 1;
    const { dim, red, yellow } = this.#paint;
    const name = cut(harmless(step.start.name), NAME_COLUMNS);
    const gap = ' '.repeat(Math.max(1, NAME_COLUMNS + 1 - widthOf(name) - 2 * this.#open.length));
    const time = (status === 'skipped' ? 'skipped' : duration(ms)).padStart(9);
    const facts = [[...step.rungs].join(', '), ...step.asked, usageWords(sumUsages(step.usages))]
      .filter((fact) => fact !== '')
      .join(' · ');
    this.#print(`${this.#mark(status)} ${name}${gap}${dim(`${time}  ${harmless(facts)}`.trimEnd())}`);
    if (reason !== undefined && status !== 'passed' && !(step.announced && reason === this.#told)) {
      this.#told = reason;
      this.#print(`    ${(status === 'failed' ? red : yellow)(harmless(reason))}`);
    }
    this.#show('');
  }

  #used(usage: Usage): void {
    this.#open.at(-1)?.usages.push(usage);
  }

  #decided({ decision }: Event<'decision'>): void {
    const { action, target, sighting } = decision;
    this.#written = decision;
    this.#act = target === undefined ? actionWords(action) : `${action.name} ${describeTarget(target)}`;
    this.#rung = sighting?.rung;
    if (sighting !== undefined) this.#open.at(-1)?.rungs.add(sighting.rung);
    this.#show(this.#act);
  }

  #judged({ verdict }: Event<'verdict'>): void {
    if (verdict.answer === 'allow') return;
    const why = harmless(whyNot(verdict, this.#written));
    const mark = verdict.answer === 'refuse' ? this.#paint.red('✗ refused') : this.#paint.yellow('? asks');
    this.#print(`${mark} ${harmless(this.#act)}: ${why}`);
    if (verdict.answer === 'ask') this.#show(`waiting for an answer: ${verdict.reason}`);
  }

  #confirmed({ summary, approval: { answer, by, reason } }: Event<'confirmation'>): void {
    const words = `asked: ${answer} by ${by}`;
    this.#open.at(-1)?.asked.push(words);
    const colour = answer === 'yes' ? this.#paint.yellow : this.#paint.red;
    const why = reason === undefined ? '' : ` (${harmless(reason)})`;
    this.#print(`${colour('?')} ${harmless(summary)} — ${harmless(words)}${why}`);
  }

  /** Acts are told one by one where no step of its own stands for each. */
  #ended({ act, outcome, reason, ms }: Event<'outcome'>): void {
    const own = this.#open.at(-1);
    if (outcome !== 'done' || own === undefined || own.start.kind === 'do') {
      const mark = outcome === 'done' ? this.#paint.dim('›') : this.#paint.red(`✗ ${outcome}`);
      const why = reason === undefined ? '' : `: ${harmless(reason)}`;
      const facts = [duration(ms), this.#rung].filter((fact) => fact !== undefined).join(' · ');
      this.#print(`${mark} ${act} ${harmless(this.#act)}${why}  ${this.#paint.dim(facts)}`);
    }
    this.#show('');
  }

  #aside(line: RecordingEvent): void {
    const { cyan, dim, yellow } = this.#paint;
    if (line.type === 'note') this.#print(`${cyan('·')} ${harmless(line.text)}`);
    if (line.type === 'check' && line.weak) {
      this.#weak += 1;
      if (line.result === 'holds')
        this.#print(
          yellow(
            `! weak promise of act ${line.act}: ${harmless(checkWords(line.check))} held already before its step`,
          ),
        );
    }
    if (
      line.type === 'check' &&
      line.typed !== undefined &&
      line.typed !== 'exact' &&
      line.result === 'holds'
    )
      this.#readBacks.push(line);
    if (line.type === 'stale') this.#print(dim(`↻ looked again: ${harmless(line.reason)}`));
    if (line.type === 'difference') this.#print(this.#paint.red(`≠ ${harmless(line.reason)}`));
    if (line.type === 'stuck') this.#print(yellow(`! stuck: ${harmless(line.reason)}`));
    if (line.type === 'pause') this.#print(yellow(`paused by ${harmless(line.by)}`));
    if (line.type === 'resume') this.#print(dim(`resumed after ${duration(line.ms)}`));
  }

  /** Typed texts that count as seen though not all of them was read; what did not arrive its own step has told. */
  #tellReadBacks(): void {
    for (const { act, detail } of this.#readBacks)
      this.#print(this.#paint.dim(`· act ${act}: ${harmless(detail ?? '')}`));
  }

  #finish({ ending, reason, acts, usage, ms, outputs }: Event<'ending'>): void {
    this.#line.stop();
    this.#tellReadBacks();
    const { bold, dim, green, red } = this.#paint;
    const good = ending === 'passed';
    const steps = Object.entries(this.#counts)
      .filter(([, number]) => number > 0)
      .map(([status, number], index) => `${index === 0 ? count(number, 'step') : number} ${status}`);
    const weak = this.#weak === 0 ? '' : count(this.#weak, 'weak promise');
    const facts = [steps.join(', '), weak, count(acts, 'act'), duration(ms), usageWords(usage)];
    const head = bold((good ? green : red)(`${good ? '✓' : '✗'} ${ending}`));
    this.#line.print('');
    this.#line.print(`${head}  ${harmless(reason)}`);
    this.#line.print(dim(`  ${harmless(facts.filter((fact) => fact !== '').join(' · '))}`));
    for (const [name, value] of Object.entries(outputs ?? {}))
      this.#line.print(`  ${harmless(name)} = ${harmless(valueWords(value))}`);
    if (this.options.folder !== undefined)
      this.#line.print(dim(`  recording ${harmless(this.options.folder)}`));
  }

  #mark(status: Event<'step-end'>['status']): string {
    const { dim, green, red, yellow } = this.#paint;
    return { passed: green('✓'), failed: red('✗'), skipped: dim('-'), warned: yellow('!') }[status];
  }

  /** A line inside the steps that are open. */
  #print(text: string): void {
    this.#line.print(`${'  '.repeat(this.#open.length + 1)}${text}`);
  }

  #show(what: string): void {
    const names = this.#open.map(({ start }) => start.name);
    this.#line.show(harmless([...names, what].filter((part) => part !== '').join(' › ')));
  }
}
