import type { Rule } from '../rule.js';
import { clickOn, press, typing } from '../samples.js';
import type { Scene } from '../scene.js';

const SYSTEM_CHORDS =
  /^(?:ctrl\+alt\+(?:delete|backspace|f\d+)|super\+l|ctrl\+alt\+l|alt\+printscreen|ctrl\+alt\+(?:end|escape))$/;
const RUN_CHORDS = /^(?:super\+r|alt\+f2|ctrl\+alt\+t|super\+x)$/;
const DELETE_CHORDS = /^(?:(?:shift\+|ctrl\+|ctrl\+shift\+)?delete|super\+backspace)$/;

const chordsOf = (scene: Scene): string[] => scene.facts.traits.chords.map((keys) => keys.join('+'));

const systemChord: Rule = {
  id: 'keys-of-the-system',
  class: 'leaving the allowed windows',
  answer: 'refuse',
  reason: 'This chord belongs to the system: it locks, leaves or kills the session.',
  cases: {
    sees: [
      press('ctrl+alt+delete', 'Mousepad'),
      press('ctrl+alt+f1', 'Mousepad', { origin: 'author' }),
      press('super+l', 'XTerm'),
    ],
    leaves: [press('ctrl+s', 'Mousepad'), press('delete', 'Mousepad')],
  },
  see: (scene) => chordsOf(scene).find((chord) => SYSTEM_CHORDS.test(chord)),
};

const runChord: Rule = {
  id: 'keys-that-open-a-command-line',
  class: 'running commands',
  answer: 'ask',
  reason: 'This chord opens a place to run commands.',
  cases: {
    sees: [press('super+r', 'Explorer'), press('alt+f2', 'Mousepad'), press('ctrl+alt+t', 'Mousepad')],
    leaves: [press('ctrl+r', 'Firefox'), press('f2', 'Thunar')],
  },
  see: (scene) => chordsOf(scene).find((chord) => RUN_CHORDS.test(chord)),
};

/** Delete edits text where a field or an editor has the focus; anywhere else it may delete the selected thing. */
const deleteKey: Rule = {
  id: 'deleting-by-key',
  class: 'deleting',
  answer: 'ask',
  reason: 'The Delete key may delete what is selected.',
  cases: {
    sees: [
      press('delete', 'Thunar'),
      press('shift+delete', 'Nautilus'),
      press('delete', 'Tk'),
      press('super+backspace', 'Finder'),
    ],
    leaves: [
      press('delete', 'Mousepad'),
      press('delete', 'XTerm'),
      press('delete', 'Firefox', { editing: true }),
      press('backspace', 'Thunar'),
    ],
  },
  see(scene) {
    const chord = chordsOf(scene).find((keys) => DELETE_CHORDS.test(keys));
    if (chord === undefined) return undefined;
    const edits = scene.terminal || scene.editor || (scene.facts.editing === true && !scene.fileList);
    return edits ? undefined : `${chord} in “${scene.window?.title ?? ''}”`;
  },
};

/** Dropping something onto a bin. */
const dropOnBin: Rule = {
  id: 'deleting-by-dropping',
  class: 'deleting',
  answer: 'ask',
  reason: 'It drops something onto a bin.',
  cases: {
    sees: [dragTo('Trash'), dragTo('Papierkorb'), dragTo('ゴミ箱')],
    leaves: [dragTo('Documents'), clickOn('Trash'), typing('Trash', 'Mousepad')],
  },
  see: ({ dropLabels }) =>
    dropLabels.find((label) =>
      /trash|recycle bin|\bbin\b|papierkorb|papelera|corbeille|lixeira|回收站|废纸篓|垃圾桶|ゴミ箱|ごみ箱/i.test(
        label,
      ),
    ),
};

function dragTo(label: string) {
  const from = clickOn('');
  const start = from.traits.points[0];
  return {
    ...from,
    deed: 'drag',
    traits: { points: start ? [start, start] : [], touch: 'drag' as const, chords: [] },
    near: [{ text: label, distance: 0, point: 1 }],
  };
}

export const keys: readonly Rule[] = [systemChord, runChord, deleteKey, dropOnBin];
