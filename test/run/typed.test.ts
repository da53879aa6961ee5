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

const line = (text: string, x: number, y: number) => {
  const box = frameBox(x, y, 80, 20);
  return { text, box, score: 1, words: [{ text, box, score: 1 }] };
};
const blindly = { locate: async () => ({ found: 'absent', reason: '', nearest: [], ms: 0 }) as const };

describe('text that was typed', () => {
  it('should be read where the screen changed, before anything else is decided', async () => {
    const { checks, lines } = await told(typing({ text: 'hello' }));
    expect(checks).toMatchObject([{ act: 1, result: 'holds', typed: 'exact' }]);
    const kinds = lines.map(({ type }) => type);
    expect(kinds.indexOf('check')).toBeLessThan(kinds.lastIndexOf('decision'));
  });

  it('should fail where something else changed, and where nobody can read', async () => {
    const blind = { ...blindly, read: async () => [] };
    // The frames of fakes are no files, so that nobody can count dots on them.
    const [unread] = (await told(typing({ text: 'hello' }), { ports: { eyes: blind } })).checks;
    expect(unread).toMatchObject({ result: expect.stringMatching(/^(fails|unknown)$/), typed: 'changed' });
    const eyes = { ...blindly, read: () => Promise.reject(new Error('no reader')) };
    const { checks } = await told(typing({ text: 'hello' }), { ports: { eyes } });
    expect(checks).toMatchObject([{ result: 'unknown', detail: expect.stringContaining('no reader') }]);
  });

  it('should show in the field that was named, not in another one', async () => {
    const into = (x: number) => {
      const control = frameBox(x, 5, 120, 30);
      const sighting = { rung: 'text', box: control, control, point: { x, y: 20 }, score: 1, ms: 0 } as const;
      const target = { text: 'Article:' };
      const action = { name: 'type', input: { text: 'hello' } } as const;
      return { kind: 'act', decision: { action, into: { target, sighting } } } as const;
    };
    const read = async () => [line('hello', 10, 10)];
    const compare = () => ({ same: false, boxes: [frameBox(10, 10, 80, 20)], share: 0.1 });
    const options = { compare, ports: { eyes: { ...blindly, read } } };
    expect((await told(into(4), options)).checks).toMatchObject([{ result: 'holds', typed: 'exact' }]);
    const { checks } = await told(into(400), options);
    expect(checks).toMatchObject([
      { result: 'fails', typed: 'other', detail: expect.stringContaining('“Article:”') },
    ]);
  });

  it('should be seen before the Return that sends it off, which is not pressed otherwise', async () => {
    const sent = await told(typing({ text: 'hello', enter: true }));
    expect(sent.hand).toEqual(['type', 'type', 'release']);
    const kept = await told(typing({ text: 'hello\n' }), { typedIsLost: true });
    expect(kept.hand).toEqual(['type', 'release']);
    const outcome = kept.lines.find(({ type }) => type === 'outcome');
    expect(outcome).toMatchObject({
      outcome: 'failed',
      reason: expect.stringContaining('Nothing was sent off'),
    });
  });

  it('should be sent off at once where the step promises something else, or says unseen', async () => {
    const promised = await told(typing({ text: 'hello\n' }, [{ that: true }]), { typedIsLost: true });
    expect(promised.hand).toEqual(['type', 'type', 'release']);
    const unseen = await told(typing({ text: 'hello\n', unseen: true }), { typedIsLost: true });
    expect(unseen).toMatchObject({ checks: [], hand: ['type', 'release'] });
  });

  it('should never go to a screen that is locked', async () => {
    const { ending, hand, lines } = await told(typing({ text: 'hello' }), { lock: () => 'i3lock' });
    expect(ending).toBe('failed');
    expect(hand).not.toContain('type');
    expect(lines.at(-1)).toMatchObject({ reason: expect.stringContaining('locked by i3lock') });
  });

  it('should be told by its marks when it is a secret, which is never read back', async () => {
    const eyes = { ...blindly, read: () => Promise.reject(new Error('it was read')) };
    const secrets = { names: ['pw'], reveal: () => 'hunter2' };
    const approve = () => ({ answer: 'yes', by: 'fake' }) as const;
    const typed = (marks: number) =>
      told(typing({ secret: 'pw' }), { ports: { eyes, secrets, secretShown: async () => marks }, approve });
    expect((await typed(7)).checks).toMatchObject([{ result: 'holds', typed: 'exact' }]);
    expect((await typed(6)).checks).toMatchObject([{ result: 'fails', typed: 'other' }]);
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
        : { same: false, boxes: [frameBox(10, 10, 80, 20)], share: 0.1 };
    const { checks } = await told(typing({ text: 'hello' }), { compare });
    expect(checks).toMatchObject([{ result: 'holds', typed: 'exact' }]);
  });

  it('should be waited for as long as the step says, and the error says how long', async () => {
    const lost = { ports: { typedIsLost: true } };
    const { reason } = await run('name: t\nsteps:\n  - {type: hello, timeout: 2500ms}\n', lost);
    expect(reason).toMatch(/changed within 2\.\d s after/);
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
      expect(checks[0]?.detail).toContain('only something in “Clock”, within 5');
    });

    it('should count when the window is new', async () => {
      let looks = 0;
      const windows = () => (++looks > 2 ? [clock, mainWindow] : [mainWindow]);
      const eyes = { ...blindly, read: async () => [line('hello', 650, 40)] };
      const { checks } = await told(typing({ text: 'hello' }), {
        compare: elsewhere,
        windows,
        ports: { eyes },
      });
      expect(checks).toMatchObject([{ result: 'holds', typed: 'exact' }]);
    });
  });

  it('should not be asked for where the promise of the step holds', async () => {
    const kept = await told(typing({ text: 'x y z' }, [{ that: true }]), { typedIsLost: true });
    expect(kept.checks).toMatchObject([{ result: 'holds' }]);
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
      /^Nothing on the screen changed within 10(?:\.\d)? s after the text was typed: click the field/,
    );
    const said = await run('name: t\nsteps:\n  - type: {text: hello, unseen: true}\n', lost);
    expect(said.ending).toBe('passed');
  });
});
