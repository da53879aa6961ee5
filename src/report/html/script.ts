/**
 * What runs in the page. It decodes pictures while they are near the view and lets them go afterwards, so that a
 * report of a thousand acts opens as fast as one of ten. It only moves nodes that are there: no text becomes markup.
 */
export const SCRIPT = `(() => {
'use strict';
const all = (selector, from = document) => [...from.querySelectorAll(selector)];
const data = new Map(all('script[data-file]').map((node) => [node.dataset.file, node]));
const pictures = (from) => all('[data-file]', from).filter((node) => node.matches('img, image'));
const place = (node) => node.matches('img') ? 'src' : 'href';
const load = (node) => {
  const from = data.get(node.dataset.file);
  if (!from || node.hasAttribute(place(node))) return;
  node.setAttribute(place(node), 'data:' + from.dataset.mime + ';base64,' + from.textContent);
};
const drop = (node) => node.removeAttribute(place(node));
const watcher = new IntersectionObserver((entries) => {
  for (const { target, isIntersecting } of entries) pictures(target).forEach(isIntersecting ? load : drop);
}, { rootMargin: '500px 0px' });
const figures = all('main figure');
const isNear = ({ top, height }) => height > 0 && top < innerHeight + 500;
for (const figure of figures.slice(0, 8)) if (isNear(figure.getBoundingClientRect())) pictures(figure).forEach(load);
for (const figure of figures) watcher.observe(figure);
addEventListener('beforeprint', () => { watcher.disconnect(); pictures(document).forEach(load); });

const acts = all('details.act');
const visible = () => acts.filter((act) => act.offsetParent !== null);
const go = (act) => {
  if (!act) return;
  act.open = true;
  act.querySelector('summary').focus({ preventScroll: true });
  act.scrollIntoView({ block: 'start' });
};
const current = (list) => list.findIndex((act) => act.contains(document.activeElement));
const step = (by, list = visible()) => {
  const at = current(list);
  go(list[at === -1 ? (by > 0 ? 0 : list.length - 1) : Math.min(list.length - 1, Math.max(0, at + by))]);
};
const nextFailed = () => {
  const list = visible();
  const from = current(list) + 1;
  go([...list.slice(from), ...list.slice(0, from)].find((act) => act.classList.contains('bad')));
};

const failed = document.getElementById('failed');
const filter = () => {
  if (failed.disabled) return;
  const on = document.body.classList.toggle('failed-only');
  failed.setAttribute('aria-pressed', String(on));
};
failed.addEventListener('click', filter);

const toggleAll = document.getElementById('all');
const label = () => { toggleAll.textContent = acts.every((act) => act.open) ? 'Close all' : 'Open all'; };
toggleAll.addEventListener('click', () => {
  const open = !acts.every((act) => act.open);
  for (const act of acts) act.open = open;
  label();
});
document.addEventListener('toggle', label, true);
label();

const root = document.documentElement;
const theme = () => {
  const now = root.dataset.theme || (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light');
  root.dataset.theme = now === 'dark' ? 'light' : 'dark';
};
document.getElementById('theme').addEventListener('click', theme);

for (const link of all('nav a')) link.addEventListener('click', () => {
  const target = document.getElementById(link.hash.slice(1));
  if (target && target.matches('details')) target.open = true;
});

const viewer = document.getElementById('viewer');
let shown;
const show = (figure) => {
  if (!figure) return;
  shown = figure;
  const copy = figure.querySelector('.view').cloneNode(true);
  const picture = document.createElement('div');
  picture.className = 'view';
  picture.append(...copy.childNodes);
  pictures(picture).forEach(load);
  viewer.querySelector('.stage').replaceChildren(picture);
  const act = figure.closest('details');
  const what = act ? act.querySelector('.number').textContent + ' ' + act.querySelector('.what').textContent + ' — ' : '';
  viewer.querySelector('p').textContent = what + figure.querySelector('figcaption').textContent;
  if (!viewer.open) viewer.showModal();
};
const turn = (by) => {
  const figures = visible().flatMap((act) => all('figure', act));
  show(figures[figures.indexOf(shown) + by]);
};
for (const button of all('button.view')) button.addEventListener('click', () => show(button.closest('figure')));
viewer.addEventListener('click', () => viewer.close());

const keys = { j: () => step(1), k: () => step(-1), n: nextFailed, f: filter, t: theme };
addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (viewer.open) {
    if (event.key === 'ArrowRight') turn(1);
    if (event.key === 'ArrowLeft') turn(-1);
    return;
  }
  const action = keys[event.key];
  if (action) { event.preventDefault(); action(); }
});
})();
`;
