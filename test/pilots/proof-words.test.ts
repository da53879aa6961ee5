import { describe, expect, it } from 'vitest';
import { endOfGoal } from '../../src/core/proof.js';
import {
  asksToOpen,
  changesByItself,
  isTyped,
  saysTooLittle,
  speaksOf,
} from '../../src/pilots/script/proof/words.js';

describe('a text speaks of a goal', () => {
  it.each([
    ['Airplane mode on', 'Switch the airplane mode on'],
    ['Flugmodus ist an', 'Schalte den Flugmodus ein und speichere'],
    ['网络设置', '打开网络设置'],
    ['文件“报告”已保存', '把文件保存为「报告」'],
    ['ネットワーク設定', 'ネットワークの設定を開く'],
    ['네트워크 설정', '네트워크 설정을 열기'],
    ['Saved', 'Save it'],
  ])('“%s” of “%s”', (text, goal) => {
    expect(speaksOf(text, goal)).toBe(true);
  });

  it.each([
    ['Willkommen und viel Erfolg', 'Schalte den Flugmodus ein und speichere'],
    ['Bienvenue dans les options', 'Ouvre les réglages et mets le son sur muet'],
    ['电池电量', '打开网络设置'],
    ['文件“草稿”已保存', '把文件保存为「报告」'],
    ['Ready', 'Save it'],
  ])('“%s” not of “%s”', (text, goal) => {
    expect(speaksOf(text, goal)).toBe(false);
  });
});

describe('what was typed', () => {
  it('is told in scripts without spaces, whole and in part', () => {
    expect(isTyped('你好', ['你好世界'])).toBe(true);
    expect(isTyped('你好世界', ['你好', '世界'])).toBe(true);
    expect(isTyped('你好世界 已发送', ['你好世界'])).toBe(false);
  });
});

describe('texts by themselves', () => {
  it('change where they are dates of East Asia', () => {
    expect(['2026年11月30日', '11月30日 星期一', '2026년 11월 30일'].map(changesByItself)).toEqual([
      true,
      true,
      true,
    ]);
    expect(changesByItself('11月报告')).toBe(false);
  });

  it('say too little as one sign', () => {
    expect(saysTooLittle('好')).toBe(true);
    expect(saysTooLittle('完成')).toBe(false);
  });
});

describe('a goal', () => {
  it.each(['Open the settings', 'Öffne die Einstellungen', '打开设置', '設定を開く', 'Apri le impostazioni'])(
    'asks for a window: %s',
    (goal) => {
      expect(asksToOpen(goal)).toBe(true);
    },
  );

  it('asks for none where the word is a part of another one', () => {
    expect(asksToOpen('Reopenings are counted')).toBe(false);
  });

  it.each([
    'Can you delete order 1042?',
    'Could you please save the file?',
    'Kannst du die Bestellung löschen?',
    'Könntest du sie löschen, bitte?',
    'Pouvez-vous enregistrer le fichier ?',
    '可以把文件删除吗？',
    'ファイルを保存してくれますか？',
  ])('that is a polite request needs a proof: %s', (goal) => {
    expect(endOfGoal(goal)).toBe('proof');
  });

  it.each(['What is the total?', 'Can you tell me the total?', 'Wie hoch ist die Summe?', '总价是多少？'])(
    'that asks ends with an answer: %s',
    (goal) => {
      expect(endOfGoal(goal)).toBe('answer');
    },
  );
});
