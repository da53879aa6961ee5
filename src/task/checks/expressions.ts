import { ExpressionError } from '../expression/error.js';
import { functions, takesWords } from '../expression/functions.js';
import { childrenOf, type Expression, parseExpression } from '../expression/parse.js';
import { isWhole, pieces } from '../expression/template.js';
import { listed, nearest } from '../problem.js';
import { type Path, pathWords } from '../yaml/source.js';
import { asMap, type Report } from './report.js';

/** The names that expressions may use at one place of the task. */
export interface Known {
  readonly params: ReadonlySet<string>;
  readonly secrets: ReadonlySet<string>;
  /** Values that earlier steps set. */
  readonly values: ReadonlySet<string>;
  /** Values that any step sets, with the step that does. */
  readonly later: ReadonlyMap<string, string>;
}

/** How a text is read: with `${…}` in it, as an expression by itself, or as it stands. */
type Reading = 'template' | 'bare' | 'plain';

/** Checks all texts in a value: that expressions can be read and that each name in them stands for something. */
export function checkExpressions(value: unknown, path: Path, known: Known, report: Report): void {
  if (typeof value === 'string') checkText(value, path, readingOf(path), known, report);
  else if (Array.isArray(value))
    value.forEach((entry, index) => {
      checkExpressions(entry, [...path, index], known, report);
    });
  else
    for (const [key, entry] of Object.entries(asMap(value) ?? {}))
      checkExpressions(entry, [...path, key], known, report);
}

function readingOf(path: Path): Reading {
  const last = path.at(-1);
  if (last === 'id' || last === 'as') return 'plain';
  if (last === 'while' || last === 'until') return path.at(-2) === 'repeat' ? 'bare' : 'template';
  return last === 'if' || last === 'that' || path.at(-2) === 'outputs' ? 'bare' : 'template';
}

function checkText(text: string, path: Path, reading: Reading, known: Known, report: Report): void {
  const place = (at: number, length: number) => ({ offset: at, length });
  try {
    if (reading === 'bare' && !text.includes('${')) {
      checkTree(parseExpression(text), 0, false, known, path, report);
      return;
    }
    const list = pieces(text);
    if (reading === 'plain') {
      if (list.some((piece) => piece.kind === 'expression'))
        report(path, {
          code: 'expression',
          message: 'expressions have no value here',
          expected: 'plain text',
        });
      return;
    }
    const secretAllowed = isWhole(list) && typesText(path);
    for (const piece of list)
      if (piece.kind === 'expression') checkTree(piece.tree, piece.at, secretAllowed, known, path, report);
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    report(
      path,
      {
        code: 'expression',
        message: error.message,
        ...(error.hint === undefined ? {} : { expected: error.hint }),
      },
      place(error.position, error.length),
    );
  }
}

/** The places where a secret may stand: `type: ${secrets.x}` and `type: {text: ${secrets.x}}`. */
function typesText(path: Path): boolean {
  const last = path.at(-1);
  return last === 'type' || (path.at(-2) === 'type' && (last === 'text' || last === 'secret'));
}

function checkTree(
  tree: Expression,
  shift: number,
  secretAllowed: boolean,
  known: Known,
  path: Path,
  report: Report,
): void {
  const tell = (node: Expression, message: string, more: { expected?: string; suggestion?: string } = {}) => {
    report(path, { code: 'expression', message, ...more }, { offset: shift + node.at, length: node.length });
  };
  const here = pathWords(path);
  const visit = (node: Expression): void => {
    // In a loop a step further down has set it by the second pass, and `??` says what holds in the first.
    if (node.kind === 'binary' && node.sign === '??' && comesRound(node.left, here, known)) {
      visit(node.right);
      return;
    }
    if (node.kind === 'name') checkName(node, node.name, known, tell, here);
    if (node.kind === 'call') checkCall(node, tell);
    if (node.kind === 'member' && checkMember(node, node === tree && secretAllowed, known, tell, here))
      return;
    for (const child of childrenOf(node)) visit(child);
  };
  visit(tree);
}

