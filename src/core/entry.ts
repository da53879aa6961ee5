/**
 * The compiled file of a child process or worker thread. Source files run directly under the test runner,
 * but a child needs plain JavaScript: from `src/x/y.ts` the answer points into `dist/x/`.
 *
 * @param importMetaUrl `import.meta.url` of the caller
 * @param relative path of the entry beside the caller, ending in `.js`
 */
export function childEntry(importMetaUrl: string, relative: string): URL {
  const source = importMetaUrl.endsWith('.ts');
  const base = source ? importMetaUrl.replace(/\/src\/(?!.*\/src\/)/, '/dist/') : importMetaUrl;
  return new URL(relative, base);
}
