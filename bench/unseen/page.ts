import { Kinds } from './kinds.js';
import type { Random } from './random.js';
import { languages, Words } from './words.js';

const fonts = [
  'DejaVu Sans',
  'DejaVu Sans Condensed',
  'Nimbus Sans',
  'Nimbus Sans Narrow',
  'Noto Sans CJK SC',
  'DejaVu Serif',
  'Nimbus Roman',
  'URW Gothic',
  'DejaVu Sans Mono',
  'Nimbus Mono PS',
  'sans-serif',
];

interface Theme {
  readonly bg: string;
  readonly fg: string;
  readonly panel: string;
  readonly line: string;
  readonly accent: string;
  readonly onAccent: string;
}

const themes: readonly Theme[] = [
  { bg: '#ffffff', fg: '#1d2228', panel: '#f0f2f5', line: '#c8ccd2', accent: '#2f6fde', onAccent: '#ffffff' },
  { bg: '#f6f5f4', fg: '#2e3436', panel: '#e8e6e3', line: '#cdc7c2', accent: '#3584e4', onAccent: '#ffffff' },
  { bg: '#1b1e23', fg: '#d8dbe0', panel: '#2a2f37', line: '#444b55', accent: '#3b82f6', onAccent: '#ffffff' },
  { bg: '#2b2b2b', fg: '#bbbbbb', panel: '#3c3f41', line: '#555555', accent: '#4b6eaf', onAccent: '#ffffff' },
  { bg: '#d4d0c8', fg: '#000000', panel: '#d4d0c8', line: '#808080', accent: '#0a246a', onAccent: '#ffffff' },
  { bg: '#c0c0c0', fg: '#000000', panel: '#c0c0c0', line: '#808080', accent: '#000080', onAccent: '#ffffff' },
  { bg: '#000000', fg: '#ffff00', panel: '#000000', line: '#ffffff', accent: '#00ff00', onAccent: '#000000' },
  { bg: '#fdf6e3', fg: '#657b83', panel: '#eee8d5', line: '#93a1a1', accent: '#268bd2', onAccent: '#fdf6e3' },
  { bg: '#f3f3f3', fg: '#1a1a1a', panel: '#ffffff', line: '#e5e5e5', accent: '#005fb8', onAccent: '#ffffff' },
  { bg: '#ececec', fg: '#272727', panel: '#f7f7f7', line: '#d1d1d1', accent: '#0064e1', onAccent: '#ffffff' },
];

/** What the page tells of its targets: elements marked `t`, with the box of the thing that a click on them would hit. */
export const targetsOfPage = `JSON.stringify([...document.querySelectorAll('.t')].flatMap((e) => {
  const w = e.closest('.w') ?? e;
  const r = w.getBoundingClientRect(), d = devicePixelRatio;
  const t = e.getBoundingClientRect();
  const text = (e.dataset.text ?? (e.matches('input') ? e.value : e.textContent)).trim();
  const twin = e.closest('[data-twins]') !== null;
  const inside = t.left >= 0 && t.top >= 0 && t.right <= innerWidth && t.bottom <= innerHeight;
  const shown = [0, 0.2, 0.4, 0.6, 0.8, 1].every((share) => {
    return [0.2, 0.5, 0.8].every((part) => {
      const top = document.elementFromPoint(t.x + 1 + share * (t.width - 2), t.y + part * t.height);
      return top !== null && (top === e || e.contains(top));
    });
  });
  const cut = e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).overflow !== 'visible';
  return inside && shown && !cut ? [{ text, box: [r.x * d, r.y * d, r.width * d, r.height * d], ...(twin && { twin }) }] : [];
}))`;

/** A screen of an invented program, as HTML. */
export function pageOf(random: Random): string {
  const theme = random.pick(themes);
  const words = new Words(random, random.chance(0.55) ? 'en' : random.pick(languages));
  const font = random.pick(fonts);
  const size = random.pick([10, 11, 12, 13, 13, 14, 14, 15, 16]);
  const builder = new Builder(random, words, theme);
  const body = random.pick([
    () => builder.office(),
    () => builder.desk(),
    () => builder.settings(),
    () => builder.tools(),
  ])();
  return `<!doctype html><meta charset="utf-8"><style>${css(theme, font, size, random)}</style>${body}`;
}

