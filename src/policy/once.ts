/** Gives what `make` gives, made when it is first asked for: most runs read words of one script only. */
export function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
