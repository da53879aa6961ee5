import { describe, expect, it } from 'vitest';
import type { Decision } from '../../src/core/action.js';
import type { WindowFacts } from '../../src/core/frame.js';
import { frameBox, screenBox } from '../../src/core/geometry.js';
import type { Change } from '../../src/ports.js';
import { runTask } from '../../src/run/run-task.js';
import { run } from '../pilots/play-task.js';
import { done, type FakeOptions, fakePorts, header, mainWindow } from '../support/fakes.js';

const typing = (input: Decision['action']['input'], checks?: Decision['checks']) =>
  ({ kind: 'act', decision: { action: { name: 'type', input }, ...(checks && { checks }) } }) as const;

/** The lines about one typed text. */
async function told(decision: ReturnType<typeof typing>, options: Partial<FakeOptions> = {}) {
  const { ports, log } = fakePorts({ pilot: (n) => (n === 1 ? decision : done), ...options });
  const handle = await runTask(ports, { limits: { steps: 9, seconds: 1e6 } }, header);
  const { ending } = await handle.done;
  const checks = log.lines.filter((line) => line.type === 'check');
  const notes = log.lines.flatMap((line) => (line.type === 'note' ? [line.text] : []));
  return { ending, checks, notes, hand: log.hand, lines: log.lines };
}

const line = (text: string) => {
  const box = frameBox(10, 10, 80, 20);
  return { text, box, score: 1, words: [{ text, box, score: 1 }] };
};
const blindly = { locate: async () => ({ found: 'absent', reason: '', nearest: [], ms: 0 }) as const };