/** A screen of parts whose labels are easily taken for their neighbours, as HTML. */
export function kindsPageOf(random: Random, language: 'chinese' | 'any'): string {
  const theme = random.pick(themes);
  const words = new Words(random, random.chance(0.7) ? 'en' : random.pick(languages));
  const font = language === 'chinese' ? 'Noto Sans CJK SC' : random.pick(fonts);
  const size = random.pick([11, 12, 13, 13, 14, 14, 15, 16]);
  const kinds = new Kinds(random, words, theme.panel);
  const parts =
    language === 'chinese' ? () => kinds.chinese() : random.pick([() => kinds.popups(), () => kinds.runs()]);
  const bold = random.chance(0.15) ? 'body { font-weight: bold }' : '';
  return `<!doctype html><meta charset="utf-8"><style>${css(theme, font, size, random)}${bold}</style>${parts()}`;
}

function css(theme: Theme, font: string, size: number, random: Random): string {
  const radius = random.pick([0, 0, 3, 6, 12]);
  const bevel = random.chance(0.3) ? 'box-shadow: inset 1px 1px #fff8, inset -1px -1px #0006;' : '';
  const weight = random.pick([400, 400, 400, 600]);
  return `* { box-sizing: border-box } body { margin: 0; font: ${size}px '${font}', sans-serif; color: ${theme.fg}; background: ${theme.bg}; height: 100vh; overflow: hidden }
  .row { display: flex; align-items: center; gap: ${random.int(2, 10)}px; padding: ${random.int(1, 6)}px ${random.int(4, 12)}px } .col { display: flex; flex-direction: column }
  .bar { background: ${theme.panel}; border-bottom: 1px solid ${theme.line} } .bar .w { padding: ${random.int(1, 5)}px ${random.int(3, 9)}px }
  .btn { display: inline-block; padding: ${random.int(2, 7)}px ${random.int(6, 18)}px; border: 1px solid ${theme.line}; border-radius: ${radius}px; background: ${theme.panel}; font-weight: ${weight}; ${bevel} white-space: nowrap }
  .go { background: ${theme.accent}; color: ${theme.onAccent} } .off { opacity: .55 } .tab { border-bottom: 0; border-radius: ${radius}px ${radius}px 0 0 }
  input { font: inherit; color: inherit; background: ${theme.bg}; border: 1px solid ${theme.line}; padding: 3px 5px; width: ${random.int(130, 230)}px }
  table { border-collapse: collapse } td, th { padding: ${random.int(1, 5)}px ${random.int(4, 12)}px; border: ${random.pick(['1px solid', '0 solid', '0 solid'])} ${theme.line}; text-align: left; white-space: nowrap } th { background: ${theme.panel} }
  tr.on td, .on { background: ${theme.accent}; color: ${theme.onAccent} } tr.zebra td { background: ${theme.panel} }
  .side { background: ${theme.panel}; border-right: 1px solid ${theme.line}; width: ${random.int(150, 220)}px } .side .w { padding: ${random.int(2, 6)}px 10px }
  .box { border: 1px solid ${theme.line}; background: ${theme.bg}; padding: 10px; box-shadow: 2px 3px 12px #0005 } .small { font-size: ${Math.max(9, size - 3)}px } .big { font-size: ${size + random.int(3, 12)}px }
  .title { background: ${theme.accent}; color: ${theme.onAccent}; padding: 4px 8px; margin: -10px -10px 8px } u { text-underline-offset: 1px } .badge { background: #c0392b; color: #fff; border-radius: 9px; padding: 0 6px; font-size: ${Math.max(9, size - 3)}px }
  .key { width: ${random.int(30, 54)}px; height: ${random.int(26, 44)}px; display: inline-flex; align-items: center; justify-content: center; border: 1px solid ${theme.line}; border-radius: ${radius}px; background: ${theme.panel}; margin: 2px }
  pre { font: ${size}px 'DejaVu Sans Mono'; background: ${random.pick(['#000', '#fff', '#300a24'])}; color: ${'#aaa'}; padding: 6px; margin: 0 } pre.light { background: #fff; color: #111 }`;
}

