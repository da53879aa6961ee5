import type { WindowFacts } from '../../core/frame.js';
import { contains, type FrameBox, frameBox, type ScreenPoint } from '../../core/geometry.js';
import { screenBoxToFrame, screenToFrame } from '../../core/spaces.js';
import type { Look } from '../../ports.js';
import { decodePicture, type RawPicture } from '../picture.js';
import { panelAround } from '../place/control.js';

/** A field that a secret was typed into, seen from the corner of its window. */
export interface SecretField {
  readonly secret: string;
  readonly window: string;
  readonly box: FrameBox;
  /** Its border was seen, so that it can be seen to have left the screen; otherwise it stays while its window does. */
  readonly bordered: boolean;
}

/** Height of the text that a field is taken to hold, and the part taken for it where no border can be seen, px. */
const LETTERS = 14;
const UNSEEN = { width: 400, height: 32 };
/** How far the border of a field may be off and still be the same field, px. */
const SLACK = 3;

/** The field that was clicked last, in the window under the click. Undefined where there is no window. */
export async function fieldAt(at: ScreenPoint, look: Look, secret: string): Promise<SecretField | undefined> {
  const window = look.windows.find(({ box }) => contains(box, at));
  if (window === undefined) return undefined;
  const point = screenToFrame(at, look);
  const seen = panelAround(await decodePicture(look.png), lettersAt(point));
  const box =
    seen ?? frameBox(point.x - UNSEEN.width / 2, point.y - UNSEEN.height / 2, UNSEEN.width, UNSEEN.height);
  const corner = screenBoxToFrame(window.box, look);
  return {
    secret,
    window: window.id,
    bordered: seen !== undefined,
    box: frameBox(box.x - corner.x, box.y - corner.y, box.width, box.height),
  };
}

/** Where the field lies now; undefined once its window is gone, or another thing is in its place. */
export function placeOf(field: SecretField, look: Look, picture: RawPicture): FrameBox | undefined {
  const window = look.windows.find(({ id }) => id === field.window);
  if (window === undefined) return undefined;
  const box = inFrame(field, window, look);
  if (!field.bordered) return box;
  const middle = { x: box.x + LETTERS, y: box.y + box.height / 2 };
  const now = panelAround(picture, lettersAt(middle));
  return now !== undefined && isSame(now, box) ? box : undefined;
}

function inFrame({ box }: SecretField, window: WindowFacts, look: Look): FrameBox {
  const corner = screenBoxToFrame(window.box, look);
  return frameBox(box.x + corner.x, box.y + corner.y, box.width, box.height);
}

function lettersAt({ x, y }: { readonly x: number; readonly y: number }): FrameBox {
  return frameBox(Math.round(x - LETTERS / 2), Math.round(y - LETTERS / 2), LETTERS, LETTERS);
}

function isSame(a: FrameBox, b: FrameBox): boolean {
  return (
    Math.abs(a.x - b.x) <= SLACK &&
    Math.abs(a.y - b.y) <= SLACK &&
    Math.abs(a.width - b.width) <= 2 * SLACK &&
    Math.abs(a.height - b.height) <= 2 * SLACK
  );
}
