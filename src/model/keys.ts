import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A key for the model and where it was found. The key itself is never printed, recorded or passed on. */
export interface FoundKey {
  readonly key: string;
  readonly source: string;
}

/** Environment variables that hold a key, in the order in which they are looked at. */
export const keyVariables = ['DASHSCOPE_API_KEY', 'OPENAI_API_KEY'] as const;

/**
 * The key: of the environment, else `dashscope_api_key` in `~/.alibabacloud/credentials`. Undefined when
 * there is none.
 */
export function findKey(
  env: Readonly<Record<string, string | undefined>>,
  home: string,
): FoundKey | undefined {
  for (const name of keyVariables) {
    const key = env[name]?.trim();
    if (key) return { key, source: name };
  }
  const file = join(home, '.alibabacloud', 'credentials');
  const key = keyInFile(file);
  return key === undefined ? undefined : { key, source: file };
}

function keyInFile(file: string): string | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    // No such file, or not ours to read: there is no key there.
    return undefined;
  }
  return /^\s*dashscope_api_key\s*[=:]\s*["']?([^\s"'#]+)/im.exec(text)?.[1];
}
