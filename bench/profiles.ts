import type { ChatAnswer, Picture } from '../src/core/chat.js';
import { type FramePoint, framePoint, type Size, screenPoint } from '../src/core/geometry.js';
import { frameToScreen } from '../src/core/spaces.js';
import { openChat, type Profile, profiles } from '../src/model/index.js';
import { decodeReply } from '../src/model/reply/decode.js';
import { never, offered, Screens, skippingClock } from '../test/model/support.js';
import { type Emulator, startEmulator } from '../test/support/emulator/index.js';

const sizes = ['640x480', '1280x720', '1366x768', '1920x1080', '2560x1440', '3840x1080', '5120x1440']
  .concat(['3840x2160', '7680x4320'])
  .map((each) => each.split('x').map(Number))
  .map(([width = 0, height = 0]): Size => ({ width, height }));
const scales = [1, 1.25, 1.5, 2];
const origins = [screenPoint(0, 0), screenPoint(-1920, 0), screenPoint(-2560, -1440), screenPoint(1920, 200)];

/** A screen whose target only its pixels tell. */
interface Hidden {
  readonly picture: Picture;
  readonly target: FramePoint;
}

/** What the shots on one size of screen came to. */
interface Tally {
  shots: number;
  hits: number;
  /** Largest miss, frame px. */
  worst: number;
}

/**
 * Every profile on every size of screen, at each scale and origin: where the emulated model of that name points, against
 * the target that is hidden in the pixels. A hit is within 1 % of the shorter side, or 4 px.
 */
export async function profilesOnScreens(
  chosen: readonly Profile[] = profiles,
  screenSizes: readonly Size[] = sizes,
): Promise<{ models: number; tallies: ReadonlyMap<string, Tally>; misses: readonly string[] }> {
  const usable = chosen.filter(({ space }) => space !== 'unknown');
  const screens = await Screens.open();
  const servers = { dashscope: await startEmulator(), vllm: await startEmulator({ host: 'vllm' }) };
  const misses: string[] = [];
  const tallies = new Map<string, Tally>();
  try {
    for (const [at, size] of screenSizes.entries()) {
      const tally: Tally = { shots: 0, hits: 0, worst: 0 };
      const hidden = await hide(screens, size, at);
      for (const profile of usable) {
        const server = profile.host === 'dashscope' ? servers.dashscope : servers.vllm;
        misses.push(...(await shoot(profile, server, hidden, tally)));
      }
      tallies.set(`${size.width}x${size.height}`, tally);
    }
  } finally {
    await Promise.all([servers.dashscope.close(), servers.vllm.close(), screens.close()]);
  }
  return { models: usable.length, tallies, misses };
}

/** Prints what `profilesOnScreens` finds; the exit code tells misses. */
export async function profilesBench(): Promise<void> {
  const { models, tallies, misses } = await profilesOnScreens();
  const each = `${scales.length} scales and ${origins.length} origins`;
  console.log(`profiles: ${models} models, each asked once a screen; each answer read at ${each}`);
  for (const [size, { shots, hits, worst }] of tallies)
    console.log(
      `  ${size.padEnd(10)} ${hits} of ${shots} points hit, worst miss ${worst.toFixed(1)} frame px`,
    );
  for (const miss of misses.slice(0, 20)) console.log(`  MISS ${miss}`);
  if (misses.length > 0) process.exitCode = 1;
}

/** Off the middle, and somewhere else on each size. */
async function hide(screens: Screens, size: Size, at: number): Promise<Hidden> {
  const share = (seed: number): number => 0.08 + ((seed * 0.381_966) % 0.84);
  const target = framePoint(Math.round(size.width * share(at + 1)), Math.round(size.height * share(at + 4)));
  const side = Math.max(16, 2 * Math.round(size.height / 80));
  return { picture: await screens.picture(size, target, side), target };
}

async function shoot(
  profile: Profile,
  { url: baseUrl, key }: Emulator,
  { picture, target }: Hidden,
  tally: Tally,
): Promise<string[]> {
  const chat = openChat({ profile, baseUrl, key, clock: skippingClock(), host: profile.host });
  const turns = [{ number: 1, picture, hints: [] }];
  const answer = await chat.next({ goal: 'Click the marker.', tools: offered, turns }, never);
  const failures: string[] = [];
  for (const scale of scales) {
    for (const origin of origins) {
      tally.shots += 1;
      const off = distance(profile, answer, picture.size, target, { scale, origin });
      if (off !== undefined) tally.worst = Math.max(tally.worst, off);
      if (off !== undefined && off <= Math.max(4, 0.01 * Math.min(picture.size.width, picture.size.height)))
        tally.hits += 1;
      else failures.push(`${profile.model} at ${JSON.stringify(picture.size)}: ${off ?? outcomeOf(answer)}`);
    }
  }
  return failures;
}

/** How far the logical screen point is from that of the target, in frame px. */
function distance(
  profile: Profile,
  { exchange }: ChatAnswer,
  screen: Size,
  target: FramePoint,
  around: { scale: number; origin: ReturnType<typeof screenPoint> },
): number | undefined {
  const reading = decodeReply(profile, exchange.reply, { screen, tools: offered, ...around });
  const hit = reading.outcome === 'decision' ? reading.points[0]?.screen : undefined;
  if (hit === undefined) return undefined;
  const wanted = frameToScreen(target, around);
  return Math.max(Math.abs(hit.x - wanted.x), Math.abs(hit.y - wanted.y)) * around.scale;
}

function outcomeOf({ reading }: ChatAnswer): string {
  return reading.outcome === 'decision' ? 'no point' : `${reading.outcome}: ${reading.reason}`;
}
