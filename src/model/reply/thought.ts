/** Takes reasoning out of a text: whole `<think>` parts, and what stands before or behind a lonely mark. */
export function splitThought(text: string): { text: string; thought: string } {
  const thoughts: string[] = [];
  let rest = text.replace(/<think(?:ing)?>([\s\S]*?)<\/think(?:ing)?>/g, (_all, inner: string) => {
    thoughts.push(inner.trim());
    return '';
  });
  const closing = /^([\s\S]*)<\/think(?:ing)?>/.exec(rest);
  if (closing) {
    thoughts.push((closing[1] ?? '').trim());
    rest = rest.slice(closing[0].length);
  }
  const opening = /<think(?:ing)?>([\s\S]*)$/.exec(rest);
  if (opening) {
    thoughts.push((opening[1] ?? '').trim());
    rest = rest.slice(0, opening.index);
  }
  return { text: rest, thought: thoughts.filter((part) => part !== '').join('\n') };
}
