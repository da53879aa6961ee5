import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Trials of a section that may be made in several goes. */
export interface Campaign {
  /**
   * Results of the trials of one name: those kept from earlier goes, then new ones up to `count`; fewer when the time of
   * this go is over.
   */
  trials<T>(name: string, count: number, trial: (index: number) => Promise<T>): Promise<T[]>;
}

const began = performance.now();

/**
 * Opens a section's campaign. `DESKHAND_KEEP` names a folder that results are kept in, one line each, so that a long
 * campaign goes on where it was cut off; `MINUTES` ends a go in time. Without them every trial is made now.
 */
export function openCampaign(section: string): Campaign {
  const folder = process.env.DESKHAND_KEEP;
  const file = folder === undefined ? undefined : join(folder, `${section}.jsonl`);
  const limitMs = Number(process.env.MINUTES ?? Number.POSITIVE_INFINITY) * 60_000;
  if (folder !== undefined) mkdirSync(folder, { recursive: true });
  const kept = file === undefined || !existsSync(file) ? [] : linesOf(file);
  return {
    trials: async <T>(name: string, count: number, trial: (index: number) => Promise<T>): Promise<T[]> => {
      const all = kept.filter((line) => line.name === name).map((line) => line.result as T);
      while (all.length < count && performance.now() - began < limitMs) {
        const result = await trial(all.length);
        all.push(result);
        if (file !== undefined) appendFileSync(file, `${JSON.stringify({ name, result })}\n`);
      }
      return all.slice(0, count);
    },
  };
}

function linesOf(file: string): { name: string; result: unknown }[] {
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line));
}
