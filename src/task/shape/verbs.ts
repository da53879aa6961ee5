import * as z from 'zod';
import { Limits } from '../../core/action.js';
import { readForms } from '../../core/forms.js';
import { type Lift, scalars } from './lift.js';
import { nouns } from './nouns.js';

/** What each verb takes. The order is the one in which the docs tell them. */
export function verbs(lift: Lift) {
  const { text, flag, whole, choice, duration } = scalars(lift);
  const { targetFields, target, checks, windowMatch, box } = nouns(lift);

  const chord = (about: string) =>
    z.union([text(), z.array(text()).min(1)], { error: 'expected keys such as ctrl+s' }).describe(about);
  const button = choice(['left', 'middle', 'right']).optional().describe('mouse button (default left)');
  const modifiers = z
    .union([z.array(text()), text()], { error: 'expected modifier keys such as [ctrl, shift]' })
    .optional()
    .describe('keys held meanwhile: ctrl, shift, alt, super');
  const name = () => text();
  const args = z.array(text()).optional().describe('arguments, one entry each');
  const env = z.record(z.string(), text()).optional().describe('environment variables to add');

  const delay = () =>
    duration().optional().describe('time between two keys (default: the pace of the application)');
  const count = whole(1, 3).optional().describe('how many times (default 1)');
  const click = <Fields extends z.ZodRawShape>(fields: Fields, about: string) =>
    z
      .union([text(), z.strictObject({ ...targetFields, ...fields })], {
        error: 'expected the text to click, or a map with a target',
      })
      .describe(about);

  return {
    do: z
      .union(
        [
          text(),
          z.strictObject({
            goal: text().describe('what shall be reached, in words'),
            until: checks().optional().describe('the goal is reached when this holds'),
            limits: z.strictObject(Limits.shape).optional().describe('what this step may use up'),
          }),
        ],
        { error: 'expected a goal in words, or a map with goal' },
      )
      .describe('a goal in plain words, reached by the pilot'),
    click: click({ button, count, modifiers }, 'click on text or on a target'),
    doubleClick: click({ button, modifiers }, 'click twice'),
    rightClick: click({ count, modifiers }, 'click with the right button'),
    type: z
      .union(
        [
          text(),
          z.strictObject({
            text: text().optional().describe('the text to type, exactly'),
            secret: name().optional().describe('name of a secret to type instead of a text'),
            into: target().optional().describe('the field that is clicked first'),
            clear: flag().optional().describe('remove what stands in the field first (default false)'),
            enter: flag().optional().describe('press enter afterwards (default false)'),
            paste: z
              .union([flag(), chord('the chord that pastes there, such as ctrl+shift+v')], {
                error: 'expected true, or the chord that pastes there, such as ctrl+shift+v',
              })
              .optional()
              .describe('paste it through the clipboard, which is put back afterwards (default false)'),
            delay: delay(),
            unseen: flag()
              .optional()
              .describe('the program shows nothing of it, as at a password prompt (default false)'),
          }),
        ],
        { error: 'expected the text to type, or a map with text or secret' },
      )
      .describe('type text into the focused field or into a target'),
    press: z
      .union(
        [
          text(),
          z.strictObject({
            keys: chord('a chord such as ctrl+s'),
            count: whole(1, 100).optional().describe('how many times (default 1)'),
            delay: delay(),
          }),
        ],
        {
          error:
            'expected keys such as ctrl+s, or a map with keys; keys one after the other are steps of their own',
        },
      )
      .describe('press keys, such as enter or ctrl+shift+s'),
    scroll: z
      .union(
        [
          text(),
          z.strictObject({
            direction: choice(['up', 'down', 'left', 'right'])
              .optional()
              .describe('which way (default down)'),
            notches: whole(1, 100).optional().describe('wheel notches (default 3)'),
            at: target().optional().describe('where the pointer is put first'),
            until: checks().optional().describe('scroll on until this holds'),
          }),
        ],
        { error: 'expected a direction such as down 3, or a map with direction' },
      )
      .describe('turn the wheel, such as down 3'),
    drag: z
      .strictObject({
        from: target().optional().describe('where the button is pressed'),
        to: target().optional().describe('where it is released'),
        path: z.array(target()).min(2).optional().describe('all points to visit, instead of from and to'),
        button,
        modifiers,
        hold: duration().optional().describe('time at the first point before it moves'),
        duration: duration().optional().describe('time for the way'),
        hover: duration().optional().describe('time at the last point before the button is let go'),
      })
      .describe('drag from one target to another'),
    mouseDown: click({ button, modifiers }, 'press a mouse button on a target and keep it down'),
    mouseUp: z
      .union([text(), z.strictObject({ ...targetFields, button })], {
        error: 'expected the text where the button is let go, or a map with a target',
      })
      .describe('move to a target and let the mouse button go; {} lets it go where the pointer is'),
    move: target().describe('move the pointer onto a target'),
    hold: z
      .strictObject({
        keys: chord('keys to hold').optional(),
        at: target().optional().describe('where a mouse button is held'),
        button,
        for: duration().describe('how long, such as 2s'),
      })
      .describe('hold keys or a mouse button for a while'),
    wait: z
      .union(
        [
          duration(),
          z.strictObject({
            for: checks().optional().describe('wait until this holds'),
            gone: target().optional().describe('wait until this cannot be found any more'),
          }),
        ],
        { error: 'expected a duration such as 2s, or a map with for or gone' },
      )
      .describe('wait for something, or for a duration'),
    check: checks().describe('what must be true now, or within the timeout of the step'),
    read: z
      .strictObject({
        ...targetFields,
        as: name().optional().describe('name of the value (default: id of the step)'),
        pattern: text()
          .optional()
          .describe('regular expression; its first group, or all of it, is the value'),
        type: choice(['text', 'number', 'lines']).optional().describe('what to make of it (default text)'),
        by: choice(['text', 'model'])
          .optional()
          .describe(
            'who reads: the text reader, or the model (default text; model with one of the next three)',
          ),
        question: text().optional().describe('what the model is asked about the picture'),
        schema: z
          .union([z.record(z.string(), z.unknown()), z.string()], {
            error: 'expected a JSON Schema, as a map or the path of a JSON file',
          })
          .optional()
          .describe('JSON Schema of the value, as a map or the path of a JSON file, relative to the task'),
        format: choice(readForms)
          .optional()
          .describe(
            'what the model writes: all text; ocr: lines with confidence; located, boxes: lists of {text, box}, {label, box}; table: {columns, rows}; html, markdown: the document',
          ),
        video: duration()
          .optional()
          .describe(
            'the model is shown the last so many seconds of the run as a video, such as 10s; with question',
          ),
        fps: lift
          .value(z.number().min(0.1).max(10), 'a number from 0.1 to 10')
          .optional()
          .describe('frames a second of that video (default 1)'),
      })
      .describe('read text from the screen into a value'),
    window: z
      .union(
        [
          text(),
          z.strictObject({
            activate: windowMatch().optional().describe('bring this window to the front'),
            close: windowMatch().optional().describe('close this window'),
            maximise: windowMatch().optional().describe('maximise this window'),
            wait: windowMatch().optional().describe('wait until this window is open'),
            place: windowMatch().optional().describe('move and size this window'),
            box: box().optional().describe('where place puts it, logical screen px'),
          }),
        ],
        { error: 'expected a window title, or a map with activate, close, maximise, wait or place' },
      )
      .describe('activate, close, maximise, wait for or place a window'),
    fileDialog: z
      .strictObject({
        open: text().optional().describe('absolute path of the file to open'),
        save: text().optional().describe('absolute path to save under'),
        window: windowMatch()
          .optional()
          .describe('the dialog (default: the active window that looks like a file dialog)'),
        overwrite: flag()
          .optional()
          .describe('save: agree when asked whether to replace a file that exists (default false)'),
      })
      .describe('answer an open file dialog with a path, and wait until the file was taken'),
    launch: text().describe('start an application of apps'),
    close: text().describe('close an application of apps'),
    run: z
      .union(
        [
          text(),
          z.strictObject({
            command: text().describe('program to run, or a whole line with shell: true'),
            args,
            cwd: text().optional().describe('folder to run in, relative to the task'),
            env,
            shell: flag().optional().describe('let a shell read the command (default false)'),
            timeout: duration().optional().describe('how long it may run (default 60s)'),
            mayFail: flag()
              .optional()
              .describe('go on when it ends with another exit code than 0 (default false)'),
            as: name()
              .optional()
              .describe('name of the value that gets its output (default: id of the step)'),
          }),
        ],
        { error: 'expected a command, or a map with command' },
      )
      .describe('run a command to its end'),
    note: text().describe('write a sentence into the recording'),
    ask: z
      .union(
        [
          text(),
          z.strictObject({
            question: text().describe('what the operator is asked'),
            as: name()
              .optional()
              .describe('name of the value that gets the answer (default: id of the step)'),
          }),
        ],
        { error: 'expected a question, or a map with question' },
      )
      .describe('ask the operator a question'),
  };
}
