import { type Document, type Node, parseDocument, visit } from 'yaml';
import type { Problem } from '../problem.js';
import type { Lines } from './lines.js';

/** The tree of a YAML text, or what is wrong with its form. Never throws. */
export function readYaml(lines: Lines): { root: Node | null; problems: Problem[] } {
  const document = parseDocument(lines.text, {
    version: '1.2',
    schema: 'core',
    merge: false,
    strict: true,
    // Repeated keys are found while the values are taken out, which is not quadratic.
    uniqueKeys: false,
    stringKeys: true,
    prettyErrors: false,
    logLevel: 'error',
    lineCounter: lines.counter,
  });
  const byLine = new Map<number, Problem>();
  for (const error of document.errors) {
    const unclosed = error.code === 'MISSING_CHAR' ? openQuote(document, error.pos[0]) : undefined;
    const [start, end] = unclosed ?? error.pos;
    const line = lines.lineOf(start);
    // One mistake of form makes others on its line.
    if (byLine.has(line)) continue;
    const finding = { code: 'yaml', ...wordsOf(error.code, error.message) };
    const unquoted = /[^"'$]\$\{/.test(lines.lineText(line));
    byLine.set(
      line,
      lines.problem(
        start,
        end - start,
        unquoted ? { ...finding, expected: `quotes around \${…}: "\${…}"` } : finding,
      ),
    );
  }
  // After a mistake of form the tree is a guess; what would be said about it is noise.
  return { root: document.errors.length === 0 ? document.contents : null, problems: [...byLine.values()] };
}

/** Where the last quoted text before `end` begins, which is the one that was not closed. */
function openQuote(document: Document.Parsed, end: number): readonly [number, number] | undefined {
  let found: readonly [number, number] | undefined;
  visit(document, {
    Scalar(_, node) {
      if (node.type?.startsWith('QUOTE') && node.range && node.range[0] < end)
        found = [node.range[0], node.range[0] + 1];
    },
  });
  return found;
}

/** The YAML reader's messages that task authors meet, in the words of this project. */
function wordsOf(code: string, message: string): { message: string; expected?: string } {
  switch (code) {
    case 'MISSING_CHAR':
      return message.includes('quote')
        ? { message: 'a quoted text has no end', expected: 'a closing quote' }
        : { message };
    case 'UNEXPECTED_TOKEN':
      return { message: 'this does not belong here' };
    case 'TAB_AS_INDENT':
      return { message: 'a tab is used for indentation', expected: 'spaces' };
    case 'MULTIPLE_DOCS':
      return { message: 'the file holds a second document', expected: 'one task in one file' };
    case 'NON_STRING_KEY':
      return { message: 'a key must be text' };
    case 'BLOCK_AS_IMPLICIT_KEY':
      return {
        message: 'this text cannot stand here; a second “key: value” begins on the same line',
        expected: 'quotes around text that contains “: ”, or a new line',
      };
    case 'RESOURCE_EXHAUSTION':
      return { message: 'values are nested too deeply' };
    default:
      return { message: message.charAt(0).toLowerCase() + message.slice(1) };
  }
}
