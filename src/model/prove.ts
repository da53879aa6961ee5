import * as z from 'zod';
import type { AskForProof, StatedProof } from '../core/chat.js';
import { Unanswered } from '../core/chat.js';
import { DeskhandError } from '../core/errors.js';
import { Proof } from '../core/proof.js';
import type { AskedCall } from '../ports.js';
import { askPicture } from './ask.js';
import type { Client } from './client.js';
import { takingOver } from './fallback.js';
import { promptNamed } from './prompts.js';
import { readProof } from './reply/proof.js';
import { sumUsage } from './usage.js';

/** An empty list says that the task is not done yet. */
const Stated = z.preprocess(readProof, z.union([z.tuple([]), Proof]));

/**
 * Asks what shows that a task is done, as a question of its own about the screen: families whose way to finish has no
 * place for a proof answer it like any other. One repair turn for an answer that does not fit. Of several models the
 * next one answers where one is not there.
 */
export function askForProofWith(clients: readonly [Client, ...Client[]]): AskForProof {
  const byOne = takingOver(clients);
  return (picture, { goal, summary, hints }, within, signal) =>
    byOne(async (client): Promise<StatedProof> => {
      const calls: AskedCall[] = [];
      const stated = await askPicture(
        client,
        {
          prompt: promptNamed('ask/proof', {
            goal,
            summary,
            hints: hints.map((hint) => `\n${hint}`).join(''),
          }),
          images: [{ picture: picture.path, name: `frame:${picture.file}?sha256=${picture.sha256}` }],
          temperature: 0,
          shape: Stated,
          within,
          onAsked: (call) => calls.push(call),
        },
        signal,
      ).then(({ value }) => value as z.infer<typeof Stated>, unlessUnread);
      return {
        proof: stated.length === 0 ? undefined : stated,
        usage: sumUsage(calls.map(({ usage }) => usage)),
        exchange: calls.at(-1)?.exchange ?? {},
      };
    });
}

/** An answer that is no proof states none. */
function unlessUnread(error: unknown): [] {
  const isRead = error instanceof DeskhandError && error.code.startsWith('answer-');
  if (!isRead || error instanceof Unanswered) throw error;
  return [];
}
