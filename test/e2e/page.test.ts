import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { deskhand, onlyRun, scratchEach, tale } from './deskhand.js';

const place = scratchEach();

/**
 * Cards that HTML5 drags, a box that takes them only once it has said so, and an entry in a page of its own below its
 * label; the title tells the tale of them.
 */
const page = `<!doctype html><meta charset=utf-8><title>Nothing</title>
<style>p,div{font:20px sans-serif;width:180px;padding:12px;margin:16px}div{height:90px;border:2px solid}</style>
<p draggable=true id=invoice>Invoice card<p draggable=true id=receipt>Receipt card
<div id=box>Archive box</div>
Remark<br><iframe width=300 height=64 srcdoc="<body style='margin:6px'><input size=24 oninput='parent.document.title=&quot;Remark &quot;+this.value'>"></iframe>
<script>
const got=[];
for (const card of document.querySelectorAll('p'))
  card.ondragstart=(e)=>e.dataTransfer.setData('text/plain',card.id);
box.ondragover=(e)=>e.preventDefault();
box.ondrop=(e)=>{e.preventDefault();got.push(e.dataTransfer.getData('text/plain'));document.title='Got '+got.join(' ')};
</script>`;

describe('a page in a browser', { timeout: 240_000 }, () => {
  it('should take drops of HTML5, also by halves, and text in a frame below its label', async () => {
    const file = join(place.folder, 'page.html');
    writeFileSync(file, page);
    const args = [
      '--no-sandbox',
      '--test-type',
      '--no-first-run',
      '--password-store=basic',
      '--disable-gpu',
      '--window-size=700,560',
      `--user-data-dir=${join(place.folder, 'profile')}`,
      `--app=file://${file}`,
    ];
    const browser = JSON.stringify({
      command: 'chromium',
      args,
      window: { class: 'Chromium*' },
      timeout: '60s',
    });
    const steps = [
      'drag: {from: Invoice card, to: Archive box}',
      'check: {window: "Got invoice*"}',
      'mouseDown: Receipt card',
      'mouseUp: Archive box',
      'check: {window: "Got invoice receipt*"}',
      'type: {text: on time, into: Remark}',
      'check: {window: "Remark on time*"}',
    ];
    const task = join(place.folder, 'task.yaml');
    writeFileSync(
      task,
      `name: Page\napps:\n  browser: ${browser}\nsteps:\n${steps.map((step) => `  - ${step}\n`).join('')}`,
    );
    const options = ['--approve', 'deny', '--recordings', place.recordings, '--reporter', 'json'];
    const ran = await deskhand(['run', task, ...options]);
    expect(onlyRun(ran).ending, tale(ran)).toBe('passed');
  });
});
