import { setTimeout as sleep } from 'node:timers/promises';
import { DeskhandError } from '../../../core/errors.js';
import type { RunClaim } from '../protocol.js';
import type { X11Client } from './client.js';
import { exclusively } from './hand/exclusive.js';
import { readProperty, unlessGone } from './windows-read.js';

/** The selection whose owner is the run that drives the display, and the property of its window that tells which. */
const selectionName = '_DESKHAND_RUN';
/** ms in which the server must have seen that a driver which has just ended is gone. */
const goneMs = 1000;
const lookMs = 50;
const inputOnly = 2;
const stringType = 31;

/**
 * Claims the display for one run. The X server itself holds the claim as a selection of this connection: it works
 * whatever the display is called and whoever started it, and it is gone with the process, however that ends.
 *
 * @throws DeskhandError kind `environment`, code `display-taken`, when another run has it
 */
export async function claimDisplay(client: X11Client, claim: RunClaim): Promise<void> {
  const selection = await client.atom(selectionName);
  const window = client.raw.AllocID();
  client.raw.CreateWindow(window, client.root, 0, 0, 1, 1, 0, 0, inputOnly, 0, {});
  client.raw.ChangeProperty(0, window, selection, stringType, 8, JSON.stringify(claim));
  for (const limit = performance.now() + goneMs; ; await sleep(lookMs)) {
    const owner = await exclusively(
      client,
      () => client.ask<number>((raw, done) => raw.GetSelectionOwner(selection, done)),
      (found) => {
        if (found === 0) client.raw.SetSelectionOwner(window, selection, 0);
      },
    );
    if (owner === 0) return client.sync();
    if (performance.now() > limit) throw await taken(client, owner);
  }
}

/** The window of the run that has claimed the display; 0 when none has. To be called where nothing is waited for. */
export async function runOwner(client: X11Client): Promise<number> {
  const selection = await client.atom(selectionName);
  return client.ask<number>((raw, done) => raw.GetSelectionOwner(selection, done));
}

async function taken(client: X11Client, owner: number): Promise<DeskhandError> {
  const told = await unlessGone(() => readProperty(client, owner, selectionName));
  const { pid, run, folder } = claimIn(told?.toString('utf8') ?? '');
  return new DeskhandError(
    'environment',
    'display-taken',
    `Another run drives the display ${client.display}: ${run}, process ${pid}, recording ${folder}. Two would get into each other's way.`,
    {
      hint: `Wait until it has ended, end it with deskhand stop ${folder}, or give this one a display of its own: --desktop virtual.`,
    },
  );
}

/** What the other run says of itself: anybody may have written it, so nothing in it is relied on. */
function claimIn(text: string): { readonly pid: string; readonly run: string; readonly folder: string } {
  const plain = (value: unknown): string =>
    typeof value === 'string' || typeof value === 'number'
      ? String(value)
          .replaceAll(/[^\P{C}]/gu, '')
          .slice(0, 300)
      : 'unknown';
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch {
    read = undefined;
  }
  const { pid, run, folder } = (typeof read === 'object' && read !== null ? read : {}) as Partial<RunClaim>;
  return { pid: plain(pid), run: plain(run), folder: plain(folder) };
}
