import type { LookAgain } from '../core/chat.js';
import { closeAround } from '../core/second-look.js';
import type { Client } from './client.js';
import { takingOver } from './fallback.js';
import { lookOnce } from './one-look.js';
import { Album } from './pictures/album.js';

/**
 * The second look at what a model wants to click: only the enlarged part around its point is sent, with the same
 * words, and its answer is mapped back to the frame. Of several models the next one looks where one is not there.
 */
export function lookAgainWith(clients: readonly [Client, ...Client[]]): LookAgain {
  const [first, ...others] = clients;
  const withAlbum = (client: Client) => ({ client, album: new Album(client.profile, client.host) });
  const byOne = takingOver([withAlbum(first), ...others.map(withAlbum)]);
  return async (picture, description, around, within, signal) => {
    const region = closeAround(around, picture.size);
    const look = await byOne(({ client, album }) =>
      lookOnce(client, album, { ...picture, region }, description, signal, within),
    );
    return { ...look, region };
  };
}