class Builder {
  readonly #random: Random;
  readonly #words: Words;
  readonly #theme: Theme;

  constructor(random: Random, words: Words, theme: Theme) {
    this.#random = random;
    this.#words = words;
    this.#theme = theme;
  }

  /** Menu bar, tool bar, table, status bar; now and then an open menu or a dialog. */
  office(): string {
    const r = this.#random;
    const over = r.pick(['', this.#dialog(), this.#menu()]);
    return `${this.#menuBar()}${this.#toolBar()}<div class="row" style="align-items:flex-start">${this.#side()}${this.#table(r.int(6, 14))}</div>${this.#status()}${over}`;
  }

  /** A side bar and cards with badges and links. */
  desk(): string {
    const r = this.#random;
    const cards = Array.from({ length: r.int(3, 7) }, () => {
      const [title = ''] = this.#words.nouns(1);
      return `<div class="box" style="width:${r.int(180, 260)}px;margin:6px"><div class="big"><span class="t">${title} ${r.int(2, 99)}</span></div><div class="small"><span class="t">${this.#words.sentence()}</span></div><div class="row">${this.#buttons(r.int(1, 2))}<span class="badge t">${r.int(1, 99)}</span></div></div>`;
    });
    return `<div class="row" style="align-items:stretch;height:100vh;padding:0">${this.#side()}<div class="col"><h2 class="row"><span class="t">${this.#words.sentence()}</span></h2><div class="row" style="flex-wrap:wrap">${cards.join('')}</div><div class="row">${this.#buttons(4)}</div>${this.#status()}</div></div>`;
  }

  /** Tabs, a form with fields, ticks and choices, buttons. */
  settings(): string {
    const r = this.#random;
    const labels = this.#words.nouns(r.int(5, 11));
    const colon = r.chance(0.5) ? ':' : '';
    const rows = labels.map(
      (label) =>
        `<tr><td style="border:0"><span class="t">${label}${colon}</span></td><td style="border:0"><input class="t" value="${this.#words.value()}"></td></tr>`,
    );
    const ticks = this.#words
      .verbs(4)
      .map(
        (text, i) =>
          `<div class="row"><input type="${i < 2 ? 'checkbox' : 'radio'}" style="width:auto" ${r.chance(0.5) ? 'checked' : ''}><span class="t">${text} (${this.#words.nouns(1)[0]})</span></div>`,
      );
    return `${this.#menuBar()}<div class="row">${this.#tabs()}</div><div class="row" style="align-items:flex-start"><table>${rows.join('')}</table><div class="col">${ticks.join('')}${this.#select()}</div></div><div class="row">${this.#buttons(r.int(3, 5))}</div>${this.#status()}`;
  }

  /** A keypad, a calendar, a terminal, a list. */
  tools(): string {
    const r = this.#random;
    const keys = [
      '7',
      '8',
      '9',
      '/',
      'C',
      '4',
      '5',
      '6',
      '*',
      'CE',
      '1',
      '2',
      '3',
      '-',
      'M+',
      '0',
      '.',
      '=',
      '+',
      'sin',
    ];
    const pad = keys.map(
      (key, i) => `${i % 5 === 0 ? '<br>' : ''}<span class="key w"><span class="t">${key}</span></span>`,
    );
    const days = Array.from(
      { length: 35 },
      (_, i) =>
        `${i % 7 === 0 ? '<tr>' : ''}<td class="w ${i === 17 ? 'on' : ''}"><span class="t">${(i % 31) + 1}</span></td>`,
    );
    const log = Array.from(
      { length: r.int(5, 12) },
      () => `<span class="t">${this.#words.sentence()}</span>`,
    );
    return `${this.#toolBar()}<div class="row" style="align-items:flex-start;gap:20px"><div>${pad.join('')}</div><table>${days.join('')}</table><pre class="${r.chance(0.4) ? 'light' : ''}">${log.join('\n')}</pre></div><div class="row">${this.#buttons(4)}</div>${this.#status()}`;
  }

  #menuBar(): string {
    const names = this.#words.verbs(this.#random.int(4, 8));
    const shown = names.map(
      (name) => `<span class="w"><span class="t">${this.#underlined(name)}</span></span>`,
    );
    return `<div class="row bar">${shown.join('')}</div>`;
  }

  #underlined(name: string): string {
    const at = this.#random.int(0, Math.min(2, name.length - 1));
    if (!this.#random.chance(0.4)) return name;
    return `${name.slice(0, at)}<u>${name.slice(at, at + 1)}</u>${name.slice(at + 1)}`;
  }

  #toolBar(): string {
    return `<div class="row bar">${this.#buttons(this.#random.int(3, 7))}<input class="t" value="${this.#words.value()}"></div>`;
  }

