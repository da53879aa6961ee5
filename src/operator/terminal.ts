import { readFile } from 'node:fs/promises';
import type { Readable, Writable } from 'node:stream';
import type { Approval } from '../core/action.js';
import { messageOf } from '../core/errors.js';
import type { Confirmation, Operator } from '../ports.js';
import { answerLine } from './answer-line.js';
import { inlinePicture, pictureWay } from './picture.js';
import { visible } from './visible.js';

/** How long a question of the pilot may stay open, ms. */
const ASK_WITHIN_MS = 120_000;

/** The terminal that a person sits at. */
export interface Terminal {
  readonly input: Readable & { readonly isTTY?: boolean };
  readonly output: Writable & { readonly isTTY?: boolean };
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Does what Ctrl-C does, where the terminal makes no signal of it. */
  interrupt(): void;
}

/**
 * Asks on a terminal. Only `y` or `yes`, typed after the question, is a yes; everything else, no answer in
 * time and no terminal are a no.
 */
export function terminal(tty: Terminal): Operator {
  const present = tty.input.isTTY === true && tty.output.isTTY === true;
  return {
    name: 'terminal',
    async confirm(confirmation, signal) {
      if (!present) return no('there is no terminal to ask on');
      const picture = await pictureFor(confirmation, tty.env);
      const line = await answerLine(
        tty,
        () => tty.output.write(`${question(confirmation)}${picture}\n  Do it? [y/N] `),
        confirmation.withinMs,
        signal,
      );
      signal.throwIfAborted();
      if (line === undefined) {
        tty.output.write('\n  No answer: not done.\n');
        return no('nobody answered in time');
      }
      return /^\s*y(es)?\s*$/i.test(line) ? { answer: 'yes', by: 'terminal' } : no('declined');
    },
    async ask(text, signal) {
      if (!present) return undefined;
      const line = await answerLine(
        tty,
        () => tty.output.write(`\n? ${visible(text, 2000)}\n> `),
        ASK_WITHIN_MS,
        signal,
      );
      signal.throwIfAborted();
      return line;
    },
  };
}

function no(reason: string): Approval {
  return { answer: 'no', by: 'terminal', reason };
}

/** Everything here comes from the action and the pixels; what a screen or a model wrote is made harmless. */
function question(confirmation: Confirmation): string {
  const { act, step, stepName, summary, reason, evidence, window, crop, frame, withinMs } = confirmation;
  const { rule, site, ways } = confirmation;
  const name = [step, stepName && `“${stepName}”`].filter(Boolean).join(' ');
  const rows: [string, string | undefined][] = [
    ['step', name === '' ? undefined : name],
    ['would', summary],
    ['why ask', `${confirmation.class}: ${reason}`],
    ['rule', rule],
    ['seen', evidence],
    ['says', site],
    ['allow', ways.length === 0 ? undefined : ways.join(', or ')],
    ['window', window && `${window.title} (${window.class})`],
    ['picture', crop ?? frame],
  ];
  const table = rows
    .filter(([, text]) => text !== undefined)
    .map(([word, text]) => `  ${word.padEnd(8)}${visible(text ?? '', 500)}`);
  return `\nAct ${act} needs your yes within ${Math.round(withinMs / 1000)} s:\n${table.join('\n')}\n`;
}

async function pictureFor(confirmation: Confirmation, env: Terminal['env']): Promise<string> {
  const way = pictureWay(env);
  if (way === undefined || confirmation.crop === undefined) return '';
  try {
    return `${inlinePicture(await readFile(confirmation.crop), way)}\n`;
  } catch (error) {
    return `  (the picture cannot be shown: ${visible(messageOf(error))})\n`;
  }
}
