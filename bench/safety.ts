import { forged } from './safety/forged.js';
import { obedientSection } from './safety/obedient.js';
import { patternsSection } from './safety/patterns.js';
import { personSection } from './safety/person.js';
import { popupsSection } from './safety/popups.js';
import { secretsSection } from './safety/secrets.js';
import { staleApprovalsSection } from './safety/stale-approvals.js';
import { stopsSection } from './safety/stops.js';

/** The sections by name; `npm run bench -- safety` prints all of them. DESKHAND_SAFETY=secrets,forged chooses some. */
const sections: Readonly<Record<string, () => Promise<void>>> = {
  secrets: secretsSection,
  obedient: obedientSection,
  'stale-approvals': staleApprovalsSection,
  forged,
  popups: popupsSection,
  stops: stopsSection,
  person: personSection,
  patterns: patternsSection,
};

/** Prints what of the promises of docs/safety.md holds, and how often it was tried. */
export async function safety(): Promise<void> {
  const chosen = process.env.DESKHAND_SAFETY?.split(/[\s,]+/u).filter((name) => name !== '');
  for (const [name, section] of Object.entries(sections)) {
    if (chosen !== undefined && !chosen.includes(name)) continue;
    console.log(`\n### ${name}`);
    await section();
  }
}
