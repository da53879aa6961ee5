/** Passes on that a person wants to stop; what was told before anybody listened is told then. */
export class StopListeners {
  readonly #listeners: ((by: string) => void)[] = [];
  #told: string | undefined;

  readonly tell = (by: string): void => {
    this.#told = by;
    for (const listener of this.#listeners) listener(by);
  };

  add(listener: (by: string) => void): void {
    this.#listeners.push(listener);
    if (this.#told !== undefined) listener(this.#told);
  }
}
