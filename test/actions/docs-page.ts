import { z } from 'zod';
import type { Deed } from '../../src/actions/deed.js';
import { deeds } from '../../src/actions/index.js';

interface Schema {
  type?: string;
  description?: string;
  default?: unknown;
  enum?: string[];
  minimum?: number;
  exclusiveMinimum?: number;
  maximum?: number;
  minItems?: number;
  maxItems?: number;
  items?: Schema;
  anyOf?: Schema[];
  properties?: Record<string, Schema>;
  required?: string[];
}

/** The page docs/actions.md, made from the schemas of the deeds. */
export function actionsPage(): string {
  const offered = deeds.filter((deed) => deed.offered);
  const authors = deeds.filter((deed) => !deed.offered);
  return [
    '# Actions',
    '',
    'An action is the name of a deed and its input. The same schema is what a model reads as a tool, what a task',
    'and a recording hold, and this page. Unknown fields are mistakes, numbers are finite, points and boxes are',
    'px of the frame unless it says otherwise, and text is at most 10,000 characters without control characters',
    '(line feed and tab are fine). Input that does not fit never becomes an input event.',
    '',
    '`kind` says what a deed does to the world: `input` moves mouse or keyboard, `machine` starts or changes',
    'programs and windows, `look` and `wait` touch nothing, `say` talks to people, `end` ends the run. How risky an',
    'action is, is judged each time from what it would touch: see [safety](safety.md).',
    '',
    '_Made from `src/actions` by `npx vitest run test/actions/docs.test.ts -u`; edit the schemas, not this page._',
    '',
    '## Offered to models',
    '',
    ...offered.flatMap(section),
    '## For steps of a task only',
    '',
    ...authors.flatMap(section),
  ].join('\n');
}

function section(deed: Deed): string[] {
  const schema = z.toJSONSchema(deed.input, { io: 'input' }) as Schema;
  const rows = Object.entries(schema.properties ?? {}).map(([name, field]) => row(name, field, schema));
  return [
    `### ${deed.name}`,
    '',
    `${deed.description} Kind: \`${deed.kind}\`.`,
    '',
    '| field | takes | default | meaning |',
    '|---|---|---|---|',
    ...rows,
    '',
  ];
}

function row(name: string, field: Schema, parent: Schema): string {
  const required = parent.required?.includes(name) ? 'required' : '';
  const byDefault = field.default === undefined ? required : `\`${JSON.stringify(field.default)}\``;
  return `| ${name} | ${takes(field)} | ${byDefault} | ${field.description ?? ''} |`;
}

function takes(field: Schema): string {
  if (field.enum) return field.enum.map((value) => `\`${value}\``).join(', ');
  if (field.anyOf) return [...new Set(field.anyOf.map(takes))].join(' or ');
  if (field.type === 'array')
    return `list of ${takes(field.items ?? {})}${range(field.minItems, field.maxItems)}`;
  if (field.type === 'object') return fieldsOf(field);
  if (field.type === 'integer') return `whole number${range(field.minimum, field.maximum)}`;
  return `${field.type === 'string' ? 'text' : (field.type ?? 'value')}${range(field.minimum, field.maximum)}`;
}

function fieldsOf(field: Schema): string {
  const names = Object.keys(field.properties ?? {});
  return names.length === 0 ? 'values by name' : `\`{${names.join(', ')}}\``;
}

function range(low: number | undefined, high: number | undefined): string {
  if (low === undefined && high === undefined) return '';
  if (high === undefined || high >= Number.MAX_SAFE_INTEGER) return `, at least ${low}`;
  return low === undefined ? `, at most ${high}` : `, ${low} to ${high}`;
}
