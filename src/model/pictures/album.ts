import type { Picture } from '../../core/chat.js';
import type { FrameBox, Size } from '../../core/geometry.js';
import { type HostKind, hostTraits } from '../hosts.js';
import type { Profile } from '../profiles/index.js';
import { type EncodedPicture, encodePicture, shownRegion } from './encode.js';
import { resizeRule, sizeFor } from './size.js';
import { imageTokensOf, smartResize } from './smart-resize.js';

/** A picture ready to be sent, with everything needed to understand points in it. */
export interface SentPicture extends EncodedPicture {
  readonly sent: Size;
  readonly tokens: number;
  readonly region: FrameBox | undefined;
}

/** How many pictures are kept encoded. */
const KEPT = 16;

/**
 * Encodes pictures for one model and keeps them: the bytes of a picture that was sent before are the same
 * bytes again, which is what caches of prompts need.
 */
export class Album {
  readonly #kept = new Map<string, Promise<SentPicture>>();
  readonly #profile: Profile;
  readonly #host: HostKind;

  constructor(profile: Profile, host: HostKind) {
    this.#profile = profile;
    this.#host = host;
  }

  /** The size a picture has when it is sent. A part of a frame is enlarged to the size of a whole one. */
  sizeOf(picture: Picture): Size {
    const region = shownRegion(picture);
    if (region === undefined) return sizeFor(this.#profile, picture.size, this.#host).sent;
    const rule = resizeRule(this.#profile, this.#host);
    const whole = sizeFor(this.#profile, picture.size, this.#host).sent;
    const grow = Math.min(whole.width / region.width, whole.height / region.height);
    return smartResize({ width: region.width * grow, height: region.height * grow }, rule);
  }

  encoded(picture: Picture): Promise<SentPicture> {
    const region = shownRegion(picture);
    const name = JSON.stringify([picture.sha256, region]);
    const known = this.#kept.get(name);
    if (known !== undefined) return known;
    const made = this.#encode(picture, region);
    this.#kept.set(name, made);
    // What failed is not kept: the next try shall read the file again.
    made.catch(() => this.#kept.delete(name));
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > KEPT && oldest !== undefined) this.#kept.delete(oldest);
    return made;
  }

  async #encode(picture: Picture, region: FrameBox | undefined): Promise<SentPicture> {
    const sent = this.sizeOf(picture);
    const encoded = await encodePicture(picture.path, sent, {
      mostBytes: hostTraits[this.#host].pictureBytes,
      ...(region && { region }),
    });
    return { ...encoded, sent, region, tokens: imageTokensOf(sent, this.#profile.factor) };
  }
}
