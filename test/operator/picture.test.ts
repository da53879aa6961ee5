import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { inlinePicture, pictureWay } from '../../src/operator/picture.js';

const png = () =>
  sharp({ create: { width: 12, height: 7, channels: 3, background: '#ff0000' } })
    .png()
    .toBuffer();

const readable = (sent: string): string => sent.replaceAll('\x1b', '␛');

describe('pictureWay', () => {
  it.each([
    [{ TERM: 'xterm-kitty' }, 'kitty'],
    [{ TERM: 'xterm-256color', TERM_PROGRAM: 'ghostty' }, 'kitty'],
    [{ TERM: 'xterm-256color', TERM_PROGRAM: 'iTerm.app' }, 'iterm2'],
    [{ TERM: 'xterm-256color', TERM_PROGRAM: 'WezTerm' }, 'iterm2'],
    [{ TERM: 'foot' }, undefined],
    [{ TERM: 'xterm-256color' }, undefined],
    [{ TERM: 'xterm-kitty', TMUX: '/tmp/tmux-0/default,1,0' }, undefined],
    [{ TERM: 'screen.xterm-256color', TERM_PROGRAM: 'iTerm.app' }, undefined],
    [{}, undefined],
  ])('should find the way of %o', (env, way) => {
    expect(pictureWay(env)).toBe(way);
  });
});

describe('inlinePicture', () => {
  it('should carry the whole picture for iTerm2', async () => {
    const picture = await png();
    const sent = inlinePicture(picture, 'iterm2');
    const base64 = sent.slice(sent.lastIndexOf(':') + 1, -1);
    expect(Buffer.compare(Buffer.from(base64, 'base64'), picture)).toBe(0);
  });

  it('should carry the whole picture for kitty in chunks of at most 4096', async () => {
    const noise = await sharp({
      create: {
        width: 100,
        height: 60,
        channels: 3,
        background: '#000',
        noise: { type: 'gaussian', mean: 128, sigma: 60 },
      },
    })
      .png()
      .toBuffer();
    const sent = inlinePicture(noise, 'kitty');
    const chunks = [...readable(sent).matchAll(/␛_G([^;]*);([^␛]*)␛\\/g)];
    expect(chunks.length).toBeGreaterThan(2);
    expect(chunks.every((chunk) => (chunk[2] ?? '').length <= 4096)).toBe(true);
    expect(chunks.map((chunk) => /m=(\d)/.exec(chunk[1] ?? '')?.[1]).join('')).toMatch(/^1+0$/);
    const whole = Buffer.from(chunks.map((chunk) => chunk[2]).join(''), 'base64');
    expect(Buffer.compare(whole, noise)).toBe(0);
  });
});
