import { type Cell, valueBeside } from './cells.js';
import { propertiesOfSchema, type Schema } from './intent.js';
import { folded, isCalled, namesOf } from './labels.js';
import { type Row, rowsBelow } from './tables.js';

/** What there is to read: the rows of the picture, and what was asked. */
export interface Material {
  readonly rows: readonly Cell[][];
  readonly asked: string;
}

/**
 * A value that fits the schema as far as the picture tells: rows of the table whose head carries the names of
 * the properties, else what stands beside a label of that name. What cannot be seen is null, never invented.
 */
export function fill(schema: Schema, material: Material): unknown {
  const kind = kindOf(schema);
  if (kind === 'array') return fillList(schema, material);
  if (kind !== 'object')
    return readAs(
      schema,
      material.rows
        .flat()
        .map(({ text }) => text)
        .join('\n'),
    );
  const table = tableFor(schema, material);
  const row = table && rowAsked(table, material.asked);
  return row === undefined ? fillLabels(schema, material) : fillRow(schema, row);
}

function fillList(schema: Schema, material: Material): unknown[] {
  const items = (schema.items ?? {}) as Schema;
  if (kindOf(items) === 'object') return (tableFor(items, material) ?? []).map((row) => fillRow(items, row));
  return material.rows.flat().map(({ text }) => readAs(items, text));
}

function fillRow(schema: Schema, row: Row): Record<string, unknown> {
  return each(schema, (key, property) => {
    const names = namesOf(key, property);
    const found = [...row].find(([head]) => isCalled(head, names))?.[1];
    return readAs(property, found);
  });
}

function fillLabels(schema: Schema, material: Material): Record<string, unknown> {
  return each(schema, (key, property) => {
    const kind = kindOf(property);
    if (kind === 'object' || kind === 'array') return fill(property, material);
    return readAs(property, labelled(namesOf(key, property), material.rows));
  });
}

function each(schema: Schema, value: (key: string, property: Schema) => unknown): Record<string, unknown> {
  const entries = Object.entries(propertiesOfSchema(schema)).map(
    ([key, property]) => [key, value(key, property)] as const,
  );
  return Object.fromEntries(entries);
}

/** The text beside the label of that name; undefined when there is no such label. */
function labelled(names: readonly string[], rows: readonly Cell[][]): string | undefined {
  for (const [row, cells] of rows.entries())
    for (const [cell, { text }] of cells.entries()) {
      const [label = '', ...rest] = text.split(/:\s+/u);
      if (rest.length > 0 && isCalled(label, names)) return rest.join(': ');
      if (isCalled(text, names)) return valueBeside(rows, { row, cell })?.text;
    }
  return undefined;
}

/** The rows below the head that carries most of the names, at least two of them. */
function tableFor(schema: Schema, { rows }: Material): Row[] | undefined {
  const wanted = Object.entries(propertiesOfSchema(schema)).map(([key, property]) => namesOf(key, property));
  const named = (cells: readonly Cell[]): number =>
    wanted.filter((names) => cells.some(({ text }) => isCalled(text, names))).length;
  const best = Math.max(0, ...rows.map(named));
  if (best < Math.min(2, wanted.length) || best === 0) return undefined;
  const at = rows.findIndex((cells) => named(cells) === best);
  return rowsBelow(rows[at] ?? [], rows.slice(at + 1));
}

/** The row that the question speaks of by one of its values, or the only one. */
function rowAsked(table: readonly Row[], asked: string): Row | undefined {
  const words = new Set(folded(asked).split(' '));
  const meant = table.filter((row) =>
    [...row.values()].some(
      (text) =>
        folded(text).length > 2 &&
        folded(text)
          .split(' ')
          .every((each) => words.has(each)),
    ),
  );
  if (meant.length === 1) return meant[0];
  return table.length === 1 ? table[0] : undefined;
}

function kindOf({ type, properties, items }: Schema): unknown {
  if (Array.isArray(type)) return type.find((each) => each !== 'null');
  return type ?? (properties === undefined ? (items === undefined ? 'string' : 'array') : 'object');
}

/** The text as what the schema wants; null when it is none of that. */
function readAs(schema: Schema, text: string | undefined): unknown {
  if (text === undefined) return null;
  if (Array.isArray(schema.enum))
    return schema.enum.find((each) => folded(String(each)) === folded(text)) ?? null;
  switch (kindOf(schema)) {
    case 'number':
    case 'integer':
      return numberIn(text);
    case 'boolean':
      return /^(yes|true|on|x|✓)$/iu.test(text.trim())
        ? true
        : /^(no|false|off)$/iu.test(text.trim())
          ? false
          : null;
    default:
      return text.trim();
  }
}

function numberIn(text: string): number | null {
  const [found] = /-?\d[\d.,’' ]*/u.exec(text) ?? [];
  if (found === undefined) return null;
  const plain = found.replaceAll(/[’' ]/gu, '');
  const decimal = /[.,](\d{1,2})$/u.exec(plain)?.[1];
  const digits = (decimal === undefined ? plain : plain.slice(0, -decimal.length - 1)).replaceAll(
    /[.,]/gu,
    '',
  );
  return Number(decimal === undefined ? digits : `${digits}.${decimal}`);
}
