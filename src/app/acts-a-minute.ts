import { deeds } from '../actions/index.js';
import type { SitePolicy } from '../core/site-policy.js';
import type { Clock, Pilot } from '../ports.js';

/** ms in which so many acts may begin. */
const WINDOW_MS = 60_000;

/** What touches nothing counts for nothing. */
const acting: ReadonlySet<string> = new Set(
  deeds.filter(({ kind }) => kind === 'input' || kind === 'machine').map(({ name }) => name),
);

/** The pilot, made to look again instead of acting while the sites allow no further act in this minute. */
export function inMeasure(pilot: Pilot, sites: readonly SitePolicy[], clock: Clock): Pilot {
  const strictest = sites
    .flatMap((site) =>
      site.actsPerMinute === undefined ? [] : [{ most: site.actsPerMinute, at: site.at('actsPerMinute') }],
    )
    .toSorted((a, b) => a.most - b.most)[0];
  if (strictest === undefined) return pilot;
  const { most, at } = strictest;
  const begun: number[] = [];
  return {
    ...pilot,
    async decide(situation, signal) {
      const first = begun.at(-most);
      const withinMs = first === undefined ? 0 : first + WINDOW_MS - clock.now();
      if (withinMs > 0) return { kind: 'look', reason: `${at} allows ${most} acts a minute`, withinMs };
      const answer = await pilot.decide(situation, signal);
      if (answer.kind === 'act' && acting.has(answer.decision.action.name)) begun.push(clock.now());
      return answer;
    },
  };
}
