// What runs in the page. It decodes pictures while they are near the view and lets them go afterwards, so that a
// report of a thousand acts opens as fast as one of ten. It only moves nodes that are there: no text becomes markup.
(() => {
  /** @type {(selector: string, from?: ParentNode) => HTMLElement[]} */
  const all = (selector, from = document) => [...from.querySelectorAll(selector)].map(asElement);
  /** @type {(node: Element) => HTMLElement} */
  const asElement = (node) => /** @type {HTMLElement} */ (node);
  /** @type {(id: string) => HTMLElement} */
  const byId = (id) => asElement(/** @type {Element} */ (document.getElementById(id)));

  // The light or dark choice, kept from page to page where the browser lets a file keep anything.
  const root = document.documentElement;
  const kept = 'deskhand-theme';
  /** @type {() => string | null} */
  const keptTheme = () => {
    try {
      return localStorage.getItem(kept);
    } catch {
      return null;
    }
  };
  const before = keptTheme();
  if (before === 'dark' || before === 'light') root.dataset.theme = before;
  const theme = () => {
    const dark = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
    root.dataset.theme = (root.dataset.theme ?? dark) === 'dark' ? 'light' : 'dark';
    try {
      localStorage.setItem(kept, root.dataset.theme);
    } catch (error) {
      console.debug('The choice holds for this page only:', error);
    }
  };
  byId('theme').addEventListener('click', theme);

  // Pictures.
  const data = new Map(all('script[data-file]').map((node) => [node.dataset.file, node]));
  /** @type {(from: ParentNode) => HTMLElement[]} */
  const pictures = (from) => all('[data-file]', from).filter((node) => node.matches('img, image'));
  /** @type {(node: Element) => string} */
  const place = (node) => (node.matches('img') ? 'src' : 'href');
  /** @type {(file: string | undefined) => string | undefined} */
  const urlOf = (file) => {
    const from = data.get(file);
    return from && `data:${from.dataset.mime};base64,${from.textContent}`;
  };
  /** @type {(node: HTMLElement) => void} */
  const load = (node) => {
    const url = urlOf(node.dataset.file);
    if (url !== undefined && !node.hasAttribute(place(node))) node.setAttribute(place(node), url);
  };
  /** @type {(node: HTMLElement) => void} */
  const drop = (node) => node.removeAttribute(place(node));
  const watcher = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        pictures(target).forEach(isIntersecting ? load : drop);
        if (isIntersecting) markChanges(asElement(target)).catch(console.error);
      }
    },
    { rootMargin: '500px 0px' },
  );
  const figures = all('main figure');
  /** @type {(box: DOMRect) => boolean} */
  const isNear = ({ top, height }) => height > 0 && top < innerHeight + 500;
  for (const figure of figures.slice(0, 8))
    if (isNear(figure.getBoundingClientRect())) pictures(figure).forEach(load);
  for (const figure of figures) watcher.observe(figure);
  addEventListener('beforeprint', () => {
    watcher.disconnect();
    pictures(document).forEach(load);
  });

  // What an act changed: both pictures are compared in tiles of this many px when the second comes into view.
  const TILE = 8;
  /** More areas than this say no more than one around all of them. */
  const MOST = 16;
  /** @type {(url: string) => Promise<ImageData>} */
  const pixelsOf = async (url) => {
    const picture = new Image();
    picture.src = url;
    await picture.decode();
    const canvas = document.createElement('canvas');
    canvas.width = picture.naturalWidth;
    canvas.height = picture.naturalHeight;
    const pen = canvas.getContext('2d', { willReadFrequently: true });
    if (pen === null) throw new Error('no canvas');
    pen.drawImage(picture, 0, 0);
    return pen.getImageData(0, 0, canvas.width, canvas.height);
  };
  /** @type {(a: ImageData, b: ImageData, left: number, top: number) => boolean} */
  const differs = (a, b, left, top) => {
    for (let y = top; y < Math.min(top + TILE, a.height); y += 1)
      for (let x = left; x < Math.min(left + TILE, a.width); x += 1) {
        const at = (y * a.width + x) * 4;
        for (let band = 0; band < 3; band += 1)
          if (Math.abs((a.data[at + band] ?? 0) - (b.data[at + band] ?? 0)) > 12) return true;
      }
    return false;
  };
  /**
   * Boxes in tiles around what differs; tiles that touch, also over a gap of one, are one box.
   * @type {(a: ImageData, b: ImageData) => {left: number, top: number, right: number, bottom: number}[]}
   */
  const changesIn = (a, b) => {
    /** @type {{left: number, top: number, right: number, bottom: number}[]} */
    const boxes = [];
    for (let top = 0; top < a.height; top += TILE)
      for (let left = 0; left < a.width; left += TILE) {
        if (!differs(a, b, left, top)) continue;
        let joined = { left, top, right: left + TILE, bottom: top + TILE };
        for (let at = boxes.length - 1; at >= 0; at -= 1) {
          const box = boxes[at];
          if (box === undefined) continue;
          const far =
            box.left > joined.right + TILE ||
            box.right < joined.left - TILE ||
            box.top > joined.bottom + TILE ||
            box.bottom < joined.top - TILE;
          if (far) continue;
          joined = {
            left: Math.min(box.left, joined.left),
            top: Math.min(box.top, joined.top),
            right: Math.max(box.right, joined.right),
            bottom: Math.max(box.bottom, joined.bottom),
          };
          boxes.splice(at, 1);
        }
        boxes.push(joined);
      }
    if (boxes.length <= MOST) return boxes;
    return [
      {
        left: Math.min(...boxes.map((box) => box.left)),
        top: Math.min(...boxes.map((box) => box.top)),
        right: Math.max(...boxes.map((box) => box.right)),
        bottom: Math.max(...boxes.map((box) => box.bottom)),
      },
    ];
  };
  /** @type {(figure: HTMLElement) => Promise<void>} */
  const markChanges = async (figure) => {
    const image = figure.querySelector('image');
    const from = figure.dataset.before;
    if (image === null || from === undefined || figure.dataset.compared) return;
    figure.dataset.compared = 'yes';
    const urls = [urlOf(from), urlOf(asElement(image).dataset.file)];
    const [a, b] = await Promise.all(urls.map((url) => (url === undefined ? undefined : pixelsOf(url))));
    if (a === undefined || b === undefined || a.width !== b.width || a.height !== b.height) return;
    const boxes = changesIn(a, b);
    for (const { left, top, right, bottom } of boxes) {
      const rect = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
      rect.setAttribute('class', 'changed');
      rect.setAttribute('x', String(left));
      rect.setAttribute('y', String(top));
      rect.setAttribute('width', String(right - left));
      rect.setAttribute('height', String(bottom - top));
      image.after(rect);
    }
    const words =
      boxes.length === 0
        ? 'nothing changed'
        : `changed: ${boxes.length} ${boxes.length === 1 ? 'area' : 'areas'}`;
    figure.querySelector('figcaption')?.append(` · ${words}`);
  };

  // From act to act.
  const acts = all('details.act').map((node) => /** @type {HTMLDetailsElement} */ (node));
  const visible = () => acts.filter((act) => act.offsetParent !== null);
  /** @type {(act: HTMLDetailsElement | undefined) => void} */
  const go = (act) => {
    if (!act) return;
    act.open = true;
    act.querySelector('summary')?.focus({ preventScroll: true });
    act.scrollIntoView({ block: 'start' });
    history.replaceState(null, '', `#${act.id}`);
  };
  /** @type {(list: HTMLElement[]) => number} */
  const current = (list) => list.findIndex((act) => act.contains(document.activeElement));
  /** @type {(by: number) => void} */
  const step = (by) => {
    const list = visible();
    const at = current(list);
    go(list[at === -1 ? (by > 0 ? 0 : list.length - 1) : Math.min(list.length - 1, Math.max(0, at + by))]);
  };
  const nextFailed = () => {
    const list = visible();
    const from = current(list) + 1;
    go([...list.slice(from), ...list.slice(0, from)].find((act) => act.classList.contains('bad')));
  };
  /** Opens the act that the address names. */
  const arrive = () => {
    const target = document.getElementById(location.hash.slice(1));
    if (target instanceof HTMLDetailsElement) target.open = true;
  };
  addEventListener('hashchange', arrive);
  arrive();

  // Only what failed.
  const failed = /** @type {HTMLButtonElement} */ (byId('failed'));
  const filter = () => {
    if (failed.disabled) return;
    const on = document.body.classList.toggle('failed-only');
    failed.setAttribute('aria-pressed', String(on));
  };
  failed.addEventListener('click', filter);

  const toggleAll = byId('all');
  const label = () => {
    toggleAll.textContent = acts.every((act) => act.open) ? 'Close all' : 'Open all';
  };
  toggleAll.addEventListener('click', () => {
    const open = !acts.every((act) => act.open);
    for (const act of acts) act.open = open;
    label();
  });
  document.addEventListener('toggle', label, true);
  label();

  // Only what holds the words that are looked for: an act by all that its card says, a step by its own line.
  const find = /** @type {HTMLInputElement} */ (byId('find'));
  const matches = byId('matches');
  /** @type {(node: Element) => string} */
  const words = (node) => (node.textContent ?? '').toLowerCase();
  const search = () => {
    const wanted = find.value.trim().toLowerCase().split(/\s+/);
    /** @type {(text: string) => boolean} */
    const fits = (text) => wanted.every((word) => text.includes(word));
    let found = 0;
    for (const act of acts) {
      const fit = fits(words(act));
      act.classList.toggle('unlike', !fit);
      if (fit) found += 1;
    }
    // Innermost first, so that a step stays as long as anything in it does.
    for (const section of all('section.step').reverse()) {
      const head = [...section.children].filter((node) => node.matches('h2, .reason')).map(words);
      const own = fits(head.join(' '));
      if (own) for (const act of all('.unlike', section)) act.classList.remove('unlike');
      const inside = all('details.act, section.step, .note', section);
      section.classList.toggle('unlike', !own && !inside.some((node) => !node.classList.contains('unlike')));
    }
    for (const note of all('main > .note')) note.classList.toggle('unlike', !fits(words(note)));
    for (const link of all('nav a')) {
      const target = document.getElementById(/** @type {HTMLAnchorElement} */ (link).hash.slice(1));
      link.parentElement?.classList.toggle('unlike', target?.classList.contains('unlike') ?? false);
    }
    matches.textContent = find.value.trim() === '' ? '' : `${found} of ${acts.length} acts`;
  };
  find.addEventListener('input', search);

  // One picture, as large as wanted: zoomed by wheel, fingers, keys and buttons, moved by dragging.
  const viewer = /** @type {HTMLDialogElement} */ (byId('viewer'));
  const stage = asElement(/** @type {Element} */ (viewer.querySelector('.stage')));
  const wholeButton = /** @type {HTMLButtonElement} */ (byId('whole'));
  /** @type {HTMLElement | undefined} */
  let shown;
  let zoom = 1;
  let whole = false;
  /** @type {(wanted: number, x?: number, y?: number) => void} */
  const zoomTo = (wanted, x = stage.clientWidth / 2, y = stage.clientHeight / 2) => {
    const next = Math.min(12, Math.max(1, wanted));
    const ratio = next / zoom;
    const [left, top] = [(stage.scrollLeft + x) * ratio - x, (stage.scrollTop + y) * ratio - y];
    zoom = next;
    stage.style.setProperty('--wide', `${Math.round(fitted() * zoom)}px`);
    stage.scrollLeft = left;
    stage.scrollTop = top;
  };
  /** Width at which the whole picture is seen, px. */
  const fitted = () => {
    const { width, height } = sizeOf(stage.querySelector('svg, img'));
    return Math.min(stage.clientWidth, (stage.clientHeight * width) / height);
  };
  /** @type {(node: Element | null) => {width: number, height: number}} */
  const sizeOf = (node) => {
    if (node instanceof SVGSVGElement) return node.viewBox.baseVal;
    const picture = /** @type {HTMLImageElement | null} */ (node);
    return { width: picture?.naturalWidth || 16, height: picture?.naturalHeight || 10 };
  };
  /** @type {(figure: HTMLElement | undefined) => void} */
  const show = (figure) => {
    const view = figure?.querySelector('.view');
    if (!figure || !view) return;
    shown = figure;
    const picture = document.createElement('div');
    picture.className = 'view';
    picture.append(...view.cloneNode(true).childNodes);
    pictures(picture).forEach(load);
    const drawing = picture.querySelector('svg');
    const area = figure.dataset.whole;
    wholeButton.hidden = area === undefined;
    wholeButton.textContent = whole ? 'Window' : 'Whole screen';
    if (drawing && area !== undefined && whole) drawing.setAttribute('viewBox', area);
    stage.replaceChildren(picture);
    const act = figure.closest('details');
    const what = act
      ? `${act.querySelector('.number')?.textContent} ${act.querySelector('.what')?.textContent} — `
      : '';
    const about = viewer.querySelector('p');
    if (about) about.textContent = what + (figure.querySelector('figcaption')?.textContent ?? '');
    if (!viewer.open) viewer.showModal();
    zoom = 1;
    zoomTo(1);
    stage.querySelector('img')?.addEventListener('load', () => zoomTo(1));
  };
  /** @type {(by: number) => void} */
  const turn = (by) => {
    const list = visible().flatMap((act) => all('figure', act));
    if (shown) show(list[list.indexOf(shown) + by]);
  };
  for (const button of all('button.view'))
    button.addEventListener('click', () => show(button.closest('figure') ?? undefined));
  byId('close').addEventListener('click', () => viewer.close());
  byId('nearer').addEventListener('click', () => zoomTo(zoom * 1.5));
  byId('farther').addEventListener('click', () => zoomTo(zoom / 1.5));
  wholeButton.addEventListener('click', () => {
    whole = !whole;
    show(shown);
  });
  addEventListener('resize', () => viewer.open && zoomTo(zoom));
  stage.addEventListener(
    'wheel',
    (event) => {
      event.preventDefault();
      const { left, top } = stage.getBoundingClientRect();
      zoomTo(zoom * Math.exp(-event.deltaY / 400), event.clientX - left, event.clientY - top);
    },
    { passive: false },
  );
  stage.addEventListener('dblclick', (event) => {
    const { left, top } = stage.getBoundingClientRect();
    zoomTo(zoom > 1 ? 1 : 3, event.clientX - left, event.clientY - top);
  });
  /** @type {Map<number, PointerEvent>} */
  const fingers = new Map();
  stage.addEventListener('pointerdown', (event) => {
    fingers.set(event.pointerId, event);
    stage.classList.add('dragged');
  });
  stage.addEventListener('pointermove', (event) => {
    const last = fingers.get(event.pointerId);
    if (last === undefined) return;
    const others = [...fingers.values()].filter((finger) => finger.pointerId !== event.pointerId);
    const [other] = others;
    if (other !== undefined) {
      const far = (/** @type {PointerEvent} */ from) =>
        Math.hypot(from.clientX - other.clientX, from.clientY - other.clientY);
      const { left, top } = stage.getBoundingClientRect();
      const middle = [(event.clientX + other.clientX) / 2 - left, (event.clientY + other.clientY) / 2 - top];
      if (far(last) > 0) zoomTo((zoom * far(event)) / far(last), middle[0], middle[1]);
    } else if (event.pointerType === 'mouse') {
      stage.scrollLeft -= event.clientX - last.clientX;
      stage.scrollTop -= event.clientY - last.clientY;
    }
    fingers.set(event.pointerId, event);
  });
  for (const end of ['pointerup', 'pointercancel', 'pointerleave'])
    stage.addEventListener(end, (event) => {
      fingers.delete(/** @type {PointerEvent} */ (event).pointerId);
      if (fingers.size === 0) stage.classList.remove('dragged');
    });

  /** @type {Record<string, () => void>} */
  const keys = {
    j: () => step(1),
    k: () => step(-1),
    n: nextFailed,
    f: filter,
    t: theme,
    '/': () => find.focus(),
  };
  /** @type {Record<string, () => void>} */
  const viewerKeys = {
    ArrowRight: () => turn(1),
    ArrowLeft: () => turn(-1),
    '+': () => zoomTo(zoom * 1.5),
    '-': () => zoomTo(zoom / 1.5),
    w: () => wholeButton.hidden || wholeButton.click(),
  };
  addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target === find) {
      if (event.key === 'Escape') find.blur();
      return;
    }
    const action = (viewer.open ? viewerKeys : keys)[event.key];
    if (action) {
      event.preventDefault();
      action();
    }
  });
})();
