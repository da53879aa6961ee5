/** The entries of a file, or why there are none. */
export type Rows = { readonly rows: readonly unknown[] } | { readonly reason: string };

/** The kinds of files that rows are read from. */
export const ROW_FILE = /\.(csv|tsv|json)$/i;

/**
 * Reads rows from the text of a file, by the ending of its name. CSV (RFC 4180) and TSV: the first line names
 * the fields, each further one is a map of texts; the fields are parted by commas, or by semicolons or tabs
 * where the first line has those instead. JSON: a list of anything.
 */
export function readRows(text: string, name: string): Rows {
  const plain = text.replace(/^\uFEFF/u, '');
  return /\.json$/i.test(name) ? fromJson(plain, name) : fromTable(plain, name);
}

function fromJson(text: string, name: string): Rows {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? { rows: value } : { reason: `${name} holds no JSON list` };
  } catch (error) {
    if (error instanceof SyntaxError) return { reason: `${name} is no JSON: ${error.message}` };
    throw error;
  }
}

interface Line {
  readonly number: number;
  readonly fields: readonly string[];
}

function fromTable(text: string, name: string): Rows {
  const read = linesOf(text, separatorOf(text, name));
  if ('reason' in read) return { reason: `${name}: ${read.reason}` };
  const [head, ...body] = read.lines;
  if (head === undefined) return { reason: `${name} is empty; its first line names the fields` };
  const names = head.fields.map((field) => field.trim());
  const empty = names.indexOf('');
  if (empty >= 0) return { reason: `${name}:${head.number}: field ${empty + 1} has no name` };
  const twice = names.find((field, index) => names.indexOf(field) !== index);
  if (twice !== undefined) return { reason: `${name}:${head.number}: two fields are called “${twice}”` };
  const odd = body.find(({ fields }) => fields.length !== names.length);
  if (odd !== undefined)
    return {
      reason: `${name}:${odd.number}: ${fieldsWord(odd.fields.length)}, but the first line names ${names.length}`,
    };
  return {
    rows: body.map(({ fields }) =>
      Object.fromEntries(names.map((field, index) => [field, fields[index] ?? ''])),
    ),
  };
}

function fieldsWord(count: number): string {
  return count === 1 ? '1 field' : `${count} fields`;
}

function separatorOf(text: string, name: string): string {
  if (/\.tsv$/i.test(name)) return '\t';
  const [first = ''] = text.split(/\r?\n/, 1);
  if (first.includes(',')) return ',';
  return [';', '\t'].find((sign) => first.includes(sign)) ?? ',';
}

/** The lines that are not empty. A quoted field may hold separators, line feeds and doubled quotes. */
function linesOf(text: string, separator: string): { lines: Line[] } | { reason: string } {
  const lines: Line[] = [];
  let fields: string[] = [];
  let field = '';
  let quoted = false;
  let started = 1;
  let number = 1;
  const endLine = () => {
    if (fields.length > 0 || field !== '') lines.push({ number: started, fields: [...fields, field] });
    fields = [];
    field = '';
  };
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at] ?? '';
    if (sign === '\n') number += 1;
    if (quoted && sign === '"' && text[at + 1] === '"') {
      field += '"';
      at += 1;
    } else if (sign === '"' && (quoted || field === '')) {
      quoted = !quoted;
    } else if (quoted) {
      field += sign;
    } else if (sign === separator) {
      fields.push(field);
      field = '';
    } else if (sign === '\n') {
      endLine();
      started = number;
    } else if (sign !== '\r' || text[at + 1] !== '\n') {
      field += sign;
    }
  }
  if (quoted) return { reason: `the quoted field of line ${started} has no end` };
  endLine();
  return { lines };
}
