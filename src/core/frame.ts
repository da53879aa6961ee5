import * as z from 'zod';
import { FrameBox, ScreenBox, ScreenPoint, Size } from './coordinates.js';
import { KeptFile } from './kept-file.js';

/** Why nothing of a window can be on the screen; one that other windows cover is not hidden in this sense. */
export const HiddenBy = z.enum(['minimised', 'on another workspace', 'beyond the edge']);
export type HiddenBy = z.infer<typeof HiddenBy>;

/** What a window says that it is, where it is no ordinary one. */
export const WindowKind = z.enum(['splash', 'dialog', 'panel', 'pop-up']);
export type WindowKind = z.infer<typeof WindowKind>;

/** A window as the window manager tells it. */
export const WindowFacts = z.object({
  id: z.string().describe('identifier on this display'),
  title: z.string().describe('window title'),
  class: z.string().describe('application class, such as Xfce4-mousepad'),
  pid: z.number().int().optional().describe('process id, when the window tells it'),
  app: z
    .string()
    .optional()
    .describe('application of the task whose process opened it, or one that came out of it; when known'),
  box: ScreenBox.describe('content area in logical screen px, without the frame'),
  active: z.boolean().describe('has the keyboard focus'),
  kind: WindowKind.optional().describe(
    'splash: shown while a program starts, takes no keyboard; dialog; panel: of the desktop; pop-up: an open menu or list, which no window manager knows. Absent for others',
  ),
  hidden: HiddenBy.optional().describe('why nothing of it can be on the screen; absent where it may show'),
});
export type WindowFacts = z.infer<typeof WindowFacts>;

/** A part of a frame that is black because a secret could be read there. */
export const Mask = z.object({
  box: FrameBox.describe('frame px'),
  secret: z.string().describe('name of the secret'),
});
export type Mask = z.infer<typeof Mask>;

/** One capture of a display, as the recording tells it. Only this travels; the pixels lie in `file`. */
export const Frame = z.object({
  id: z.string().describe('name of the frame in its recording, such as f0007'),
  file: KeptFile.describe('PNG, relative to the recording folder'),
  sha256: z.string().describe('hash of the PNG bytes'),
  size: Size.describe('frame px'),
  scale: z.number().positive().describe('frame px per logical px'),
  origin: ScreenPoint.describe('logical position of the top left corner'),
  display: z.string().describe('name of the display, such as :12'),
  pointer: ScreenPoint.optional().describe('pointer position in logical px'),
  windows: z.array(WindowFacts).describe('visible windows, topmost first'),
  hiddenWindows: z
    .array(WindowFacts)
    .optional()
    .describe('windows that are open but do not show, each with the reason; absent where there is none'),
  tips: z
    .array(ScreenBox)
    .optional()
    .describe(
      'where tips of tools stand, logical px; they repeat what stands elsewhere; absent where there is none',
    ),
  calm: z.boolean().describe('false when the screen still moved at the upper limit of settling'),
  masks: z.array(Mask).optional().describe('what was blacked out before anything was stored or sent'),
  at: z.number().describe('ms since the run began'),
});
export type Frame = z.infer<typeof Frame>;
