import type { Call, Question, SeenPoint } from './brain.js';
import type { Intent } from './intent.js';
import { textOfMessage } from './request.js';

/** The names of the actions that UI-TARS was trained on; it knows no others unless a prompt lists them. */
const trained = [
  'click',
  'left_double',
  'right_single',
  'drag',
  'hotkey',
  'type',
  'scroll',
  'wait',
  'finished',
  'call_user',
] as const;

/**
 * The intent in the words of UI-TARS, out of the action space that the request lists. Throws when that holds
 * nothing for it.
 */
export function actionCall(question: Question, intent: Intent): Call {
  const known = actionsIn(question);
  const call = written(question, intent).find(({ name }) => known.has(name));
  if (call === undefined) throw new Error(`none of ${[...known].join(', ')} can ${intent.kind}`);
  return call;
}

/** Whether the request wants an action, in the way of this family. */
export function asksForAction(question: Question): boolean {
  return question.family.dialect === 'action-text' && listedIn(question) !== '';
}

function actionsIn(question: Question): ReadonlySet<string> {
  const listed = listedIn(question);
  const names = [...listed.matchAll(/^(\w+)\(/gmu)].map(([, name = '']) => name);
  return new Set(names.length > 0 ? names : trained);
}

function listedIn({ messages }: Question): string {
  const text = messages.map(textOfMessage).join('\n');
  return /## Action Space\s+((?:\w+\(.*\)[^\n]*\n?)+)/u.exec(text)?.[1] ?? '';
}

/** The calls that could do it, the best one first. */
function written(question: Question, intent: Intent): Call[] {
  const at = (name: string, point: SeenPoint): Record<string, string> => ({ [name]: box(question, point) });
  switch (intent.kind) {
    case 'click': {
      const name = intent.button === 'right' ? 'right_single' : intent.count > 1 ? 'left_double' : 'click';
      return [{ name, arguments: at('start_box', intent.at) }];
    }
    case 'drag':
      return [
        {
          name: 'drag',
          arguments: { ...at('start_box', intent.from), ...at('end_box', intent.to) },
        },
      ];
    case 'press':
      return [{ name: 'hotkey', arguments: { key: intent.keys.join(' ') } }];
    case 'type':
      return [{ name: 'type', arguments: { content: intent.text } }];
    case 'scroll':
      return [
        {
          name: 'scroll',
          arguments: { ...(intent.at && at('start_box', intent.at)), direction: intent.direction },
        },
      ];
    case 'wait':
      return [{ name: 'wait', arguments: {} }];
    case 'done':
      return [{ name: 'finished', arguments: { content: intent.summary } }];
    case 'fail':
      return [
        { name: 'give_up', arguments: { reason: intent.reason } },
        { name: 'call_user', arguments: { content: intent.reason } },
      ];
    case 'move':
      return [];
  }
}

function box(question: Question, point: SeenPoint): string {
  const [x, y] = question.write(point);
  return `<|box_start|>(${x},${y})<|box_end|>`;
}

/** A call as UI-TARS writes it: values in single quotes with the escapes of Python. */
export function asActionLine({ name, arguments: args }: Call): string {
  const values = Object.entries(args).map(([key, value]) => {
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    const escaped = text.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n');
    return `${key}='${escaped}'`;
  });
  return `${name}(${values.join(', ')})`;
}
