import { describe, expect, it } from 'vitest';
import { Flow } from '../../src/desktop/driver/x11/hand/flow.js';
import type { Focus } from '../../src/desktop/driver/x11/hand/focus.js';
import type { Hearing } from '../../src/desktop/driver/x11/hand/hearing.js';
import type { Answered } from '../../src/desktop/driver/x11/hand/pings.js';

const never = new AbortController().signal;
const burst = 20;

/** An application that takes `speed` symbols whenever it is waited for, and answers pings in between or never. */
class Application {
  sent = 0;
  taken = 0;
  mostBehind = 0;
  /** ms that it was given in all. */
  patience = 0;
  readonly speed: number;
  readonly pings: boolean;

  constructor(speed: number, pings: boolean) {
    this.speed = speed;
    this.pings = pings;
  }

  get hearing(): Hearing {
    const work = (): void => {
      this.taken = Math.min(this.sent, this.taken + this.speed);
    };
    const ping = async (): Promise<Answered | undefined> => {
      const at = this.sent;
      if (!this.pings) return undefined;
      return async (withinMs) => {
        this.patience += withinMs;
        while (this.speed > 0 && this.taken < at) work();
        return this.taken >= at;
      };
    };
    const heard = async (_: number, withinMs: number): Promise<boolean> => {
      this.patience += withinMs;
      while (this.taken < this.sent) work();
      return true;
    };
    return { ping, heard } as unknown as Hearing;
  }

  async type(flow: Flow, symbols: number): Promise<void> {
    for (let at = 0; at < symbols; at += burst) {
      await flow.room(never);
      this.sent += burst;
      flow.sent(burst);
      this.mostBehind = Math.max(this.mostBehind, this.sent - this.taken);
    }
  }
}

const focusOn = (window: () => number | undefined): Focus =>
  ({ active: async () => window() }) as unknown as Focus;

describe('the flow of typed text', () => {
  it.for([
    { pings: true, most: 160 },
    { pings: false, most: 200 },
  ])('keeps at most $most symbols ahead of an application (pings: $pings)', async ({ pings, most }) => {
    const application = new Application(7, pings);
    const flow = new Flow(
      application.hearing,
      focusOn(() => 1),
    );
    // One long text and many short ones are the same to an application.
    await application.type(flow, 2000);
    for (let text = 0; text < 50; text++) await application.type(flow, burst);
    expect(application.mostBehind).toBeLessThanOrEqual(most);
    expect(application.sent - application.taken).toBeGreaterThan(0);
    expect(application.sent).toBe(3000);
  });

  it('leaves an application that answers pings something to do while it waits', async () => {
    const application = new Application(1, true);
    const flow = new Flow(
      application.hearing,
      focusOn(() => 1),
    );
    let least = Number.POSITIVE_INFINITY;
    await application.type(flow, 200);
    for (let at = 0; at < 1000; at += burst) {
      await application.type(flow, burst);
      least = Math.min(least, application.sent - application.taken);
    }
    expect(least).toBeGreaterThanOrEqual(80);
  });

  it('does not wait for a window that lost the focus, nor where nothing has it', async () => {
    const application = new Application(0, true);
    let window: number | undefined = 1;
    const flow = new Flow(
      application.hearing,
      focusOn(() => window),
    );
    await application.type(flow, 80);
    await flow.room(never);
    window = 2;
    await application.type(flow, 80);
    window = undefined;
    await application.type(flow, 400);
    expect(application.patience).toBe(0);
    window = 2;
    await application.type(flow, 200);
    expect(application.patience).toBeGreaterThan(0);
  });
});
