import type { LookAgain } from '../core/chat.js';
import { DeskhandError } from '../core/errors.js';
import { closeAround } from '../core/second-look.js';
import type { Client } from './client.js';
import { othersMayAnswer } from './fallback.js';
import { lookOnce } from './one-look.js';
import { Album } from './pictures/album.js';

/**
 * The second look at what a model wants to click: only the enlarged part around its point is sent, with the same
 * words, and its answer is mapped back to the frame. Of several models the next one looks where one is not there.
 */
export function lookAgainWith(clients: readonly [Client, ...Client[]]): LookAgain {
  const lookers = clients.map((client) => ({ client, album: new Album(client.profile, client.host) }));
  let from = 0;
  return async (picture, description, around, within, signal) => {
    const region = closeAround(around, picture.size);
    for (;;) {
      const looker = lookers[from];
      if (looker === undefined) throw new Error('There is no model to look again.');
      try {
        const { client, album } = looker;
        const look = await lookOnce(client, album, { ...picture, region }, description, signal, within);
        return { ...look, region };
      } catch (error) {
        const another = error instanceof DeskhandError && othersMayAnswer.includes(error.code);
        if (!another || from >= lookers.length - 1) throw error;
        from += 1;
      }
    }
  };
}
