import type { Path } from '../yaml/source.js';
import { checkWindow } from './fields.js';
import type { Declared } from './names.js';
import { asMap, hasExpression, type Report } from './report.js';

/** What a path of a file dialog has to be, for messages. */
export const absoluteHint = 'a whole path, such as /home/ann/report.txt';

/** Whether a file dialog takes the path whatever folder it shows. */
export function isAbsolutePath(path: string): boolean {
  return /^(\/|[A-Za-z]:[\\/]|\\\\)/u.test(path);
}

/** A file dialog step either opens or saves, one absolute path; only a save may replace a file. */
export function fileDialogRule(
  input: unknown,
  path: Path,
  report: Report,
  declared: Pick<Declared, 'apps'>,
): void {
  const map = asMap(input);
  if (map === undefined) return;
  checkWindow(map.window, [...path, 'window'], report, declared);
  const given = ['open', 'save'].filter((name) => name in map);
  if (given.length !== 1)
    report(
      path,
      {
        code: 'file-dialog',
        message: given.length === 0 ? 'no file is named' : 'one file dialog either opens or saves',
        expected: 'open or save, with a path',
      },
      { at: 'key' },
    );
  for (const name of given) {
    const file = map[name];
    if (typeof file === 'string' && !hasExpression(file) && !isAbsolutePath(file))
      report([...path, name], {
        code: 'file-dialog',
        message: `“${file}” is no absolute path, and nobody knows which folder the dialog shows`,
        expected: absoluteHint,
      });
  }
  if ('open' in map && 'overwrite' in map)
    report(
      [...path, 'overwrite'],
      { code: 'file-dialog', message: 'overwrite belongs to save' },
      { at: 'key' },
    );
}
