import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { batchCampaign } from '../test/support/batch-campaign.js';

/** A thousand questions, killed twice: what is answered is never asked again, and nothing is lost. */
export async function batch(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'deskhand-batch-'));
  try {
    console.log(await batchCampaign({ folder, lines: 1000, concurrency: 8, killAfter: [300, 700] }));
  } finally {
    await rm(folder, { recursive: true });
  }
}
