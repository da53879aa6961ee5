import { listed, nearest } from '../problem.js';
import { commonNames, type StepVerb, verbNames } from '../shape/file.js';
import type { Path } from '../yaml/source.js';
import { asMap, type Report } from './report.js';

const isVerb = (name: string): name is StepVerb => (verbNames as readonly string[]).includes(name);

/** The one verb of a step; reports a step with none or with more than one. */
export function verbOf(value: unknown, path: Path, report: Report): StepVerb | undefined {
  if (typeof value === 'string') {
    report(path, bareWord(value));
    return undefined;
  }
  const step = asMap(value);
  if (step === undefined) return undefined;
  const found = Object.keys(step).filter(isVerb);
  if (found.length > 1)
    report(
      [...path, found[1] ?? ''],
      {
        code: 'verbs',
        message: `a step does one thing, not ${found.join(' and ')}`,
        expected: `two steps; each begins with “- ”`,
      },
      { at: 'key' },
    );
  // An unknown key is most likely the misspelt verb, and is reported as such.
  const unknown = Object.keys(step).some(
    (key) => !isVerb(key) && !commonNames.includes(key) && key !== 'else',
  );
  if (found.length === 0 && !unknown)
    report(path, { code: 'verbs', message: 'the step has no verb', expected: `one of ${listed(verbNames)}` });
  return found[0];
}

function bareWord(word: string): { code: string; message: string; expected: string; suggestion?: string } {
  const first = word.split(/[\s:]/)[0] ?? '';
  const near = nearest(first, verbNames);
  if (near !== undefined && !word.includes(' '))
    return {
      code: 'verbs',
      message: `the step “${word}” does not say what to ${near}`,
      expected: 'a verb and what it acts on, such as click: Save',
      suggestion: `${near}: …`,
    };
  return {
    code: 'verbs',
    message: 'a step is a verb and what it acts on',
    expected: 'such as click: Save, or a goal in words after do:',
    ...(near === undefined ? {} : { suggestion: `${near}: ${word.slice(first.length).trim()}` }),
  };
}
