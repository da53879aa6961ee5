// Who may import whom: the rooms of src/ and what each may use, no circles of files, and who may touch what the whole
// process shares. Checked over the text of the files.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * A room may use the rooms it names, and itself; of those under `types` only the types. `node` says whether
 * it may use Node's own modules: what may not is plain calculation.
 */
export const rooms = {
  core: { uses: [], node: false },
  ports: { types: ['core'], node: false },
  machine: { uses: ['core'] },
  actions: { uses: ['core'], types: ['ports'] },
  policy: { uses: ['core'], types: ['ports'], node: false },
  task: { uses: ['core', 'machine'], types: ['ports'] },
  sight: { uses: ['core', 'machine'], types: ['ports'] },
  model: { uses: ['core', 'machine'], types: ['ports'] },
  desktop: { uses: ['core', 'machine'], types: ['ports'] },
  operator: { uses: ['core'], types: ['ports'] },
  recording: { uses: ['core', 'machine'], types: ['ports'] },
  report: { uses: ['core'] },
  pilots: { uses: ['core', 'task', 'sight'], types: ['ports'] },
  run: { uses: ['core', 'machine', 'actions', 'policy', 'task', 'sight'], types: ['ports'] },
  studio: { uses: ['core', 'app', 'report', 'recording'], types: ['ports', 'task'] },
  mcp: { uses: ['core', 'app', 'report', 'recording'], types: ['ports', 'task'] },
  fleet: { uses: ['core', 'app', 'report', 'recording'], types: ['ports', 'task'] },
  app: { uses: 'all but faces' },
  cli: { uses: 'all' },
  index: { uses: 'all but faces' },
};

/** Packages that belong to some rooms only; the others are for everyone whom `node` allows outside things. */
export const vendors = {
  zod: 'all',
  openai: ['model'],
  '@nut-tree-fork/nut-js': ['desktop'],
  'screenshot-desktop': ['desktop'],
  x11: ['desktop'],
  'uiohook-napi': ['desktop'],
  xstate: ['run'],
  commander: ['cli'],
  yaml: ['task', 'cli'],
  'tesseract.js': ['sight'],
  'onnxruntime-node': ['sight'],
};

/** Rooms that a person or another program talks to: only they touch what the whole process shares. */
const faces = ['cli', 'studio', 'mcp', 'fleet'];

/** The first files of child processes, which are nobody else's. */
export const entries = ['desktop/driver/main.ts', 'desktop/driver/x11/keeper/main.ts'];

/** What every file may use of `process`: what only tells something, and signals to other processes. */
const harmless = /^(?:env|p?pid|getuid|execPath|platform|arch|versions?|cwd|hrtime|uptime|memoryUsage)$/;

const importLine =
  /(?:\b(?:import|export)\s+(?<only>type\s)?(?<names>[^'"`;]*?)\bfrom\s*|\bimport\s*\(\s*|\bimport\s+)(?<quote>['"])(?<from>[^'"]+)\k<quote>/g;

/** Every import of a file, with its line and whether it is for types only. */
export function importsOf(text) {
  return [...text.matchAll(importLine)].map((match) => ({
    from: match.groups.from,
    line: text.slice(0, match.index).split('\n').length,
    typesOnly: match.groups.only !== undefined || namesAreTypes(match.groups.names),
  }));
}

function namesAreTypes(names) {
  const inner = /^\s*\{([^}]*)\}\s*$/.exec(names ?? '')?.[1];
  const parts = inner?.split(',').map((part) => part.trim());
  return parts?.filter((part) => part !== '').every((part) => part.startsWith('type ')) ?? false;
}

/** What is wrong with one import of `file` (relative to src/), or undefined. */
export function violation(file, { from, typesOnly }) {
  const room = roomOf(file);
  const rules = rooms[room];
  if (rules === undefined) return `${room} is no room that scripts/borders.mjs knows`;
  if (from.startsWith('node:')) return rules.node === false ? `${room} may not use ${from}` : undefined;
  if (!from.startsWith('.')) return vendorViolation(room, rules, packageOf(from), typesOnly);
  const other = roomOf(join(dirname(file), from));
  if (other === room || rules.uses === 'all') return undefined;
  if (rules.uses === 'all but faces') return faces.includes(other) ? `nothing may use ${other}` : undefined;
  if (rules.uses?.includes(other)) return undefined;
  if (!rules.types?.includes(other)) return `${room} may not use ${other}`;
  return typesOnly ? undefined : `${room} may use only types of ${other}`;
}

