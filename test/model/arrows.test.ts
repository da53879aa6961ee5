import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { frameBox, framePoint, modelPoint, screenPoint } from '../../src/core/geometry.js';
import {
  frameToScreen,
  frameToSent,
  modelToSent,
  screenToFrame,
  sentToFrame,
  sentToModel,
} from '../../src/core/spaces.js';
import { type Profile, profiles, sizeFor } from '../../src/model/index.js';
import { resizeRule } from '../../src/model/pictures/size.js';
import { smartResize } from '../../src/model/pictures/smart-resize.js';
import { decodeReply } from '../../src/model/reply/decode.js';

const usable = profiles.filter(({ space }) => space !== 'unknown');
const profile = fc.constantFrom(...usable);
const screen = fc.oneof(
  fc.constantFrom(
    ...[
      '640x480',
      '1280x720',
      '1366x768',
      '1920x1080',
      '2560x1440',
      '3840x1080',
      '5120x1440',
      '3840x2160',
      '7680x4320',
    ]
      .map((each) => each.split('x').map(Number))
      .map(([width = 0, height = 0]) => ({ width, height })),
  ),
  fc.record({ width: fc.integer({ min: 320, max: 7680 }), height: fc.integer({ min: 240, max: 4320 }) }),
);
const around = fc.record({
  scale: fc.constantFrom(1, 1.25, 1.5, 2),
  origin: fc.constantFrom(
    screenPoint(0, 0),
    screenPoint(-1920, 0),
    screenPoint(-2560, -1440),
    screenPoint(1920, 200),
  ),
});
const share = fc.double({ min: 0, max: 1, noNaN: true });

/** What the model of this profile writes for a place of the frame, in whole units as models do. */
function written(
  each: Profile,
  at: { x: number; y: number },
  size: { width: number; height: number },
): number[] {
  const { sent } = sizeFor(each, size);
  const space = each.space === 'absolute' ? 'absolute' : 'relative';
  const { x, y } = sentToModel(frameToSent(framePoint(at.x, at.y), sent, size), space, sent);
  return [Math.round(x), Math.round(y)];
}

describe('the way of a point', () => {
  it('is a size that the server leaves alone, for every profile and screen', () => {
    fc.assert(
      fc.property(profile, screen, (each, size) => {
        const { sent } = sizeFor(each, size);
        expect(smartResize(sent, resizeRule(each))).toEqual(sent);
      }),
      { numRuns: 500 },
    );
  });

  it('comes back along every arrow', () => {
    fc.assert(
      fc.property(profile, screen, around, share, share, (each, size, { scale, origin }, across, down) => {
        const { sent } = sizeFor(each, size);
        const space = each.space === 'absolute' ? 'absolute' : 'relative';
        const at = framePoint(across * (size.width - 1), down * (size.height - 1));
        const there = sentToModel(frameToSent(at, sent, size), space, sent);
        const back = sentToFrame(modelToSent(there, space, sent), sent, size);
        expect(back.x).toBeCloseTo(at.x, 6);
        expect(back.y).toBeCloseTo(at.y, 6);
        const logical = frameToScreen(at, { scale, origin });
        const frame = screenToFrame(logical, { scale, origin });
        expect(frame.x).toBeCloseTo(at.x, 6);
        expect(frame.y).toBeCloseTo(at.y, 6);
      }),
      { numRuns: 500 },
    );
  });

  it('hits within 1 % of the shorter side or 4 px, for every profile, screen, scale and origin', () => {
    fc.assert(
      fc.property(profile, screen, around, share, share, (each, size, { scale, origin }, across, down) => {
        const at = { x: across * (size.width - 1), y: down * (size.height - 1) };
        const call = { action: 'left_click', coordinate: written(each, at, size) };
        const reply = `<tool_call>\n${JSON.stringify({ name: 'computer_use', arguments: call })}\n</tool_call>`;
        const reading = decodeReply(each, reply, { screen: size, scale, origin });
        if (reading.outcome !== 'decision') throw new Error(reading.reason);
        const hit = reading.points[0]?.screen ?? screenPoint(Number.NaN, Number.NaN);
        const wanted = frameToScreen(framePoint(at.x, at.y), { scale, origin });
        const near = Math.max(4, 0.01 * Math.min(size.width, size.height)) / scale;
        expect(Math.abs(hit.x - wanted.x)).toBeLessThanOrEqual(near);
        expect(Math.abs(hit.y - wanted.y)).toBeLessThanOrEqual(near);
      }),
      { numRuns: 1000 },
    );
  });

  it('stays inside the frame, and a part of the frame maps back exactly', () => {
    fc.assert(
      fc.property(screen, share, share, (size, across, down) => {
        const region = frameBox(
          Math.floor(size.width * 0.3),
          Math.floor(size.height * 0.2),
          Math.floor(size.width / 2),
          Math.floor(size.height / 2),
        );
        const each = usable[0];
        if (each === undefined) throw new Error('There are profiles.');
        const coordinate = [Math.round(across * 1000), Math.round(down * 1000)];
        const reply = {
          tool_calls: [
            { function: { name: 'computer_use', arguments: { action: 'left_click', coordinate } } },
          ],
        };
        const reading = decodeReply(each, reply, {
          screen: size,
          region,
          sent: { width: 1280, height: 800 },
        });
        if (reading.outcome !== 'decision') throw new Error(reading.reason);
        const { x, y } = reading.points[0]?.frame ?? framePoint(-1, -1);
        const want = region.x + Math.min(((coordinate[0] ?? 0) / 1000) * region.width, region.width - 1);
        expect(x).toBeCloseTo(want, 2);
        expect(x).toBeLessThan(region.x + region.width);
        expect(y).toBeGreaterThanOrEqual(region.y);
        expect(y).toBeLessThan(region.y + region.height);
      }),
      { numRuns: 300 },
    );
  });

  it('answers a point beyond the edge by more than a unit as out of range', () => {
    for (const each of usable) {
      const size = { width: 1920, height: 1080 };
      const range = each.space === 'absolute' ? sizeFor(each, size).sent : { width: 1000, height: 1000 };
      const read = (x: number, y: number): string =>
        decodeReply(each, `{"action":"left_click","coordinate":[${x},${y}]}`, { screen: size }).outcome;
      expect(read(range.width, range.height)).toBe('decision');
      expect(read(range.width + 2, 10)).toBe('out-of-range');
      expect(read(10, range.height + 2)).toBe('out-of-range');
      expect(read(-2, 10)).toBe('out-of-range');
      expect(read(0.5, 0.25)).toBe('out-of-range');
    }
  });

  it('has no negative zero and no loss at the corner', () => {
    expect(modelToSent(modelPoint(0, 0), 'relative', { width: 32, height: 32 })).toEqual({ x: 0, y: 0 });
  });
});
