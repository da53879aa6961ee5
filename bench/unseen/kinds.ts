import type { Random } from './random.js';
import type { Words } from './words.js';

/** Words of menus in Chinese, which stand in one run. */
const chinese =
  '文件,编辑,视图,插入,格式,工具,窗口,帮助,查找,替换,打印,保存,关闭,设置,导出,导入,刷新,复制,粘贴,删除,新建,打开,撤销,登录,退出,提交,取消,确定,返回,首页,订单,客户,报表,库存'.split(
    ',',
  );

/**
 * Parts of screens on which a label is easily taken for its neighbour: menus of two and three rows, lists of combo
 * boxes, tool bars without borders, words between delimiters, labels over two lines, equal labels.
 */
export class Kinds {
  readonly #random: Random;
  readonly #words: Words;
  readonly #panel: string;
  readonly #used = new Set<string>();

  /** @param panel colour of menus and bars */
  constructor(random: Random, words: Words, panel: string) {
    this.#random = random;
    this.#words = words;
    this.#panel = panel;
  }

  /** Small pop-ups, lists, bars. */
  popups(): string {
    const r = this.#random;
    const blocks = [
      ...Array.from({ length: 4 }, () => this.#popup(r.int(2, 3))),
      this.#combo(r.int(2, 3)),
      this.#combo(r.int(2, 3)),
      this.#pair(),
      this.#frame(),
    ];
    return `${this.#bareBar()}${this.#flow(blocks)}${this.#captions()}`;
  }

  /** Words in runs, labels over two lines, twins. */
  runs(): string {
    const r = this.#random;
    const lines = Array.from({ length: 5 }, () => this.#run());
    return `${lines.join('')}${this.#flow([this.#tall(), this.#tall(), this.#tall(), this.#twins(), this.#popup(2)])}${r.chance(0.5) ? this.#tabs() : this.#bareBar()}`;
  }

  /** Lines of Chinese words. */
  chinese(): string {
    const r = this.#random;
    const left = r.some(chinese, chinese.length);
    const take = (count: number): string[] => left.splice(0, count);
    const bar = (names: readonly string[], gap: number, sign = ''): string =>
      `<div class="bar" style="padding:5px 8px">${names.map((name) => `<span class="t" style="margin-right:${gap}px">${name}</span>`).join(sign)}</div>`;
    const popup = `<div class="box" style="display:inline-block;padding:3px 0">${take(3)
      .map((name) => `<div class="w" style="padding:3px 16px"><span class="t">${name}</span></div>`)
      .join('')}</div>`;
    return `${bar(take(r.int(5, 8)), r.int(2, 7))}${bar(take(4), 0, '|')}${bar(take(4), 0, ' / ')}${bar(take(5), r.int(8, 16))}${popup}`;
  }

  #flow(blocks: readonly string[]): string {
    const r = this.#random;
    const placed = blocks.map(
      (block) => `<div style="margin:${r.int(4, 24)}px ${r.int(6, 40)}px">${block}</div>`,
    );
    return `<div style="display:flex;flex-wrap:wrap;align-items:flex-start">${placed.join('')}</div>`;
  }

  /** Names that no other part of the screen has. */
  #names(count: number, kind: 'verbs' | 'nouns' = 'verbs'): string[] {
    const names: string[] = [];
    for (let tries = 0; names.length < count && tries < 200; tries++) {
      const [name = ''] = this.#words[kind](1);
      const said = name.toLowerCase();
      if ([...this.#used].some((other) => other.includes(said) || said.includes(other))) continue;
      this.#used.add(said);
      names.push(name);
    }
    return names;
  }

  #row(name: string, padding: string): string {
    const r = this.#random;
    const key = r.chance(0.2) ? `<span style="margin-left:24px">Ctrl+${r.pick([...'BGJKQ'])}</span>` : '';
    return `<div class="w" style="padding:${padding}"><span class="t">${name}</span>${key}</div>`;
  }

  /** A context menu with few entries, on its own colour, with and without a border. */
  #popup(rows: number): string {
    const r = this.#random;
    const padding = `${r.int(1, 5)}px ${r.int(6, 22)}px`;
    const border = r.chance(0.7) ? 'border:1px solid #888' : `border:0`;
    const entries = this.#names(rows).map((name) => this.#row(name, padding));
    return `<div style="background:${this.#panel};${border};padding:${r.int(0, 4)}px 0;min-width:${r.int(60, 180)}px">${entries.join('')}</div>`;
  }