function vendorViolation(room, rules, name, typesOnly) {
  const owners = vendors[name];
  if (owners === 'all' || (typesOnly && owners === undefined)) return undefined;
  if (owners === undefined) return rules.node === false ? `${room} may not use ${name}` : undefined;
  return owners.includes(room) ? undefined : `${room} may not use ${name}, only ${owners.join(' and ')} may`;
}

/** Uses of what the whole process shares in `file`, as lines and words; none in a face and in the entry of a child. */
export function effects(file, text) {
  if (faces.includes(roomOf(file)) || entries.includes(file.split(sep).join('/'))) return [];
  const code = withoutComments(text);
  return [...code.matchAll(sharedWord)]
    .filter(({ groups }) => !mayUse(groups))
    .map((match) => ({
      line: code.slice(0, match.index).split('\n').length,
      wrong: `only ${faces.join(', ')} and the first files of child processes may use ${match[0].trim()}`,
    }));
}

const sharedWord =
  /(?<![\w.$'"/-])(?:console\.\w+|process(?:\[['"]|\??\.(?<member>\w+)(?<argument>\([^,)]*)?))|(?<=[=(,]\s*)process(?=\s*[;,)])|['"](?:node:)?process['"]/g;

/** A listener for the end of the process keeps it from nothing. */
function mayUse({ member, argument }) {
  if (member === undefined) return false;
  if (member === 'kill') return argument !== undefined && argument !== '(process.pid';
  if (member === 'once' || member === 'off') return argument === "('exit'";
  return harmless.test(member);
}

/** The text with its comments blanked out, line for line. */
function withoutComments(text) {
  const blank = (comment) => comment.replace(/[^\n]/g, ' ');
  return text.replace(/^\s*\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*$/gm, blank);
}

/** The folder below src/, or the name of a file that lies in src/ itself. */
function roomOf(file) {
  const [first] = file.split(sep);
  return first.replace(/\.[jt]s$/, '');
}

/** `@scope/name` or `name` of what an import line names. */
function packageOf(from) {
  return from.split('/', from.startsWith('@') ? 2 : 1).join('/');
}

/** Every import over a border and every use of what the whole process shares, as `file:line: what is wrong`. */
export function borderViolations(src) {
  const files = readdirSync(src, { recursive: true }).filter((name) => /(?<!\.d)\.ts$/.test(name));
  return files.sort().flatMap((file) => {
    const text = readFileSync(join(src, file), 'utf8');
    const imports = importsOf(text)
      .map((found) => ({ ...found, wrong: violation(file, found) }))
      .filter(({ wrong }) => wrong !== undefined);
    return [...imports, ...effects(file, text)].map(({ line, wrong }) => `src/${file}:${line}: ${wrong}`);
  });
}

/** Circles of files, as `src/a.ts -> src/b.ts -> src/a.ts`; an import of types closes one, too. */
export function circles(src) {
  const files = readdirSync(src, { recursive: true }).filter((name) => name.endsWith('.ts'));
  const known = new Set(files);
  const imports = new Map(
    files.map((file) => [file, importedBy(src, file).filter((name) => known.has(name))]),
  );
  const done = new Set();
  const found = [];
  const walk = (file, path) => {
    const at = path.indexOf(file);
    if (at >= 0) found.push([...path.slice(at), file].map((name) => `src/${name}`).join(' -> '));
    if (at >= 0 || done.has(file)) return;
    for (const next of imports.get(file)) walk(next, [...path, file]);
    done.add(file);
  };
  for (const file of files.sort()) walk(file, []);
  return found;
}

function importedBy(src, file) {
  return importsOf(readFileSync(join(src, file), 'utf8'))
    .filter(({ from }) => from.startsWith('.'))
    .map(({ from }) => join(dirname(file), from.replace(/\.js$/, '.ts')));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const src = fileURLToPath(new URL('../src', import.meta.url));
  const found = [...borderViolations(src), ...circles(src).map((circle) => `a circle: ${circle}`)];
  for (const line of found) console.log(line);
  if (found.length > 0) process.exitCode = 1;
}
