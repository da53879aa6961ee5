import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readPictures, readRecording } from '../../src/recording/index.js';
import { reporters } from '../../src/report/index.js';
import { temporaryFolder } from '../recording/support.js';
import { GOLDEN, goldenPicture, hostileRun, longRun, recordingOf } from './support.js';

const chromium = ['chromium', 'chromium-browser', 'google-chrome'].find(
  (name) => spawnSync('which', [name]).status === 0,
);

async function goldenPage(): Promise<string> {
  const recording = await readRecording(GOLDEN);
  return reporters.html.render([{ recording, pictures: await readPictures(recording) }]);
}

/** The page after its script ran, as the browser sees it, and what the console said. */
async function opened(page: string): Promise<{ dom: string; log: string }> {
  const folder = await temporaryFolder();
  const file = join(folder, 'report.html');
  await writeFile(file, page);
  const result = spawnSync(
    chromium ?? 'chromium',
    [
      ...['--headless', '--no-sandbox', '--disable-gpu', '--window-size=1280,900', '--dump-dom'],
      ...[
        '--enable-logging=stderr',
        '--virtual-time-budget=3000',
        `--user-data-dir=${join(folder, 'profile')}`,
      ],
      pathToFileURL(file).href,
    ],
    { encoding: 'utf8', maxBuffer: 1 << 29 },
  );
  return { dom: result.stdout, log: result.stderr };
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
      '<circle class="point" cx="425" cy="316"',
    ]) {
      expect(page).toContain(text);
    }
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
      reporters.html.render([
        { recording: recordingOf(hostileRun(text)), pictures: new Map([[text, { ...goldenPicture() }]]) },
      ]);
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
    const page = reporters.html.render([{ recording }]);
    expect(page).toContain('interrupted');
    expect(page).toContain('Line 9 was cut off');
    expect(page).toContain('Line 7 is corrupt: it does not follow');
    expect(page).toContain('frames/f0001.png is missing or not what was recorded');
    expect(page).toContain('did not end');
  });

  it('tells one recording only', async () => {
    const recording = await readRecording(GOLDEN);
    expect(() => reporters.html.render([{ recording }, { recording }])).toThrow(
      /One page tells one recording/,
    );
  });

  it('grows in step with the number of acts, in size and in work', () => {
    const sizes = [500, 1000, 2000].map((acts) => {
      const recording = recordingOf(longRun(acts));
      const times = [1, 2, 3].map(() => {
        const from = performance.now();
        const { length } = reporters.html.render([{ recording }]);
        return { ms: performance.now() - from, length };
      });
      return { length: times[0]?.length ?? 0, ms: Math.min(...times.map(({ ms }) => ms)) };
    });
    const [small, middle, large] = sizes;
    expect((large?.length ?? 0) / (middle?.length ?? 1)).toBeCloseTo(2, 1);
    // Four times the acts: 4 when linear, 16 when quadratic.
    expect((large?.ms ?? 0) / (small?.ms ?? 1)).toBeLessThan(10);
  });
});

describe.skipIf(chromium === undefined)('the HTML report in a browser', () => {
  it('puts in the pictures that are in view and lets the others be', async () => {
    // So long a report opens with only its failed act unfolded.
    const events = longRun(1000).map((event) =>
      event.type === 'outcome' && event.act === 1 ? { ...event, outcome: 'failed' as const } : event,
    );
    const recording = recordingOf(events);
    const picture = goldenPicture();
    const pictures = new Map([...recording.frames.values()].map(({ file }) => [file, picture]));
    const { dom, log } = await opened(reporters.html.render([{ recording, pictures }]));
    expect(log).not.toMatch(/CONSOLE.*(Refused|Uncaught|Error)/);
    expect(count(dom, /<details class="act /g)).toBe(1000);
    const shown = count(dom, /href="data:image\/png/g);
    expect(shown).toBeGreaterThanOrEqual(2);
    expect(shown).toBeLessThan(10);
  }, 60_000);

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
    const { dom, log } = await opened(
      reporters.html.render([{ recording: recordingOf(hostileRun(hostile)) }]),
    );
    expect(dom).toContain('id="viewer"');
    expect(dom).not.toContain('<title>hacked');
    expect(log).not.toMatch(/CONSOLE.*(Refused|Uncaught|Error)/);
    expect(asked).toEqual([]);
    await fetch(url);
    expect(asked).toEqual(['/x']);
  }, 60_000);
});