  /** A combo box with its list open below it. */
  #combo(rows: number): string {
    const r = this.#random;
    const padding = `${r.int(1, 3)}px 5px`;
    const [chosen = '', ...values] = this.#names(rows + 1, 'nouns');
    const list = values.map((name) => this.#row(name, padding)).join('');
    const width = r.int(110, 180);
    return `<div class="w" style="border:1px solid #888;padding:${padding};width:${width}px;display:flex;justify-content:space-between"><span class="t">${chosen}</span><span>▾</span></div><div style="border:1px solid #888;width:${width}px;background:#fff;color:#000">${list}</div>`;
  }

  /** Two links in a frame. */
  #pair(): string {
    const [a = '', b = ''] = this.#names(2);
    return `<div style="border:1px solid #999;padding:6px 10px"><div class="w"><span class="t">${a}</span></div><div class="w"><span class="t">${b}</span></div></div>`;
  }

  /** A small frame with a label and its field, as an embedded page. */
  #frame(): string {
    const [label = ''] = this.#names(1, 'nouns');
    return `<div style="border:1px solid #777;padding:6px"><div><span class="t">${label}</span></div><div style="border:1px solid #777;width:160px;height:18px"></div></div>`;
  }

  /** A tool bar whose buttons have no borders. */
  #bareBar(): string {
    const r = this.#random;
    const icon = `<span style="display:inline-block;width:12px;height:12px;border-radius:${r.int(0, 6)}px;background:${r.pick(['#27a', '#c52', '#485'])};margin-right:4px"></span>`;
    const buttons = this.#names(r.int(2, 6)).map(
      (name) =>
        `<span class="w" style="padding:4px ${r.int(6, 11)}px">${r.chance(0.5) ? icon : ''}<span class="t">${name}</span></span>`,
    );
    return `<div class="bar" style="padding:6px 4px">${buttons.join('')}</div>`;
  }

  #tabs(): string {
    const tabs = this.#names(3, 'nouns').map(
      (name) =>
        `<span class="w" style="border:1px solid #999;border-bottom:0;padding:3px 9px"><span class="t">${name}</span></span>`,
    );
    return `<div style="border-bottom:1px solid #999;padding:8px 8px 3px">${tabs.join('')}</div>`;
  }

  /** Icons with captions over one line or two. */
  #captions(): string {
    const r = this.#random;
    const icon = `<div style="width:32px;height:32px;margin:0 auto 3px;background:#58a;border-radius:6px"></div>`;
    const icons = Array.from({ length: 4 }, () =>
      r.chance(0.5)
        ? `<div class="w" style="text-align:center;width:90px">${icon}<span class="t">${this.#names(1)[0] ?? ''}</span></div>`
        : `<div class="w" style="text-align:center;width:90px">${icon}${this.#twoLines(1.2)}</div>`,
    );
    return `<div style="display:flex;gap:24px;padding:12px">${icons.join('')}</div>`;
  }

  #twoLines(height: number): string {
    const [a = '', b = ''] = this.#names(2, 'nouns').map((name) => name.split(' ')[0] ?? name);
    return `<span class="t" data-text="${a} ${b}" style="display:inline-block;line-height:${height};text-align:center">${a}<br>${b}</span>`;
  }

  /** A button whose label takes two lines. */
  #tall(): string {
    return `<div class="btn w" style="text-align:center">${this.#twoLines(1.15)}</div>`;
  }

  /** Two buttons of one label: neither may be pressed. */
  #twins(): string {
    const [name = ''] = this.#names(1);
    const button = `<span class="btn w"><span class="t">${name}</span></span>`;
    return `<div data-twins="1">${button}<span style="margin:0 20px"></span>${button}</div>`;
  }

  /** Words between delimiters. */
  #run(): string {
    const r = this.#random;
    const names = this.#names(r.int(3, 5), r.pick(['verbs', 'nouns']));
    const words = names.map((name) => `<span class="t">${name}</span>`);
    const [sign, style] = r.pick([
      ['|', ''],
      [' | ', ''],
      ['/', ''],
      [' &gt; ', ''],
      [' › ', ''],
      [' · ', ''],
      [',', ''],
      ['][', 'brackets'],
      ['|F', 'keys'],
    ]);
    if (style === 'brackets') return `<div style="padding:5px">[${words.join('][')}]</div>`;
    if (style === 'keys')
      return `<div style="padding:5px">${words.map((word, i) => `F${i + 1}=${word}`).join('|')}</div>`;
    return `<div style="padding:5px">${words.join(sign)}</div>`;
  }
}
