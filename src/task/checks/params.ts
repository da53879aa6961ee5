import { listed } from '../problem.js';
import { ParamMap, paramKeys } from '../shape/file.js';
import { findingsOf } from '../shape/issues.js';
import type { Path } from '../yaml/source.js';
import { checkParamLiteral } from './literals.js';
import { NAME, taken } from './names.js';
import { asMap, type Plain, type Report } from './report.js';

/** Parameters have names that expressions can use, and defaults that fit. */
export function checkParams(root: Plain, report: Report): void {
  for (const [name, spec] of Object.entries(asMap(root.params) ?? {})) {
    const path = ['params', name];
    if (!NAME.test(name) || taken.has(name))
      report(
        path,
        {
          code: 'name',
          message: `“${name}” cannot name a parameter`,
          expected: 'letters, digits and _, not beginning with a digit',
          ...(name.includes('-') ? { suggestion: name.replaceAll('-', '_') } : {}),
        },
        { at: 'key' },
      );
    const map = asMap(spec);
    if (map === undefined) checkParamLiteral(name, spec, path, report);
    else checkParamMap(name, map, path, report);
  }
}

function checkParamMap(name: string, map: Plain, path: Path, report: Report): void {
  const spec = ParamMap.safeParse(map);
  if (!spec.success) {
    for (const { path: inner, at, wantedText, ...finding } of findingsOf(
      spec.error.issues,
      map,
      () => paramKeys,
    ))
      report([...path, ...inner], finding, { at });
    return;
  }
  const { type, choices, required } = spec.data;
  const value = spec.data.default;
  if (value === undefined) return;
  checkParamLiteral(name, value, [...path, 'default'], report);
  if (type !== undefined && typeOf(value) !== type)
    report([...path, 'default'], { code: 'param', message: `the default is not of type ${type}` });
  if (choices !== undefined && !choices.some((choice) => choice === value))
    report([...path, 'default'], {
      code: 'param',
      message: 'the default is not one of the choices',
      expected: `one of ${listed(choices.map(String))}`,
    });
  if (required === true)
    report([...path, 'required'], { code: 'param', message: 'a parameter with a default need not be given' });
}

/** The parameter type of a value; undefined for values that no parameter can have. */
export function typeOf(value: unknown): 'string' | 'number' | 'boolean' | 'list' | undefined {
  if (Array.isArray(value)) return 'list';
  const kind = typeof value;
  return kind === 'string' || kind === 'number' || kind === 'boolean' ? kind : undefined;
}
