import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readPictures, readRecording } from '../../src/recording/index.js';
import { reporters } from '../../src/report/index.js';
import { runLine } from '../recording/support.js';
import { BrowserPage, chromium } from './browser.js';
import {
  AT,
  fileNamed,
  frameLine,
  GOLDEN,
  goldenPicture,
  hostileRun,
  longRun,
  recordingOf,
} from './support.js';

async function goldenPage(): Promise<string> {
  const recording = await readRecording(GOLDEN);
  return reporters.html.render([{ recording, pictures: await readPictures(recording) }], AT);
}

/** A run whose only act-less step fails inside a loop. */
function failedPage(): string {
  const reason = '“Save” was not found in time: “Save” is not on the screen.';
  const steps = ['steps[1]', 'steps[1].forEach[1]', 'steps[1].forEach.steps[0]'];
  const recording = recordingOf([
    runLine('A loop that fails'),
    ...steps.map((step) => ({ type: 'step-start', step, name: `about ${step}`, kind: 'click' }) as const),
    frameLine(1),
    ...steps
      .toReversed()
      .map((step) => ({ type: 'step-end', step, status: 'failed', reason, ms: 9 }) as const),
    { type: 'ending', ending: 'failed', reason, acts: 0, ms: 90 },
  ]);
  return reporters.html.render(
    [{ recording, pictures: new Map([['frames/f0001.png', goldenPicture()]]) }],
    AT,
  );
}

const count = (text: string, pattern: RegExp): number => [...text.matchAll(pattern)].length;

describe('the HTML report', () => {
  it('shows steps, acts, marks, verdicts, the confirmation, checks and the ending', async () => {
    const page = await goldenPage();
    for (const text of [
      'Save an order',
      'all steps passed',
      'click left on “Save” at 425,316',
      'The order is filled in, so it can be saved.',
      'text 98 %',
      'the label says “Delete”',
      'by author after 1 ms',
      'What was shown',
      'text “Saved”',
      'The draft is gone.',
      '42.5',
      '<rect class="target" x="404" y="308" width="38" height="16"',
      '<rect class="control" x="380" y="300" width="90" height="32"',
      // Two of the ticks that point at 425,316 from outside of its box.
      '<line class="tick" x1="394" y1="316" x2="401" y2="316"/>',
      '<line class="tick" x1="425" y1="327" x2="425" y2="334"/>',
    ]) {
      expect(page).toContain(text);
    }
  });

  it('begins with what went wrong: the innermost failed step, why, and the screen then', async () => {
    const page = failedPage();
    const section = /<section class="failures">.*?<\/section>/s.exec(page)?.[0] ?? '';
    expect(section).toContain('“Save” was not found in time');
    expect(section).toContain('<code>steps[1].forEach.steps[0]</code>');
    expect(section).toMatch(/<image data-file="frames\/f0001\.png"/);
    expect(count(section, /<article>/g)).toBe(1);
    expect(await goldenPage()).not.toContain('<section class="failures">');
  });

  it('holds each picture once', async () => {
    const page = await goldenPage();
    expect(count(page, /<script type="text\/plain" data-file="frames\/f0001.png"/g)).toBe(1);
    expect(count(page, /<script type="text\/plain"/g)).toBe(3);
    // Decoded only by the page's script, when in view.
    expect(page).not.toMatch(/(src|href)="data:/);
  });

  it('allows only its own script and style and no request', async () => {
    const page = await goldenPage();
    const policy =
      /Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1]?.replaceAll('&#39;', "'") ?? '';
    const hash = (tag: string) => {
      const text = new RegExp(`<${tag}>([\\s\\S]*?)</${tag}>`).exec(page)?.[1] ?? '';
      return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
    };
    expect(policy.split('; ')).toEqual([
      "default-src 'none'",
      'img-src data:',
      `style-src ${hash('style')}`,
      `script-src ${hash('script')}`,
      "base-uri 'none'",
      "form-action 'none'",
    ]);
    expect(page).not.toMatch(/\sstyle=|\son\w+=/);
  });

  it.each([
    '<script>document.title="hacked"</script>',
    '"><img src=x onerror=document.title="hacked">',
    "'><svg onload=document.title='hacked'>",
    '</script></style></title><h1 id=hacked>',
    '<!--',
    'javascript:document.title="hacked"',
    '$' + '{document.title}</textarea>`',
    '&lt;b&gt;',
  ])('keeps %j as text, wherever it comes from', (hostile) => {
    const rendered = (text: string) =>
      reporters.html.render(
        [
          {
            recording: recordingOf(hostileRun(text)),
            pictures: new Map([[fileNamed(text), { ...goldenPicture() }]]),
          },
        ],
        AT,
      );
    const page = rendered(hostile);
    // The same tags with the same attributes in the same order as with a plain text: nothing became markup.
    const skeleton = (html: string) =>
      [...html.matchAll(/<(?:"[^"]*"|[^">])*>/g)].map(([tag]) => tag.replace(/"[^"]*"/g, '""'));
    expect(skeleton(page)).toEqual(skeleton(rendered('plain: text')));
    expect(page).not.toContain('href="javascript');
  });

  it('says what is missing, torn, corrupt or without an ending', () => {
    const events = longRun(2).slice(0, -2);
    const recording = {
      ...recordingOf(events),
      torn: { line: 9, bytes: 12 },
      corrupt: { line: 7, reason: 'it does not follow the line before it' },
    };
    const page = reporters.html.render([{ recording }], AT);
    expect(page).toContain('interrupted');
    expect(page).toContain('Line 9 was cut off');
    expect(page).toContain('Line 7 is corrupt: it does not follow');
    expect(page).toContain('frames/f0001.png is missing or not what was recorded');
    expect(page).toContain('did not end');
  });

  it('over several recordings is an index that leads to the page of each', async () => {
    const golden = await readRecording(GOLDEN);
    const failed = recordingOf(longRun(2).slice(0, -1), '/recordings/b run');
    const inputs = [{ recording: { ...golden, folder: '/recordings/a' } }, { recording: failed }];
    const page = reporters.html.render(inputs, { base: '/recordings/pages' });
    expect(page).toContain('1 of 2 tasks did not pass');
    expect(page).toContain('<a href="../a/report.html">Save an order</a>');
    expect(page).toContain('<a href="../b%20run/report.html">A long run</a>');
    expect(page).toMatch(/<tr class="bad"><td><span class="chip ending">interrupted/);
    expect(page).not.toContain('<script');
  });

  it('grows in step with the number of acts, in size and in work', () => {
    const sizes = [250, 500, 1000].map((acts) => {
      const recording = recordingOf(longRun(acts));
      const times = [1, 2, 3].map(() => {
        const from = performance.now();
        const { length } = reporters.html.render([{ recording }], AT);
        return { ms: performance.now() - from, length };
      });
      return { length: times[0]?.length ?? 0, ms: Math.min(...times.map(({ ms }) => ms)) };
    });
    const [small, middle, large] = sizes;
    expect((large?.length ?? 0) / (middle?.length ?? 1)).toBeCloseTo(2, 1);
    // Four times the acts: 4 when linear, 16 when quadratic.
    expect((large?.ms ?? 0) / (small?.ms ?? 1)).toBeLessThan(10);
  }, 120_000);
});

