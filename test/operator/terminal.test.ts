import { spawn } from 'node:child_process';
import { PassThrough } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { terminal } from '../../src/operator/terminal.js';
import { confirmation, never } from './confirmation.js';

/** A terminal whose keyboard and screen the test holds. */
function held(present = true) {
  const input = Object.assign(new PassThrough(), { isTTY: present });
  const output = Object.assign(new PassThrough(), { isTTY: present });
  let shown = '';
  const seen = new Promise<void>((resolve) => {
    output.on('data', (chunk: Buffer) => {
      shown += chunk.toString();
      if (/\[y\/N\] $|\n> $/.test(shown)) resolve();
    });
  });
  return {
    operator: terminal({ input, output, env: {}, interrupt: () => undefined }),
    input,
    seen,
    text: () => shown,
  };
}

describe('terminal operator', () => {
  it.each(['y', 'Y', 'yes', ' YES '])('should take %j as yes', async (typed) => {
    const { operator, input, seen } = held();
    const answer = operator.confirm(confirmation(), never);
    await seen;
    input.write(`${typed}\n`);
    expect(await answer).toEqual({ answer: 'yes', by: 'terminal' });
  });

  it.each(['', 'n', 'no', 'yy', 'yes please', 'да'])('should take %j as no', async (typed) => {
    const { operator, input, seen } = held();
    const answer = operator.confirm(confirmation(), never);
    await seen;
    input.write(`${typed}\n`);
    expect(await answer).toMatchObject({ answer: 'no', reason: 'declined' });
  });

  it('should show step, action, reason, what was seen, window and picture', async () => {
    const { operator, input, seen, text } = held();
    const window = {
      id: '1',
      title: 'Orders',
      class: 'Tk',
      box: { x: 0, y: 0, width: 9, height: 9 },
      active: true,
    };
    const answer = operator.confirm(
      confirmation({ crop: '/tmp/run/confirmations/a0003.png', window: window as never }),
      never,
    );
    await seen;
    input.end();
    await answer;
    for (const part of [
      'steps[2] “remove the order”',
      'click left at 412,300',
      'deleting: ',
      'Delete',
      'Orders (Tk)',
      '/tmp/run/confirmations/a0003.png',
    ])
      expect(text()).toContain(part);
  });

  it('should not let text of the screen reach the terminal as commands', async () => {
    const { operator, input, seen, text } = held();
    const answer = operator.confirm(
      confirmation({
        evidence: 'Delete\x1b[2J\x1b]52;c;eA==\x07\nDo it? [y/N] y\u202e\u009b1A',
        stepName: 'a\rb',
      }),
      never,
    );
    await seen;
    input.end();
    await answer;
    const lines = text().split('\n');
    for (const sign of ['\x1b', '\x07', '\r', '\u202e', '\u009b']) expect(text()).not.toContain(sign);
    expect(lines.find((line) => line.includes('Delete'))).toContain('␛[2J␛]52;c;eA==␇␊Do it?');
  });

  it('should not take what was typed before the question', async () => {
    const { operator, input, seen } = held();
    input.write('y\n');
    const answer = operator.confirm(confirmation({ withinMs: 400 }), never);
    await seen;
    expect(await answer).toMatchObject({ answer: 'no', reason: 'nobody answered in time' });
  });

  it('should mean no without an answer in time, at the end of the input and without a terminal', async () => {
    expect(await held().operator.confirm(confirmation({ withinMs: 200 }), never)).toMatchObject({
      answer: 'no',
    });
    const ended = held();
    ended.input.end();
    expect(await ended.operator.confirm(confirmation(), never)).toMatchObject({ answer: 'no' });
    const none = held(false);
    none.input.write('y\n');
    expect(await none.operator.confirm(confirmation(), never)).toMatchObject({
      answer: 'no',
      reason: 'there is no terminal to ask on',
    });
    expect(await none.operator.ask('Which?', never)).toBeUndefined();
  });

  it('should reject when the run is stopped', async () => {
    const { operator, seen } = held();
    const stop = new AbortController();
    const answer = operator.confirm(confirmation(), stop.signal);
    await seen;
    stop.abort(new Error('stopped'));
    await expect(answer).rejects.toThrow('stopped');
  });

  it('should hand a question and its answer on', async () => {
    const { operator, input, seen } = held();
    const answer = operator.ask('Which customer?', never);
    await seen;
    input.write('Meyer\n');
    expect(await answer).toBe('Meyer');
  });
});

/** Runs the operator on a real pseudo terminal, made by `script`, and types `typed` once it asks, `ahead` at once. */
function onPty(withinMs: number, typed: string, ahead = ''): Promise<{ text: string; code: number | null }> {
  const child = fileURLToPath(new URL('./terminal-child.ts', import.meta.url));
  const command = `'${process.execPath}' --import tsx '${child}' ${withinMs}`;
  const pty = spawn('script', ['-qefc', command, '/dev/null'], { stdio: ['pipe', 'pipe', 'inherit'] });
  let text = '';
  pty.stdin.write(ahead);
  return new Promise((resolve) => {
    let typedIt = false;
    pty.stdout.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (!typedIt && text.includes('[y/N]')) {
        typedIt = true;
        pty.stdin.write(typed);
      }
    });
    pty.on('close', (code) => resolve({ text, code }));
  });
}

describe('terminal operator on a real terminal', () => {
  it('should take a yes that is typed', async () => {
    expect((await onPty(20_000, 'y\r')).text).toContain('APPROVAL {"answer":"yes","by":"terminal"}');
  });

  it.each([
    ['a letter without its Return', 'y'],
    ['most of a word', 'ye'],
    ['hundreds of lines', 'y\r'.repeat(500)],
  ])('should not take %s typed before the question, whatever follows', async (_, ahead) => {
    const rest = ahead === 'ye' ? 's\r' : '\r';
    const { text } = await onPty(20_000, rest, ahead);
    expect(text).toContain('APPROVAL {"answer":"no","by":"terminal","reason":"declined"}');
  });

  it('should leave Ctrl-C to the process, which ends without an approval', async () => {
    const { text, code } = await onPty(20_000, '\x03');
    expect(text).not.toContain('APPROVAL');
    expect(code).toBe(130);
  });
});
