import { fileURLToPath } from 'node:url';
import { sessionVariables } from '../../../src/desktop/virtual/home.js';

interface Build {
  isStale(root: string): boolean;
  build(root: string): Promise<boolean>;
}

const root = fileURLToPath(new URL('../../../', import.meta.url));

/**
 * What every program of the tests sees, whatever is installed here and whoever is logged in: Debian's own look,
 * the fonts that setup installs, keys without an input method, no portal and no accessibility bus.
 */
const pinned = {
  FONTCONFIG_FILE: fileURLToPath(new URL('./fonts.conf', import.meta.url)),
  LANG: 'C.UTF-8',
  GSETTINGS_BACKEND: 'memory',
  GTK_USE_PORTAL: '0',
  GTK_IM_MODULE: 'gtk-im-context-simple',
  QT_IM_MODULE: 'simple',
  XMODIFIERS: '@im=none',
  // Programs of the X toolkit read ~/.Xdefaults where the server has no resources of its own.
  XENVIRONMENT: '/dev/null',
};

/** Runs once before all tests: workers and the driver run from dist/, so it must be what src/ says. */
export default async function prepare(): Promise<void> {
  for (const name of sessionVariables) delete process.env[name];
  Object.assign(process.env, pinned);
  const script = new URL('../../../scripts/build.mjs', import.meta.url).href;
  const { isStale, build } = (await import(script)) as Build;
  if (isStale(root) && !(await build(root)))
    throw new Error('The sources do not compile; the messages are above.');
}
