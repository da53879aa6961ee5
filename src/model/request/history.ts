import type { Call, Conversation, Turn } from '../../core/chat.js';

/** Pictures that are sent at most; when one more comes, the oldest go in a batch. */
const MOST_PICTURES = 4;
/**
 * Pictures that go at once: a prefix cache holds between two such drops. Two to four whole pictures need a fifth
 * fewer tokens than three to six, and less of them anew, with a cache or without one.
 */
const BATCH = 3;

/**
 * Splits the turns into old ones, told in one line each, and recent ones, sent whole. Old ones are dropped in
 * batches, so that the beginning of the request stays the same between two drops.
 *
 * @param mostPictures fewer than usual when the request was too long
 */
export function splitTurns(
  turns: readonly Turn[],
  mostPictures: number = MOST_PICTURES,
): { old: readonly Turn[]; recent: readonly Turn[] } {
  const batch = Math.max(1, Math.min(BATCH, mostPictures - 1));
  const over = Math.max(0, turns.length - mostPictures);
  const from = Math.min(turns.length - 1, Math.ceil(over / batch) * batch);
  return { old: turns.slice(0, Math.max(0, from)), recent: turns.slice(Math.max(0, from)) };
}

/** An old turn in one line. */
export function turnLine({ number, summary, result }: Turn): string {
  return `${number}. ${summary ?? 'looked'}: ${result ?? 'done'}`;
}

/**
 * The calls of each turn, and last those of a repair, as they are sent back. A server refuses a history in
 * which the same call comes twice in a row, so a repeated one carries which time it is. A turn's calls depend
 * on earlier turns only: what was sent once is sent the same way again.
 */
export function callsToSend({ turns, repair }: Conversation): readonly (readonly Call[])[] {
  let before = '';
  let times = 1;
  return [...turns.map(({ said }) => said), repair?.said].map((said) =>
    (said?.calls ?? []).map((call) => {
      const written = JSON.stringify([call.name, { ...call.input, repeat: undefined }]);
      times = written === before ? times + 1 : 1;
      before = written;
      return times === 1 ? call : { ...call, input: { ...call.input, repeat: times } };
    }),
  );
}
