import type { Act } from '../core/action.js';
import { focusEffect } from '../core/focus.js';
import { describeTarget } from '../core/target.js';
import type { ScreenLabel } from '../ports.js';
import type { JudgeFacts } from './facts.js';

/** How far left of a field its label may stand, logical px. */
export const LABEL_LEFT = 260;
/** How far above, logical px. */
export const LABEL_ABOVE = 48;

/** What the acts before tell about the focus: its field, whether text was typed there, the line not yet sent. */
export function typedBefore(
  acts: readonly Act[],
  labels: readonly ScreenLabel[],
  scale: number,
): Pick<JudgeFacts, 'field' | 'editing' | 'pending' | 'pendingUnknown'> {
  const done = acts.filter((act) => act.outcome === 'done' || act.outcome === 'unknown');
  const field = focusedField(done, labels, scale);
  return {
    editing: typedSinceFocus(done),
    ...(field !== undefined && { field }),
    ...pendingLine(done),
  };
}

/**
 * Text typed since the last Return, key by key too; unknown when something changed the line in ways that nobody
 * knows, such as a recalled or completed line, a paste with the mouse, or typing in the middle of it.
 */
function pendingLine(acts: readonly Act[]): Pick<JudgeFacts, 'pending' | 'pendingUnknown'> {
  let pending = '';
  let pendingUnknown = false;
  for (const { decision } of acts) {
    const { name, input } = decision.action;
    if (name === 'type') {
      if (typeof input.secret === 'string') pendingUnknown = true;
      const typed = `${typeof input.text === 'string' ? input.text : ''}${input.enter === true ? '\n' : ''}`;
      const sent = typed.lastIndexOf('\n');
      if (sent >= 0) pendingUnknown = false;
      pending = sent >= 0 ? typed.slice(sent + 1) : pending + typed;
      if (/[^\P{Cc}\n]/u.test(typed.slice(sent + 1))) pendingUnknown = true;
    } else if (name === 'press') {
      const count = typeof input.count === 'number' ? input.count : 1;
      for (let i = 0; i < count; i++) {
        const after = afterKey(pending, [input.keys].flat().join('+').toLowerCase());
        pending = after ?? pending;
        pendingUnknown = after !== '' && (pendingUnknown || after === undefined);
      }
    } else if (
      name === 'hold' ||
      (name === 'click' && input.button !== undefined && input.button !== 'left')
    ) {
      pendingUnknown = true;
    }
  }
  return { pending, ...(pendingUnknown && { pendingUnknown }) };
}

/** The line after a key; undefined when nobody knows. */
function afterKey(line: string, key: string): string | undefined {
  if (/^(enter|return|kp_enter|ctrl\+[cujm])$/.test(key)) return '';
  if (/^(shift|ctrl|alt|escape|f\d+|pageup|pagedown|ctrl\+[ls])$/.test(key)) return line;
  if (key === 'backspace') return [...line].slice(0, -1).join('');
  if (key === 'space') return `${line} `;
  const letter = /^(?:shift\+)?(.)$/u.exec(key)?.[1];
  return letter === undefined ? undefined : line + letter;
}

/** Whether text was typed where the focus is since it came there. */
export function isEditing(acts: readonly Act[]): boolean {
  return typedSinceFocus(acts.filter(({ outcome }) => outcome === 'done' || outcome === 'unknown'));
}

/** Whether the last thing that happened to the focus was typing into it. */
function typedSinceFocus(acts: readonly Act[]): boolean {
  for (const act of [...acts].reverse()) {
    const { action } = act.decision;
    if (action.name === 'type') return !String(action.input.text ?? '').includes('\t');
    if (focusEffect(action) !== 'kept') return false;
  }
  return false;
}

/** The label of the field that was clicked last, as long as nothing has moved the focus since. */
function focusedField(
  acts: readonly Act[],
  labels: readonly ScreenLabel[],
  scale: number,
): string | undefined {
  const decision = focusingClick(acts)?.decision;
  if (decision === undefined) return undefined;
  const told = [decision.sighting?.text, decision.target && describeTarget(decision.target)];
  const texts = [...told, ...labelsBeside(decision.action.input.at, labels, scale)];
  return texts.filter((text) => text !== undefined && text !== '').join(' · ') || undefined;
}

/** The click that put the focus where it is, as long as nothing has moved it since. */
function focusingClick(acts: readonly Act[]): Act | undefined {
  const last = acts.findLast(({ decision }) => focusEffect(decision.action) !== 'kept');
  return last && typeof focusEffect(last.decision.action) === 'object' ? last : undefined;
}

/** The text left of a point in its row, and the text just above it. */
function labelsBeside(at: unknown, labels: readonly ScreenLabel[], scale: number): string[] {
  if (!isPoint(at)) return [];
  const [toLeft, toTop] = [LABEL_LEFT * scale, LABEL_ABOVE * scale];
  return labels
    .filter(({ box }) => {
      const right = box.x + box.width;
      const sameRow = at.y >= box.y - box.height / 2 && at.y <= box.y + box.height * 1.5;
      const left = sameRow && right <= at.x + box.width && at.x - right <= toLeft;
      const below = at.y - (box.y + box.height);
      const above = below >= 0 && below <= toTop && box.x <= at.x && at.x - box.x <= toLeft;
      return left || above;
    })
    .map(({ text }) => text);
}

function isPoint(value: unknown): value is { x: number; y: number } {
  return typeof value === 'object' && value !== null && 'x' in value && 'y' in value;
}