type Tell = (node: Expression, message: string, more?: { expected?: string; suggestion?: string }) => void;

const spaces = new Set(['params', 'values', 'secrets']);

/** Whether a name, or `values.name`, is set further down in a loop around the place where it is used. */
function comesRound(node: Expression, here: string, known: Known): boolean {
  const isValue =
    node.kind === 'member' &&
    node.of.kind === 'name' &&
    node.of.name === 'values' &&
    node.key.kind === 'literal';
  const name = node.kind === 'name' ? node.name : isValue ? String(node.key.value) : undefined;
  const setter = name === undefined ? undefined : known.later.get(name);
  return setter !== undefined && sharesLoop(here, setter);
}

/** Whether both places lie in one loop; places are words such as `steps[1].repeat.steps[0]`. */
function sharesLoop(here: string, setter: string): boolean {
  const loops = [...setter.matchAll(/\.(?:repeat|forEach)\./g)].map(({ index }) =>
    setter.slice(0, index + 1),
  );
  return loops.some((loop) => here.startsWith(loop));
}

function checkName(node: Expression, name: string, known: Known, tell: Tell, here: string): void {
  if (known.values.has(name) || known.params.has(name)) return;
  if (spaces.has(name)) {
    tell(node, `“${name}” is not a value by itself`, { expected: `${name}.x` });
    return;
  }
  const setter = known.later.get(name);
  if (setter !== undefined && sharesLoop(here, setter)) {
    tell(node, `“${name}” has no value in the first pass: ${setter} sets it further down`, {
      expected: `\${${name} ?? …}, which says what holds until then`,
    });
    return;
  }
  if (setter !== undefined) {
    tell(node, `“${name}” is used before ${setter} sets it`);
    return;
  }
  const all = [...known.values, ...known.params];
  const near = nearest(name, [...all, ...spaces, ...functions.keys()]);
  if (functions.has(name)) {
    tell(node, `“${name}” is a function`, { expected: `${name}(…)` });
    return;
  }
  tell(node, `nothing is called “${name}”`, {
    expected: all.length > 0 ? `one of ${listed(all)}` : 'a parameter, or a value that an earlier step sets',
    ...(near === undefined ? {} : { suggestion: near }),
  });
}

/** Whether the member is one of `params.x`, `values.x`, `secrets.x`, which are checked here. */
function checkMember(
  node: Extract<Expression, { kind: 'member' }>,
  secretAllowed: boolean,
  known: Known,
  tell: Tell,
  here: string,
): boolean {
  if (node.of.kind !== 'name' || node.key.kind !== 'literal' || !spaces.has(node.of.name)) return false;
  const space = node.of.name;
  const key = String(node.key.value);
  if (space === 'values') {
    checkName(node, key, { ...known, params: new Set() }, tell, here);
    return true;
  }
  const names = space === 'params' ? known.params : known.secrets;
  const noun = space === 'params' ? 'parameter' : 'secret';
  if (!names.has(key)) {
    const near = nearest(key, names);
    tell(node, `there is no ${noun} “${key}”`, {
      expected: names.size > 0 ? `one of ${listed([...names])}` : `a ${noun} declared under ${space}`,
      ...(near === undefined ? {} : { suggestion: `${space}.${near}` }),
    });
  } else if (space === 'secrets' && !secretAllowed) {
    tell(node, 'a secret can only be typed, whole and by itself, so that its value is never written down', {
      expected: `a step of its own: type: {secret: ${key}}`,
    });
  }
  return true;
}

function checkCall(node: Extract<Expression, { kind: 'call' }>, tell: Tell): void {
  const found = functions.get(node.name);
  if (found === undefined) {
    const near = nearest(node.name, functions.keys());
    tell(node, `there is no function “${node.name}”`, {
      expected: `one of ${listed([...functions.keys()])}`,
      ...(near === undefined ? {} : { suggestion: near }),
    });
    return;
  }
  const [least, most] = found.takes;
  if (node.args.length < least || node.args.length > most)
    tell(node, `${node.name} ${takesWords(found)}, not ${node.args.length}`);
}
