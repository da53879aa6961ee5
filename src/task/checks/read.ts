import { type AnswerSchema, schemaCheck } from '../../core/answer-schema.js';
import type { Path } from '../yaml/source.js';
import { checkRegExp, checkTarget } from './fields.js';
import type { Declared } from './names.js';
import { asMap, checkPlain, type FileText, hasExpression, type Plain, type Report } from './report.js';

/** Keys that only a model can serve. */
const forModel = ['schema', 'question', 'format', 'video'] as const;
/** Formats that a question may go with: it says which things, or which table. */
const askedFor: readonly unknown[] = ['boxes', 'table'];
/** Formats whose value is text, as it is without one. */
const asText: readonly unknown[] = ['text', undefined];
const places = [
  'text',
  'image',
  'describe',
  'point',
  'near',
  'below',
  'above',
  'left-of',
  'right-of',
  'region',
  'window',
];

/** A read step says where to read; only the model can read the whole screen, answer questions and fill schemas. */
export function readRule(
  input: unknown,
  path: Path,
  report: Report,
  declared: Pick<Declared, 'apps' | 'fileText'>,
): void {
  const map = asMap(input);
  if (map === undefined) return;
  const asked = forModel.filter((name) => name in map);
  const whole = (asked.length > 0 || map.by === 'model') && !places.some((name) => name in map);
  if (!whole) checkTarget(input, path, report, declared, true);
  if (typeof map.pattern === 'string') checkRegExp(map.pattern, '', [...path, 'pattern'], report);
  const [first] = asked;
  if (map.by === 'text' && first !== undefined)
    report(
      [...path, first],
      { code: 'both', message: `only a model can serve ${first}`, expected: 'by: model, or no by' },
      { at: 'key' },
    );
  checkPairs(map, path, report);
  if ('schema' in map) checkSchema(map.schema, [...path, 'schema'], report, declared.fileText);
}

/** What the model writes is one thing; patterns and types belong to text. */
function checkPairs(map: Plain, path: Path, report: Report): void {
  const exclude = (name: string, other: string): void => {
    if (!(name in map) || !(other in map)) return;
    report(
      [...path, other],
      { code: 'both', message: `${name} and ${other} exclude each other` },
      { at: 'key' },
    );
  };
  exclude('format', 'schema');
  if (!askedFor.includes(map.format)) exclude('format', 'question');
  exclude('video', 'format');
  for (const place of places) exclude('video', place);
  for (const other of ['pattern', 'type']) {
    exclude('schema', other);
    if (!asText.includes(map.format)) exclude('format', other);
  }
  if ('fps' in map && !('video' in map))
    report(
      [...path, 'fps'],
      { code: 'both', message: 'fps belongs to a video', expected: 'video: 10s' },
      { at: 'key' },
    );
  if ('video' in map && !('question' in map || 'schema' in map))
    report(
      [...path, 'video'],
      { code: 'missing', message: 'nothing is asked about the video', expected: 'question or schema' },
      { at: 'key' },
    );
}

function checkSchema(schema: unknown, path: Path, report: Report, fileText: FileText | undefined): void {
  checkPlain(schema, path, report);
  if (typeof schema === 'string') {
    if (fileText === undefined || hasExpression(schema)) return;
    const read = readSchema(schema, fileText);
    if ('reason' in read) report(path, { code: 'schema', message: read.reason });
    return;
  }
  const map = asMap(schema);
  const reason = map && whyNot(map);
  if (reason !== undefined) report(path, { code: 'schema', message: reason, expected: usable });
}

const usable = 'a JSON Schema such as {type: object, properties: {total: {type: number}}, required: [total]}';

/** The JSON Schema in a file, or why there is none. */
export function readSchema(
  path: string,
  fileText: FileText,
): { readonly schema: AnswerSchema } | { readonly reason: string } {
  const text = fileText(path);
  if (text === undefined) return { reason: `the schema file ${path} cannot be read` };
  try {
    const schema = asMap(JSON.parse(text));
    if (schema === undefined) return { reason: `${path} holds no JSON object` };
    const reason = whyNot(schema);
    return reason === undefined ? { schema } : { reason: `${path}: ${reason}` };
  } catch (error) {
    if (error instanceof SyntaxError) return { reason: `${path} is no JSON: ${error.message}` };
    throw error;
  }
}

function whyNot(schema: AnswerSchema): string | undefined {
  try {
    schemaCheck(schema);
    return undefined;
  } catch (error) {
    return `the JSON Schema cannot be used: ${error instanceof Error ? error.message : String(error)}`;
  }
}
