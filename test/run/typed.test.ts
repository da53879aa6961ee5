import { describe, expect, it } from 'vitest';
import type { Decision } from '../../src/core/action.js';
import { frameBox } from '../../src/core/geometry.js';
import { runTask } from '../../src/run/run-task.js';
import { run } from '../pilots/play-task.js';
import { done, type FakeOptions, fakePorts, header } from '../support/fakes.js';

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

const line = (text: string) => ({ text, box: frameBox(0, 0, 9, 9), score: 1, words: [] });
const blindly = { locate: async () => ({ found: 'absent', reason: '', nearest: [], ms: 0 }) as const };

describe('text that was typed', () => {
  it('should be read where the screen changed, before the ending', async () => {
    const eyes = { ...blindly, read: async () => [line('Hello')] };
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
    expect(failed.reason).toMatch(/^Nothing on the screen changed after the text was typed: click the field/);
    const said = await run('name: t\nsteps:\n  - type: {text: hello, unseen: true}\n', lost);
    expect(said.ending).toBe('passed');
  });
});
