import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { parseSitePolicy, parseTask, siteJsonSchema, taskJsonSchema } from '../../src/task/index.js';
import { verbNames } from '../../src/task/shape/file.js';

const schema = taskJsonSchema();
const validate = new Ajv({ strict: true, strictTypes: false, allErrors: true }).compile(schema);

const folders = [new URL('./good/', import.meta.url), new URL('../../tasks/', import.meta.url)];
const samples = folders
  .filter((folder) => existsSync(folder))
  .flatMap((folder) => readdirSync(folder).map((name) => ({ name, url: new URL(name, folder) })))
  .filter(({ name }) => name.endsWith('.yaml'))
  .map(({ name, url }) => ({ name, text: readFileSync(url, 'utf8') }));

const bad = readFileSync(new URL('./bad-tasks.txt', import.meta.url), 'utf8')
  .split(/^### /m)
  .filter((block) => block.includes('unknown key “') && !block.startsWith('unknown key in a parameter'))
  .map((block) => ({
    title: block.split('\n')[0],
    text: block.split('\n').slice(1).join('\n').split('\n=> ')[0],
  }));

describe('the JSON Schema of tasks', () => {
  it('is draft-07 and names all verbs as properties of one step', () => {
    expect(schema.$schema).toBe('http://json-schema.org/draft-07/schema#');
    const step = schema.definitions?.Step;
    expect(step?.anyOf).toBeUndefined();
    expect(Object.keys(step?.properties ?? {})).toEqual(expect.arrayContaining([...verbNames]));
    expect(step?.additionalProperties).toBe(false);
  });

  it('describes every field', () => {
    const bare: string[] = [];
    const visit = (value: unknown, path: string): void => {
      if (typeof value !== 'object' || value === null) return;
      for (const [key, entry] of Object.entries(value)) {
        if (key === 'properties')
          for (const [name, field] of Object.entries(entry as Record<string, { description?: string }>))
            if (!field.description) bare.push(`${path}/${name}`);
        visit(entry, `${path}/${key}`);
      }
    };
    visit(schema, '');
    expect(bare).toEqual([]);
  });

  it.each(samples)('accepts $name, as the parser does', ({ name, text }) => {
    const parsed = parseTask(text, { file: name });
    expect(parsed.ok ? [] : parsed.problems).toEqual([]);
    validate(parse(text));
    expect(validate.errors ?? []).toEqual([]);
  });

  it.each<[string, boolean]>([
    ['{}', false],
    ['{pid: first}', false],
    ['{app: calc}', true],
    ['{app: calc, pid: 41, title: "*"}', true],
    [`{pid: "\${number(pid)}"}`, true],
  ])('takes %s for a window: %s', (window, taken) => {
    expect(validate(parse(`steps: [{check: {window: ${window}}}]`))).toBe(taken);
  });

  it.each(bad)('refuses what the parser refuses: $title', ({ text }) => {
    expect(validate(parse(text ?? ''))).toBe(false);
  });
});

it('the JSON Schema of site policies is the one in docs/, and knows the example there', () => {
  const kept = readFileSync(new URL('../../docs/policy.schema.json', import.meta.url), 'utf8');
  expect(JSON.parse(kept)).toEqual(JSON.parse(JSON.stringify(siteJsonSchema())));
  const valid = new Ajv({ strict: true, strictTypes: false, allErrors: true }).compile(siteJsonSchema());
  const page = readFileSync(new URL('../../docs/safety.md', import.meta.url), 'utf8');
  const example = /```yaml\n(# \/etc\/deskhand[\s\S]*?)```/.exec(page)?.[1] ?? '';
  expect(valid(parse(example)), JSON.stringify(valid.errors)).toBe(true);
  expect(parseSitePolicy(example, 'policy.yaml').ok).toBe(true);
});