describe('text that was typed', () => {
  it('should be read where the screen changed, before the ending', async () => {
    const eyes = { ...blindly, read: async () => [line('hello')] };
    const { checks, lines } = await told(typing({ text: 'hello' }), { ports: { eyes } });
    expect(checks).toMatchObject([{ act: 1, result: 'holds', typed: 'exact' }]);
    expect(lines.at(-1)?.type).toBe('ending');
  });

  it('should count as changed when nothing can be read, or reading fails', async () => {
    expect((await told(typing({ text: 'hello' }))).checks).toMatchObject([{ typed: 'changed' }]);
    const eyes = { ...blindly, read: () => Promise.reject(new Error('no reader')) };
    const { checks, ending } = await told(typing({ text: 'hello' }), { ports: { eyes } });
    expect(checks).toMatchObject([{ typed: 'changed', detail: expect.stringContaining('no reader') }]);
    expect(ending).toBe('passed');
  });

  it('should never read a secret back', async () => {
    const eyes = { ...blindly, read: () => Promise.reject(new Error('it was read')) };
    const secrets = { names: ['pw'], reveal: () => 'hunter2' };
    const { checks } = await told(typing({ secret: 'pw' }), {
      ports: { eyes, secrets },
      approve: () => ({ answer: 'yes', by: 'fake' }),
    });
    expect(checks).toMatchObject([{ typed: 'changed', detail: 'the screen changed' }]);
  });

  it('should be held against the act when nothing changes, and never be typed again', async () => {
    const { checks, hand } = await told(typing({ text: 'hello' }), { typedIsLost: true });
    expect(checks).toMatchObject([{ act: 1, result: 'fails', typed: 'nothing' }]);
    expect(hand.filter((name) => name === 'type')).toHaveLength(1);
  });

  it('should be waited for', async () => {
    let asked = 0;
    const compare = () =>
      ++asked < 4
        ? { same: true, boxes: [], share: 0 }
        : { same: false, boxes: [frameBox(0, 0, 50, 20)], share: 0.1 };
    const { checks } = await told(typing({ text: 'hello' }), { compare });
    expect(checks).toMatchObject([{ result: 'holds', typed: 'changed' }]);
  });

  it('should be waited for as long as the step says, and the error says how long', async () => {
    const lost = { ports: { typedIsLost: true } };
    const { reason } = await run('name: t\nsteps:\n  - {type: hello, timeout: 2500ms}\n', lost);
    expect(reason).toContain('changed within 2.5 s after');
  });

  describe('beside a window of another program', () => {
    const clock: WindowFacts = {
      id: '2',
      title: 'Clock',
      class: 'Clock',
      box: screenBox(600, 0, 200, 100),
      active: false,
    };
    const elsewhere = (): Change => ({ same: false, boxes: [frameBox(650, 40, 30, 12)], share: 0.1 });
    const beside = { compare: elsewhere, windows: () => [clock, mainWindow] };

    it('should not be mistaken for what changes there', async () => {
      const { checks } = await told(typing({ text: 'hello' }), beside);
      expect(checks).toMatchObject([{ result: 'fails', typed: 'nothing' }]);
      expect(checks[0]?.detail).toContain('only something in “Clock”, within 5 s');
    });

    it('should be found there when it can be read there after all', async () => {
      const box = frameBox(650, 40, 30, 12);
      const words = [{ text: 'hello', box, score: 1 }];
      const eyes = { ...blindly, read: async () => [{ text: 'hello', box, score: 1, words }] };
      const { checks } = await told(typing({ text: 'hello' }), { ...beside, ports: { eyes } });
      expect(checks).toMatchObject([{ result: 'holds', typed: 'exact' }]);
    });

    it('should count when the window is new', async () => {
      let looks = 0;
      const windows = () => (++looks > 2 ? [clock, mainWindow] : [mainWindow]);
      const { checks } = await told(typing({ text: 'hello' }), { compare: elsewhere, windows });
      expect(checks).toMatchObject([{ result: 'holds', typed: 'changed' }]);
    });
  });

  it('should be told from a small thing that keeps changing, but not from one that stays', async () => {
    const small = (x: number): Change => ({ same: false, boxes: [frameBox(x, 40, 8, 12)], share: 0.1 });
    const keepsChanging = await told(typing({ text: 'a longer text' }), { compare: () => small(300) });
    expect(keepsChanging.checks).toMatchObject([{ result: 'fails', typed: 'nothing' }]);
    const unchanged: Change = { same: true, boxes: [], share: 0 };
    const compare = (key: number) => (key === 1 ? small(300) : unchanged);
    const stays = await told(typing({ text: 'a longer text' }), { compare });
    expect(stays.checks).toMatchObject([{ result: 'holds', typed: 'changed' }]);
  });

  it('should only be worth a note when it is a secret, or when the promise of the step holds', async () => {
    const secrets = { names: ['pw'], reveal: () => 'hunter2' };
    const approve = () => ({ answer: 'yes', by: 'fake' }) as const;
    const hidden = await told(typing({ secret: 'pw' }), { typedIsLost: true, ports: { secrets }, approve });
    expect(hidden).toMatchObject({ checks: [], notes: [expect.stringContaining('the secret pw')] });
    const kept = await told(typing({ text: 'x y z' }, [{ that: true }]), { typedIsLost: true });
    expect(kept).toMatchObject({ checks: [{ result: 'holds' }], notes: [expect.any(String)] });
  });

  it.each([{ text: ' \n\t' }, { text: 'hunter', unseen: true }])(
    'should not be looked for: %j',
    async (input) => {
      expect(await told(typing(input), { typedIsLost: true })).toMatchObject({ checks: [], notes: [] });
    },
  );

  it('should fail the step of a task, with what to do, unless it says unseen', async () => {
    const lost = { ports: { typedIsLost: true } };
    const failed = await run('name: t\nsteps:\n  - type: hello\n', lost);
    expect(failed).toMatchObject({ ending: 'failed', typed: ['hello'] });
    expect(failed.reason).toMatch(
      /^Nothing on the screen changed within 10 s after the text was typed: click the field/,
    );
    const said = await run('name: t\nsteps:\n  - type: {text: hello, unseen: true}\n', lost);
    expect(said.ending).toBe('passed');
  });
});
