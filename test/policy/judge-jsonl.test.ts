import { describe, expect, it } from 'vitest';
import { actionFacts } from '../../src/actions/index.js';
import { judgeJsonl } from '../../src/policy/index.js';

const judged = (line: unknown) =>
  judgeJsonl(typeof line === 'string' ? line : JSON.stringify(line), {}, actionFacts);

describe('judgeJsonl', () => {
  it.each<[string, unknown, string]>([
    ['a label alone', { label: 'Delete' }, 'ask'],
    ['a harmless label', { label: 'Save' }, 'allow'],
    [
      'an action with its label',
      { action: { name: 'click', input: { at: { x: 1, y: 2 } } }, label: 'Send' },
      'ask',
    ],
    [
      'a right click',
      { action: { name: 'click', input: { at: { x: 1, y: 2 }, button: 'right' } }, label: 'Send' },
      'allow',
    ],
    [
      'a line in a terminal',
      { action: { name: 'type', input: { text: 'rm -rf x', enter: true } }, window: { class: 'XTerm' } },
      'ask',
    ],
    [
      'the same in an editor',
      { action: { name: 'type', input: { text: 'rm -rf x', enter: true } }, window: { class: 'Mousepad' } },
      'allow',
    ],
    ['its own policy', { label: 'Delete', policy: { refuse: ['deleting'] } }, 'refuse'],
    ['a window as a title', { label: 'Edit', window: 'Bank', policy: { windows: ['Orders*'] } }, 'refuse'],
    [
      'a run step of the author',
      { action: { name: 'run', input: { command: 'rm' } }, origin: 'author' },
      'allow',
    ],
  ])('should judge %s', (_, line, answer) => {
    expect(judged(line)).toMatchObject({ answer });
  });

  it.each([
    ['no JSON', '{"label":', /no JSON/],
    ['a wrong field', '{"label":3}', /expected string.*label/],
    ['an unknown action', '{"action":{"name":"clik","input":{}}}', /did you mean “click”/],
    ['a bad class', '{"label":"x","policy":{"allow":["delete"]}}', /policy/],
  ])('should say what is wrong with %s', (_, line, error) => {
    expect(judged(line)).toMatchObject({ error: expect.stringMatching(error) });
  });
});