  #buttons(count: number): string {
    const r = this.#random;
    return this.#words
      .verbs(count)
      .map(
        (name) =>
          `<span class="btn w ${r.pick(['', '', '', 'go', 'off'])}"><span class="t">${name}${r.chance(0.1) ? '…' : ''}</span></span>`,
      )
      .join('');
  }

  #tabs(): string {
    return this.#words
      .nouns(4)
      .map(
        (name, i) => `<span class="btn tab w ${i === 1 ? 'on' : ''}"><span class="t">${name}</span></span>`,
      )
      .join('');
  }

  #side(): string {
    const names = this.#words.nouns(this.#random.int(4, 9));
    const chosen = this.#random.int(0, names.length);
    const rows = names.map(
      (name, i) => `<div class="w ${i === chosen ? 'on' : ''}"><span class="t">${name}</span></div>`,
    );
    return `<div class="side">${rows.join('')}</div>`;
  }

  #select(): string {
    return `<div class="row"><span class="btn w"><span class="t">${this.#words.value()}</span> ▾</span></div>`;
  }

  #table(rows: number): string {
    const r = this.#random;
    const heads = this.#words.nouns(r.int(3, 5));
    const chosen = r.int(0, rows);
    const zebra = r.chance(0.4);
    const cell = (): string => `<td class="w"><span class="t">${this.#words.value()}</span></td>`;
    const lines = Array.from(
      { length: rows },
      (_, i) =>
        `<tr class="${i === chosen ? 'on' : zebra && i % 2 ? 'zebra' : ''}">${heads.map(cell).join('')}</tr>`,
    );
    const head = heads.map(
      (name) => `<th class="w"><span class="t">${name}</span>${r.chance(0.2) ? ' ▲' : ''}</th>`,
    );
    return `<table class="${r.chance(0.3) ? 'small' : ''}"><tr>${head.join('')}</tr>${lines.join('')}</table>`;
  }

  #status(): string {
    return `<div class="row small" style="position:fixed;left:0;right:0;bottom:0;background:${this.#theme.panel}"><span class="t">${this.#words.sentence()}</span></div>`;
  }

  #dialog(): string {
    const r = this.#random;
    return `<div class="box" style="position:fixed;left:${r.int(200, 420)}px;top:${r.int(120, 300)}px;width:420px"><div class="title"><span class="t">${this.#words.verbs(1)[0]}?</span></div><p><span class="t">${this.#words.sentence()}</span></p><div class="row" style="justify-content:flex-end">${this.#buttons(3)}</div></div>`;
  }

  #menu(): string {
    const r = this.#random;
    const items = this.#words
      .verbs(r.int(5, 9))
      .map(
        (name, i) =>
          `<div class="w row ${i === 2 ? 'on' : ''}" style="justify-content:space-between"><span class="t">${this.#underlined(name)}</span><span>${r.chance(0.6) ? `Ctrl+${r.pick([...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'])}` : ''}</span></div>`,
      );
    return `<div class="box" style="position:fixed;left:${r.int(0, 300)}px;top:26px;width:240px;padding:4px 0">${items.join('')}</div>`;
  }
}
