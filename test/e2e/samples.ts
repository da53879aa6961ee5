import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { deskhand, onlyRun, type RunReport, scratchEach, tale } from './deskhand.js';

/** The samples are played in as many files, side by side. */
export const groups = ['programs', 'orders', 'large'] as const;
type Group = (typeof groups)[number];

interface Sample {
  readonly file: string;
  readonly group: Group;
  /** Parameters that keep the run in a folder of its own. */
  readonly params: (folder: string) => readonly string[];
  /** Compares with what the application itself wrote. */
  readonly truth: (folder: string, run: RunReport) => void;
  /** The program it needs, when a machine may lack it. */
  readonly needs?: string;
}

interface Orders {
  readonly orders: readonly { customer: string; article: string; quantity: number; price: string }[];
  readonly deleted: readonly number[];
  readonly dirty: boolean;
}

const text = (folder: string, name: string): string => readFileSync(join(folder, name), 'utf8');
const orders = (folder: string): Orders => JSON.parse(text(folder, 'state.json')) as Orders;
const state = (folder: string) => [`state=${folder}/state.json`];
const inFolder = (folder: string) => [`folder=${folder}`];
const none = () => [];

export const samples: readonly Sample[] = [
  {
    file: 'calculator.yaml',
    group: 'programs',
    params: none,
    truth: (_folder, run) => expect(run.acts.filter(({ standing }) => standing === 'done')).toHaveLength(9),
  },
  {
    file: 'editor.yaml',
    group: 'programs',
    params: inFolder,
    truth: (folder) =>
      expect(text(folder, 'letter.txt')).toBe(
        'Dear customer,\nyour order of 3 “Widgets” costs €42.50 — thank you!\n',
      ),
  },
  {
    file: 'editor-goal.yaml',
    group: 'programs',
    params: none,
    truth: (_folder, run) => {
      const done = run.acts.map(({ action }) => action.name);
      expect(done).toEqual(['launch', 'type', 'press', 'type', 'click', 'click', 'check', 'done']);
    },
  },
  {
    file: 'file-dialog.yaml',
    group: 'programs',
    params: inFolder,
    truth: (folder) => expect(text(folder, 'chosen.txt')).toBe(`${folder}/report-q2.txt\n`),
  },
  {
    file: 'orders-new.yaml',
    group: 'orders',
    params: state,
    truth: (folder) => {
      const { orders: kept, dirty } = orders(folder);
      expect(kept).toHaveLength(7);
      expect(kept.at(-1)).toMatchObject({
        customer: 'Müller & Söhne',
        article: 'Widget',
        quantity: 12,
        price: '9.90',
      });
      expect(dirty).toBe(false);
    },
  },
  {
    file: 'orders-from-csv.yaml',
    group: 'orders',
    params: state,
    truth: (folder) =>
      expect(
        orders(folder)
          .orders.slice(-3)
          .map(({ customer, article, quantity, price }) => [customer, article, quantity, price]),
      ).toEqual([
        ['Ada Lovelace', 'Widget', 3, '9.90'],
        ['Müller & Söhne, Köln', 'Gadget', 12, '19.50'],
        ["Zoë O'Neil", 'Widget', 1, '9.90'],
      ]),
  },
  {
    file: 'orders-delete.yaml',
    group: 'orders',
    params: state,
    truth: (folder, run) => {
      expect(orders(folder).deleted).toEqual([1002]);
      expect(run.acts.flatMap(({ confirmation }) => (confirmation ? [confirmation.by] : []))).toEqual([
        'author',
        'author',
      ]);
    },
  },
  {
    file: 'orders-report.yaml',
    group: 'orders',
    params: state,
    truth: (folder, run) => {
      // The report is sorted by customer; in the sample data each customer has one order.
      const [first] = [...orders(folder).orders].sort((a, b) => (a.customer < b.customer ? -1 : 1));
      expect(run.outputs.amount).toBe(Number(first?.quantity) * Number(first?.price));
    },
  },
  {
    file: 'orders-goal.yaml',
    group: 'orders',
    params: state,
    truth: (folder) =>
      expect(orders(folder).orders.at(-1)).toMatchObject({
        customer: 'Ada Lovelace',
        article: 'Gadget',
        quantity: 3,
        price: '19.50',
      }),
  },
  {
    file: 'terminal.yaml',
    group: 'programs',
    params: inFolder,
    truth: (folder) => expect(text(folder, 'greeting.txt')).toBe('é ü ß 中文\n50% of #7\n'),
  },
  {
    file: 'web.yaml',
    group: 'large',
    params: (folder) => [`folder=${folder}/web`],
    needs: 'chromium',
    truth: (folder) =>
      expect(JSON.parse(text(folder, 'web/orders.json'))).toMatchObject({
        orders: [
          { id: 5001, customer: 'Café Ümit', quantity: 12, note: 'Please ring twice.', express: true },
        ],
        refused: 1,
      }),
  },
  {
    file: 'spreadsheet.yaml',
    group: 'large',
    params: inFolder,
    needs: 'localc',
    truth: (folder) =>
      expect(text(folder, 'order.csv')).toBe(
        'Article,Quantity,Price\nDesk lamp,3,19.5\nStapler,12,6.75\nTotal,15,139.5\n',
      ),
  },
];

/** Samples that are replayed dry too: keys and clicks, a goal, a page. */
const dryToo = new Set(['orders-delete.yaml', 'editor-goal.yaml', 'web.yaml']);

const installed = (program: string): boolean => spawnSync('which', [program]).status === 0;

/** Plays the samples of a group and compares with what their applications wrote. */
export function playSamples(group: Group): void {
  const place = scratchEach();

  const run = (args: readonly string[]) =>
    deskhand([...args, '--reporter', 'json', '--approve', 'deny', '--recordings', place.recordings]);

  for (const { file, params, truth, needs } of samples.filter((each) => each.group === group)) {
    const missing = needs !== undefined && !installed(needs);
    const title = `should run and replay ${file}${missing ? ` (skipped: ${needs} is not installed)` : ''}`;
    it.skipIf(missing)(title, async () => {
      const { folder } = place;
      const given = params(folder).flatMap((each) => ['--param', each]);

      const first = await run(['run', `tasks/${file}`, ...given]);
      expect(first.code, tale(first)).toBe(0);
      const recorded = onlyRun(first);
      expect(recorded).toMatchObject({ ending: 'passed', integrity: { sealed: true } });
      expect(existsSync(join(recorded.folder, 'report.html'))).toBe(true);
      truth(folder, recorded);

      removeResults(folder);
      if (dryToo.has(file)) {
        const dry = await run(['replay', '--dry', recorded.folder]);
        expect(dry.code, tale(dry)).toBe(0);
        expect(readdirSync(folder), 'a dry replay touches nothing').toEqual(['recordings']);
      }

      const again = await run(['replay', recorded.folder]);
      expect(again.code, tale(again)).toBe(0);
      truth(folder, { ...onlyRun(again), acts: recorded.acts });
    });
  }

  function removeResults(folder: string): void {
    for (const name of readdirSync(folder)) {
      if (name !== 'recordings') rmSync(join(folder, name), { recursive: true });
    }
  }
}
