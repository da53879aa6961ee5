import { DeskhandError } from '../../core/errors.js';
import type { Size } from '../../core/geometry.js';
import { type HostKind, hostTraits } from '../hosts.js';
import type { Profile } from '../profiles/index.js';
import { imageTokensOf, type ResizeRule, smartResize } from './smart-resize.js';

/** How a screen is sent to a model. */
export interface SentSize {
  /** px of the picture that is sent; the server's own resize leaves it alone. */
  readonly sent: Size;
  /** Tokens the picture costs, begin and end marks counted. */
  readonly imageTokens: number;
  readonly factor: number;
  readonly space: Profile['space'];
}

/** The limits of the server's resize for this model at this kind of server. */
export function resizeRule(profile: Profile, host: HostKind = profile.host): ResizeRule {
  const { min, max } = profile.pixelsAt[host] ?? profile.pixels;
  const most = hasHighResolution(profile, host) ? (profile.hardPixels ?? max) : max;
  return { factor: profile.factor, minPixels: min, maxPixels: most };
}

/** Whether the server is asked for high resolution: DashScope knows the word, vLLM is told the limits. */
export function hasHighResolution(profile: Profile, host: HostKind): boolean {
  return profile.highResolution && (hostTraits[host].maxPixels || hostTraits[host].processorKwargs);
}

/**
 * The size a screen is sent with, and what that costs. Sending exactly the size that the server would resize
 * to makes its resize do nothing, so an answer can mean only one thing.
 *
 * @throws DeskhandError `host-shrinks` for a model with absolute points at a server that shrinks every picture
 */
export function sizeFor(profile: Profile, screen: Size, host: HostKind = profile.host): SentSize {
  if (hostTraits[host].shrinks && profile.space === 'absolute') {
    throw new DeskhandError(
      'usage',
      'host-shrinks',
      `${profile.model} writes points in px of the picture, and ${host} shrinks every picture unseen.`,
      { hint: 'Use a model with relative points there, such as qwen3-vl, or another server.' },
    );
  }
  const rule = resizeRule(profile, host);
  const sent = smartResize(screen, rule);
  // The servers judge the shape of what they get, too: 7680x42 is allowed, but not 7680x32.
  const left = smartResize(sent, rule);
  if (left.width !== sent.width || left.height !== sent.height) throw noFixedSize(screen);
  return {
    sent,
    imageTokens: imageTokensOf(sent, profile.factor),
    factor: profile.factor,
    space: profile.space,
  };
}

function noFixedSize({ width, height }: Size): DeskhandError {
  return new DeskhandError(
    'failed',
    'picture-shape',
    `There is no size of a picture of ${width}x${height} px that the server would leave alone.`,
    { hint: 'It is too long and narrow; show a part of it.' },
  );
}
