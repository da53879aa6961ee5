import * as z from 'zod';

/**
 * The four coordinate spaces of deskhand. Each is a branded type, so that a point of one space cannot be
 * passed where another is meant; the only ways across are the functions of `spaces.ts`.
 *
 * model point -> sent-image pixel -> frame pixel -> logical screen point
 */
export const ModelPoint = z.object({ x: z.number(), y: z.number() }).brand<'ModelPoint'>();
/** A point as the model wrote it, in the space of its family (absolute sent px or relative 0..1000). */
export type ModelPoint = z.infer<typeof ModelPoint>;

export const SentPoint = z.object({ x: z.number(), y: z.number() }).brand<'SentPoint'>();
/** A point in px of the picture that was sent to the model. */
export type SentPoint = z.infer<typeof SentPoint>;

export const FramePoint = z
  .object({
    x: z.number().describe('px from the left edge of the frame'),
    y: z.number().describe('px from the top edge of the frame'),
  })
  .brand<'FramePoint'>();
/** A point in px of a captured frame, from its top left corner. */
export type FramePoint = z.infer<typeof FramePoint>;

export const ScreenPoint = z.object({ x: z.number(), y: z.number() }).brand<'ScreenPoint'>();
/** A point in logical px of the desktop; monitors left of or above the primary have negative coordinates. */
export type ScreenPoint = z.infer<typeof ScreenPoint>;

const boxShape = {
  x: z.number().describe('px from the left'),
  y: z.number().describe('px from the top'),
  width: z.number().nonnegative().describe('width in px'),
  height: z.number().nonnegative().describe('height in px'),
};

export const FrameBox = z.object(boxShape).brand<'FrameBox'>();
/** A rectangle in frame px. */
export type FrameBox = z.infer<typeof FrameBox>;

export const ScreenBox = z.object(boxShape).brand<'ScreenBox'>();
/** A rectangle in logical screen px. */
export type ScreenBox = z.infer<typeof ScreenBox>;

export const Size = z.object({ width: z.number().positive(), height: z.number().positive() });
/** Width and height in px of the space that the name of the field tells. */
export type Size = z.infer<typeof Size>;
