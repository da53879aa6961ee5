import * as z from 'zod';
import { Check } from '../../core/check.js';
import { Target } from '../../core/target.js';
import { namesWindow, WINDOW_NAMED_BY, windowFields } from '../../core/window.js';
import { type Lift, once, perLift, scalars } from './lift.js';

/** No system numbers its processes higher. */
const MOST_PID = 2 ** 32 - 1;

/** The shapes that several verbs share: targets, windows, boxes, checks. Descriptions come from the core. */
export const nouns = perLift((lift: Lift) => {
  const { text, flag, number, whole, duration } = scalars(lift);
  const about = describer(Target.shape);
  const aboutCheck = describer(Check.shape);
  const aboutWindow = describer(windowFields);

  const textMatch = once(() =>
    z.union(
      [
        text(),
        z.strictObject({
          is: text().optional().describe('the whole label'),
          has: text().optional().describe('part of the label'),
          matches: text().optional().describe('regular expression over the whole line'),
          case: flag().optional().describe('compare upper and lower case too'),
          word: flag().optional().describe('whole words only'),
        }),
      ],
      { error: 'expected text, or a map with is, has or matches' },
    ),
  );
  const anchor = once(() =>
    z.union(
      [
        text(),
        z.strictObject({
          text: textMatch().optional().describe('text of the anchor'),
          image: text().optional().describe('picture file of the anchor, relative to the task'),
        }),
      ],
      { error: 'expected the text of the anchor, or a map with text or image' },
    ),
  );
  const windowMatch = once(() =>
    z.union(
      [
        text(),
        z
          .strictObject({
            title: text().optional().describe(aboutWindow('title')),
            class: text().optional().describe(aboutWindow('class')),
            pid: whole(1, MOST_PID).optional().describe(aboutWindow('pid')),
            app: text().optional().describe(aboutWindow('app')),
          })
          .refine(namesWindow, {
            error: `expected ${WINDOW_NAMED_BY}`,
            // A misspelt key is told as such.
            when: ({ issues }) => issues.length === 0,
          })
          .meta({ minProperties: 1 }),
      ],
      { error: `expected a window title, or a map with ${WINDOW_NAMED_BY}` },
    ),
  );
  const box = once(() =>
    lift.value(
      z
        .strictObject({
          x: number().describe('px from the left'),
          y: number().describe('px from the top'),
          width: number().describe('width in px'),
          height: number().describe('height in px'),
        })
        .describe('a rectangle in px'),
      'a map with x, y, width and height',
    ),
  );
  const point = once(() =>
    z.union(
      [
        text(),
        z.strictObject({
          x: number().describe('px from the left edge of the frame'),
          y: number().describe('px from the top edge of the frame'),
        }),
      ],
      { error: 'expected {x, y} in frame px, or text such as "50%,90%"' },
    ),
  );

  const targetFields = {
    text: textMatch().optional().describe(about('text')),
    image: text().optional().describe(about('image')),
    describe: text().optional().describe(about('describe')),
    point: point().optional().describe(about('point')),
    near: anchor().optional().describe(about('near')),
    below: anchor().optional().describe(about('below')),
    above: anchor().optional().describe(about('above')),
    'left-of': anchor().optional().describe(about('left-of')),
    'right-of': anchor().optional().describe(about('right-of')),
    index: whole(-1000, 1000).optional().describe(about('index')),
    window: windowMatch().optional().describe(about('window')),
    region: box().optional().describe(about('region')),
    offset: z
      .strictObject({ x: number().describe('px to the right'), y: number().describe('px down') })
      .optional()
      .describe(about('offset')),
  };
  const target = once(() =>
    z
      .union([text(), z.strictObject(targetFields)], {
        error: 'expected the text on the screen, or a map with text, image, describe or point',
      })
      .describe('text on the screen, or a map that says what is meant'),
  );

  const checkFields = {
    visible: target().optional().describe(aboutCheck('visible')),
    gone: target().optional().describe(aboutCheck('gone')),
    text: textMatch().optional().describe(aboutCheck('text')),
    window: windowMatch().optional().describe(aboutCheck('window')),
    closed: windowMatch().optional().describe(aboutCheck('closed')),
    changed: z
      .union([flag(), text()], { error: 'expected true, false, or what has changed, in a sentence' })
      .optional()
      .describe(aboutCheck('changed')),
    file: z
      .strictObject({
        path: text().describe('path, relative to the task'),
        exists: flag().optional().describe('whether it is there (default true)'),
        equals: text().optional().describe('its whole content'),
        contains: text().optional().describe('part of its content'),
        matches: text()
          .optional()
          .describe('regular expression that its content must match; ^ and $ are line ends'),
      })
      .optional()
      .describe(aboutCheck('file')),
    value: z
      .strictObject({
        actual: z.unknown().describe(`the value, such as \${total}`),
        equals: z.unknown().optional().describe('the value it must have'),
        contains: text().optional().describe('text it must have in it'),
        matches: text().optional().describe('regular expression it must match'),
      })
      .optional()
      .describe(aboutCheck('value')),
    that: z
      .union([z.boolean(), text()], { error: 'expected an expression' })
      .optional()
      .describe(aboutCheck('that')),
    area: box().optional().describe(aboutCheck('area')),
    within: duration()
      .optional()
      .describe('how long it may take to come true (default: timeout of the step)'),
    strict: flag().optional().describe(aboutCheck('strict')),
    message: text().optional().describe(aboutCheck('message')),
  };
  const check = once(() =>
    z
      .union([text(), z.strictObject(checkFields)], {
        error: 'expected text that stands on the screen, or a map with one check',
      })
      .describe('text that stands on the screen, or a map with one check'),
  );
  const checks = once(() =>
    z
      .union([check(), z.array(check()).min(1)], {
        error: 'expected text, one check, or a list of checks',
      })
      .describe('one check or a list of checks'),
  );

  return { textMatch, anchor, windowMatch, box, point, targetFields, target, checkFields, check, checks };
});

/** The description of a field of a core shape. */
function describer<Shape extends z.ZodRawShape>(shape: Shape): (key: keyof Shape & string) => string {
  return (key) => (shape[key] as z.ZodType | undefined)?.description ?? '';
}
