import * as z from 'zod';
import type { FileText } from '../checks/report.js';
import { asMap } from '../checks/report.js';
import type { Scope } from '../expression/evaluate.js';
import { ROW_FILE, readRows } from '../rows.js';
import { blockHeads, USUAL_MOST } from '../shape/blocks.js';
import { readyCommon } from '../shape/file.js';
import { ready } from '../shape/lift.js';
import type { Step } from '../task.js';
import { evaluateAll, evaluateAt, fitted, StepError } from './values.js';

/** What a block does, with its head evaluated; its steps and conditions are evaluated in each pass. */
export type Block = BlockCommon & BlockHead;

interface BlockCommon {
  /** Given by the author, or made from what the block does. */
  readonly name: string;
  /** A failure only warns. */
  readonly soft: boolean;
  /** How many more times a failed block is tried, from its first pass. */
  readonly retry: number;
}

type BlockHead =
  | { readonly kind: 'steps' }
  | {
      readonly kind: 'repeat';
      readonly times?: number;
      /** With `while` or `until`: more passes are a failure. */
      readonly max: number;
      readonly number?: string;
    }
  | {
      readonly kind: 'forEach';
      readonly rows: readonly unknown[];
      readonly as: string;
      readonly number?: string;
      readonly keepGoing: boolean;
    };

const heads = blockHeads(ready);
const RepeatHead = z.object({
  times: heads.repeat.times,
  max: heads.repeat.max,
  number: heads.repeat.number,
});
const EachHead = z.object({
  as: heads.forEach.as,
  number: heads.forEach.number,
  keepGoing: heads.forEach.keepGoing,
});

/**
 * The block with the values that hold for all its passes. Rows in a file are read anew each time.
 *
 * @throws StepError when an expression has no value, a value does not fit, or a file cannot be read
 */
export function resolveBlock(step: Step, scope: Scope, fileText: FileText): Block {
  const { if: _, id: __, ...common } = step.common;
  const { name, soft, retry } = fitted(readyCommon, evaluateAll(common, scope, step.path), step.path);
  const head = headOf(step, scope, fileText);
  return { name: name ?? wordsOf(head, step), soft: soft ?? false, retry: retry ?? 0, ...head };
}

function wordsOf(head: BlockHead, { input, steps, common }: Step): string {
  switch (head.kind) {
    case 'steps':
      if (typeof common.if === 'string') return `if ${common.if}`;
      return steps.length === 1 ? '1 step' : `${steps.length} steps`;
    case 'repeat':
      if (head.times !== undefined) return head.times === 1 ? 'repeat once' : `repeat ${head.times} times`;
      return asMap(input)?.while === undefined ? 'repeat until it is so' : 'repeat while it is so';
    case 'forEach': {
      const list = asMap(input)?.in;
      return `for each ${head.as}${typeof list === 'string' && !list.includes('${') ? ` of ${list}` : ''}`;
    }
  }
}

function headOf(step: Step, scope: Scope, fileText: FileText): BlockHead {
  if (step.verb === 'steps') return { kind: 'steps' };
  const path = `${step.path}.${step.verb}`;
  const input = asMap(step.input) ?? {};
  if (step.verb === 'repeat') {
    const { while: _, until: __, ...rest } = input;
    const { times, max, number } = fitted(RepeatHead, evaluateAll(rest, scope, path), path);
    return {
      kind: 'repeat',
      max: max ?? USUAL_MOST,
      ...(times !== undefined && { times }),
      ...(number !== undefined && { number }),
    };
  }
  if (step.verb !== 'forEach') throw new Error(`${step.path} holds no steps.`);
  const { in: list, ...rest } = input;
  const { as, number, keepGoing } = fitted(EachHead, evaluateAll(rest, scope, path), path);
  return {
    kind: 'forEach',
    rows: rowsOf(list, scope, `${path}.in`, fileText),
    as: as ?? 'row',
    keepGoing: keepGoing ?? false,
    ...(number !== undefined && { number }),
  };
}

function rowsOf(list: unknown, scope: Scope, path: string, fileText: FileText): readonly unknown[] {
  const value =
    typeof list === 'string' ? evaluateAt(list, scope, path, false) : evaluateAll(list, scope, path);
  if (Array.isArray(value)) return value;
  if (typeof value !== 'string' || !ROW_FILE.test(value)) {
    throw new StepError(path, 'there is nothing to go through', {
      hint: 'expected a list, or the name of a .csv, .tsv or .json file',
    });
  }
  const text = fileText(value);
  if (text === undefined) throw new StepError(path, `the file ${value} cannot be read`);
  const read = readRows(text, value);
  if ('reason' in read) throw new StepError(path, read.reason);
  return read.rows;
}
