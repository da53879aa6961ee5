/** Takes the values of secrets out of a text. */
export type Redact = (text: string) => string;

/** Values shorter than this are only taken out where they are the whole text: they occur everywhere by chance. */
const SHORTEST_PART = 4;

/**
 * Builds the function that replaces every secret value by `[secret NAME]`, as it stands and as it looks inside
 * JSON (also twice escaped), URLs and base64. Text that was split into single key events is not recognised.
 *
 * @param secrets value of each secret by its name; empty values are ignored
 */
export function redactor(secrets: Readonly<Record<string, string>>): Redact {
  const known = Object.entries(secrets).filter(([, value]) => value !== '');
  const forms = known.flatMap(([name, value]) =>
    [...formsOf(value)]
      .filter((form) => form.length >= SHORTEST_PART)
      .map((form) => ({ form, mark: `[secret ${name}]` })),
  );
  // A secret may contain another one: the longest goes first.
  forms.sort((a, b) => b.form.length - a.form.length);
  const whole = new Map(known.map(([name, value]) => [value, `[secret ${name}]`]));
  return (text) =>
    whole.get(text) ?? forms.reduce((rest, { form, mark }) => rest.replaceAll(form, () => mark), text);
}

function formsOf(value: string): Set<string> {
  const escaped = JSON.stringify(value).slice(1, -1);
  const ascii = escaped.replace(
    /[\u0080-\uffff]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  const url = urlForm(value);
  return new Set([
    value,
    escaped,
    ascii,
    JSON.stringify(escaped).slice(1, -1),
    JSON.stringify(ascii).slice(1, -1),
    url,
    url.replace(/%20/g, '+'),
    url.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()),
    // UTF-8 that was read byte by byte.
    Buffer.from(value, 'utf8').toString('latin1'),
    ...base64Forms(value),
  ]);
}

function urlForm(value: string): string {
  return encodeURIComponent(Buffer.from(value).toString()).replace(
    /[!'()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** Base64 of the value at each of the three offsets it may have inside a longer text, without the shared edges. */
function base64Forms(value: string): string[] {
  const bytes = Buffer.from(value, 'utf8');
  return [0, 1, 2].flatMap((offset) => {
    const text = Buffer.concat([Buffer.alloc(offset), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    const first = [0, 2, 3][offset] ?? 0;
    const tail = (offset + bytes.length) % 3 === 0 ? 0 : 1;
    const core = text.slice(first, text.length - tail);
    // Fewer than six characters would hit other base64 text by chance.
    return core.length < 6 ? [] : [core, core.replaceAll('+', '-').replaceAll('/', '_')];
  });
}
