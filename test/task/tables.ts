import { z } from 'zod';
import { functions } from '../../src/task/expression/functions.js';
import { type JsonSchema, taskJsonSchema } from '../../src/task/json-schema.js';
import { commonNames, ParamMap, sharedShapes, verbNames } from '../../src/task/shape/file.js';

const root = taskJsonSchema();
const targetKeys = Object.keys(mapOf(root.definitions?.Target ?? {})?.properties ?? {});
const checks = mapOf(root.definitions?.Check ?? {})?.properties ?? {};
const steps = root.definitions?.Step?.properties ?? {};

/** The tables of `docs/task-language.md` by name, made from the schema that files are checked with. */
export const tables: ReadonlyMap<string, string> = new Map([
  ['task', fieldTable(omit(root.properties ?? {}, '$schema'))],
  ...verbNames.map((verb) => [verb, verbTable(verb)] as const),
  ['step', fieldTable(Object.fromEntries([...commonNames, 'else'].map((name) => [name, steps[name] ?? {}])))],
  ...Object.keys(sharedShapes)
    .filter((name) => name !== 'Checks')
    .map((name) => [name, shapeTable(root.definitions?.[name] ?? {})] as const),
  [
    'param',
    fieldTable((z.toJSONSchema(ParamMap, { target: 'draft-7', io: 'input' }) as JsonSchema).properties ?? {}),
  ],
  ...['desktop', 'limits', 'policy', 'model', 'secrets'].map(
    (name) => [name, shapeTable(root.properties?.[name] ?? {})] as const,
  ),
  ...['file', 'value'].map(
    (name) =>
      [`Check${name.charAt(0).toUpperCase()}${name.slice(1)}`, shapeTable(checks[name] ?? {})] as const,
  ),
  ['functions', functionTable()],
]);

function verbTable(verb: string): string {
  const schema = steps[verb] ?? {};
  const about = schema.description ?? '';
  return `${about.charAt(0).toUpperCase()}${about.slice(1)}. Takes ${wordsOf(schema)}.${mapTable(schema)}`;
}

function shapeTable(schema: JsonSchema): string {
  return `Takes ${wordsOf(schema)}.${mapTable(schema)}`;
}

function mapTable(schema: JsonSchema): string {
  const map = mapOf(schema);
  return map?.properties === undefined ? '' : `\n\n${fieldTable(map.properties, map.required)}`;
}

/** The map form of a schema; of a map of names, that of its entries. */
function mapOf(schema: JsonSchema): JsonSchema | undefined {
  if (schema.properties !== undefined) return schema;
  if (typeof schema.additionalProperties === 'object') return mapOf(schema.additionalProperties);
  return schema.anyOf?.find((branch) => branch.properties !== undefined);
}

function fieldTable(fields: Readonly<Record<string, JsonSchema>>, required: readonly string[] = []): string {
  const pointing = targetKeys.every((key) => key in fields) && Object.keys(fields).length > targetKeys.length;
  const own = Object.entries(fields).filter(([name]) => !pointing || !targetKeys.includes(name));
  const rows = own.map(([name, field]) => {
    const needed = required.includes(name) ? ' **(needed)**' : '';
    return `| \`${name}\` | ${wordsOf(field)} | ${cell(field.description ?? '')}${needed} |`;
  });
  if (pointing) rows.unshift(`| \`text\`, \`describe\`, \`near\`, … | | all keys of ${link('Target')} |`);
  return ['| key | takes | meaning |', '|---|---|---|', ...rows].join('\n');
}

/** What a field takes, in words. Whole expressions are allowed everywhere and not repeated. */
function wordsOf(schema: JsonSchema): string {
  if (schema.$ref !== undefined) {
    const name = schema.$ref.replace('#/definitions/', '');
    return name === 'Checks' ? `${link('Check')} or list of them` : link(name);
  }
  if (schema.enum !== undefined) return schema.enum.map((value) => `\`${String(value)}\``).join(', ');
  if (schema.const !== undefined) return `\`${String(schema.const)}\``;
  if (schema.anyOf !== undefined) {
    const words = schema.anyOf.filter((branch) => !isExpression(branch)).map(wordsOf);
    return [...new Set(words)].join(' or ');
  }
  if (schema.type === 'array') return `list of ${wordsOf(schema.items ?? {})}`;
  if (schema.type === 'object')
    return typeof schema.additionalProperties === 'object'
      ? `names, each with ${wordsOf(schema.additionalProperties)}`
      : 'map';
  if (schema.pattern?.includes('ms|s|m')) return 'duration';
  return (
    { string: 'text', number: 'number', integer: 'whole number', boolean: 'true or false' }[
      schema.type ?? ''
    ] ?? 'anything'
  );
}

/** `TextMatch` as a link to its heading, which is “The text match”. */
function link(name: string): string {
  if (name === 'Step') return '[step](#steps)';
  const words = name.replaceAll(/(?<=[a-z])[A-Z]/g, ' $&').toLowerCase();
  return `[${words}](#the-${words.replaceAll(' ', '-')})`;
}

function isExpression(schema: JsonSchema): boolean {
  return schema.pattern?.startsWith('^\\s*\\$\\{') ?? false;
}

function functionTable(): string {
  const rows = [...functions].map(([name, { takes, about }]) => {
    const [least, most] = takes;
    return `| \`${name}\` | ${least === most ? least : `${least} to ${most}`} | ${cell(about)} |`;
  });
  return ['| function | values | gives |', '|---|---|---|', ...rows].join('\n');
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}

function omit(
  fields: Readonly<Record<string, JsonSchema>>,
  name: string,
): Readonly<Record<string, JsonSchema>> {
  return Object.fromEntries(Object.entries(fields).filter(([key]) => key !== name));
}