describe.skipIf(chromium === undefined)('the HTML report in a browser', () => {
  const shown = 'document.querySelectorAll(\'main [href^="data:image"]\').length';

  it('of a thousand acts puts in the pictures that are in view and lets the others be', async () => {
    // So long a report opens with only its failed act unfolded.
    const events = longRun(1000).map((event) =>
      event.type === 'outcome' && event.act === 1 ? { ...event, outcome: 'failed' as const } : event,
    );
    const recording = recordingOf(events);
    const picture = goldenPicture();
    const pictures = new Map([...recording.frames.values()].map(({ file }) => [file, picture]));
    const page = await BrowserPage.open(reporters.html.render([{ recording, pictures }], AT));
    expect(await page.value("document.querySelectorAll('details.act').length")).toBe(1000);
    await page.until(`${shown} >= 2`);
    expect(await page.value(shown)).toBeLessThan(10);
    await page.value("document.querySelectorAll('details.act')[900].open = true");
    await page.value("document.querySelectorAll('details.act')[900].scrollIntoView()");
    await page.until("document.querySelectorAll('details.act')[900].querySelector('[href^=\"data:image\"]')");
    // Those of the first act are let go.
    await page.until("!document.querySelector('details.act').querySelector('[href^=\"data:image\"]')");
    expect(page.complaints).toEqual([]);
  }, 120_000);

  it('is walked through with the keyboard', async () => {
    const events = longRun(5).map((event) =>
      event.type === 'outcome' && event.act === 4 ? { ...event, outcome: 'failed' as const } : event,
    );
    const page = await BrowserPage.open(reporters.html.render([{ recording: recordingOf(events) }], AT));
    const focused = "document.activeElement.closest('details')?.querySelector('.number').textContent";
    await page.press('j');
    expect(await page.value(focused)).toBe('1');
    await page.press('j');
    await page.press('j');
    await page.press('k');
    expect(await page.value(focused)).toBe('2');
    await page.press('n');
    expect(await page.value(focused)).toBe('4');
    const visible = "[...document.querySelectorAll('details.act')].filter((act) => act.offsetParent).length";
    expect(await page.value(visible)).toBe(5);
    await page.press('f');
    expect(await page.value(visible)).toBe(1);
    await page.press('t');
    expect(await page.value('getComputedStyle(document.documentElement).colorScheme')).toBe('dark');
    await page.value("document.querySelector('details.bad button.view').click()");
    expect(await page.value("document.getElementById('viewer').open")).toBe(true);
    expect(await page.value("document.querySelector('#viewer p').textContent")).toMatch(/^4 .*Before/);
    await page.press('ArrowRight');
    expect(await page.value("document.querySelector('#viewer p').textContent")).toMatch(/^4 .*After/);
    expect(page.complaints).toEqual([]);
  }, 120_000);

  it('runs nothing that came with the recording and asks no server', async () => {
    const asked: string[] = [];
    const server = createServer((request, response) => {
      asked.push(request.url ?? '');
      response.end();
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => {
      server.close();
    });
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/x`;
    const hostile = `"'><img src=${url} onerror=document.title="hacked"><script>document.title="hacked"</script><link rel=stylesheet href=${url}>`;
    const recording = recordingOf(hostileRun(hostile));
    const pictures = new Map([...recording.frames.values()].map(({ file }) => [file, goldenPicture()]));
    const page = await BrowserPage.open(reporters.html.render([{ recording, pictures }], AT));
    await page.value("document.querySelector('details.act').scrollIntoView()");
    await page.until(`${shown} >= 2`);
    expect(await page.value('document.title')).toContain('<script>');
    expect(await page.value("document.querySelectorAll('main img[src], link').length")).toBe(0);
    expect(page.requests.filter((address) => !address.startsWith('data:'))).toEqual([
      expect.stringMatching(/^file:.*report\.html$/),
    ]);
    expect(page.complaints).toEqual([]);
    await fetch(url);
    expect(asked).toEqual(['/x']);
  }, 120_000);
});
