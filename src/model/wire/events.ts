/**
 * The JSON of a stream of server-sent events, one value an event, until `[DONE]`. Comments, which keep a connection
 * alive, blank events and any ending of lines are fine; pieces may be cut anywhere, in the middle of a letter too.
 *
 * @throws SyntaxError for an event that is no JSON
 */
export async function* eventsOf(body: AsyncIterable<Uint8Array>): AsyncGenerator<unknown> {
  let data: string[] = [];
  for await (const line of linesOf(body)) {
    if (line.startsWith('data:')) data.push(line.slice(line.startsWith('data: ') ? 6 : 5));
    else if (line === '' && data.length > 0) {
      const values = valuesIn(data);
      data = [];
      for (const value of values) {
        if (value === DONE) return;
        yield value;
      }
    }
  }
  // Some servers leave out the blank line at the end.
  for (const value of valuesIn(data)) if (value !== DONE) yield value;
}

const DONE = Symbol('done');

/** The values of an event: one over all its lines, or one a line where a server leaves out the blank lines between. */
function valuesIn(data: readonly string[]): unknown[] {
  const lines = data.map((line) => line.trim()).filter((line) => line !== '');
  const values = lines.map((line) => (line === '[DONE]' ? DONE : parsed(line)));
  if (values.every((value) => value !== undefined)) return values;
  return [JSON.parse(lines.join('\n'))];
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    // Part of a value that stands on several lines, or cut.
    return undefined;
  }
}

async function* linesOf(body: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const letters = new TextDecoder();
  let left = '';
  for await (const piece of body) {
    left += letters.decode(piece, { stream: true });
    const lines = left.split(/\r\n|\n|\r(?!$)/u);
    left = lines.pop() ?? '';
    yield* lines;
  }
  yield* `${left}${letters.decode()}`.split(/\r\n|\n|\r/u);
}
