import { RiskClass, type Verdict } from '../core/action.js';
import { readChord } from '../core/keys.js';
import type { Policy } from '../core/policy.js';
import type { SitePolicy } from '../core/site-policy.js';
import { isCookieBanner } from './cookies.js';
import type { JudgeFacts } from './facts.js';
import { rules } from './rules/index.js';
import { type Border, forbiddenChord, outsideWindows } from './rules/windows.js';
import { sceneOf } from './scene.js';
import { siteFindings, siteStance } from './site.js';

interface Finding {
  readonly class: RiskClass;
  readonly answer: 'ask' | 'refuse';
  readonly rule: string;
  readonly reason: string;
  readonly evidence: string;
  /** Where the site policy says so, when it is one of its own. */
  readonly site?: string;
}

const strength = { allow: 0, ask: 1, refuse: 2 } as const;

/**
 * What the rules say of an action. Pure. Refuse beats ask beats allow: a rule that refuses cannot be
 * lowered; a class in the policy's `refuse` is refused; one in `ask` asks even when it is allowed too; one
 * in `allow` is let through; every other finding asks. What the pilot says can only add a finding, and so can the
 * policies of the site, which no policy of a task weakens.
 */
export function judge(facts: JudgeFacts, policy: Policy, sites: readonly SitePolicy[] = []): Verdict {
  const found = [...siteFindings(facts, sites), ...findings(facts, policy)];
  const verdicts = found.map((finding) => weigh(finding, policy, sites));
  // Of equals the site's own: what it wants asked, no approval in advance answers.
  const weight = ({ answer, site }: Verdict): number => 2 * strength[answer] + (site === undefined ? 0 : 1);
  const strongest = verdicts.reduce<Verdict | undefined>(
    (best, next) => (best === undefined || weight(next) > weight(best) ? next : best),
    undefined,
  );
  return strongest ?? { answer: 'allow', reason: 'No rule sees a risk.' };
}

function findings(facts: JudgeFacts, policy: Policy): Finding[] {
  const scene = sceneOf(facts);
  const found: Finding[] = borders(facts, policy).map((border) => ({
    ...border,
    class: 'leaving the allowed windows',
    answer: 'refuse',
  }));
  const cookies = policy.cookies === 'allow' && isCookieBanner(scene);
  for (const rule of rules) {
    if (cookies && rule.class === 'accepting terms') continue;
    const evidence = rule.see(scene);
    if (evidence !== undefined) {
      found.push({ class: rule.class, answer: rule.answer, rule: rule.id, reason: rule.reason, evidence });
    }
  }
  return facts.pilotRisk === undefined ? found : [...found, fromPilot(facts.pilotRisk)];
}

function borders(facts: JudgeFacts, policy: Policy): Border[] {
  return [outsideWindows(facts, policy), forbiddenChord(facts, refusedChords(policy))].filter(
    (border): border is Border => border !== undefined,
  );
}

function refusedChords(policy: Policy): string[] {
  return (policy.keys?.refuse ?? []).map((written) => {
    const reading = readChord(written);
    return reading.ok ? reading.chord.join('+') : written;
  });
}

function fromPilot(risk: { class: string; reason: string }): Finding {
  const known = RiskClass.safeParse(risk.class);
  return {
    class: known.success ? known.data : 'other',
    answer: 'ask',
    rule: 'the-pilot-says-so',
    reason: 'The pilot itself sees a risk.',
    evidence: risk.reason,
  };
}

function weigh(finding: Finding, policy: Policy, sites: readonly SitePolicy[]): Verdict {
  const { class: risk, rule, evidence } = finding;
  const verdict = (answer: Verdict['answer'], reason: string, site?: string): Verdict => ({
    answer,
    reason,
    class: risk,
    rule,
    evidence,
    ...(site !== undefined && { site }),
  });
  if (finding.answer === 'refuse') return verdict('refuse', finding.reason, finding.site);
  const stance = siteStance(risk, sites);
  if (stance?.answer === 'refuse')
    return verdict('refuse', `${finding.reason} The site policy refuses ${risk}.`, stance.site);
  if (policy.refuse?.includes(risk)) return verdict('refuse', `${finding.reason} The task refuses ${risk}.`);
  if (stance !== undefined)
    return verdict('ask', `${finding.reason} The site policy has a person asked about ${risk}.`, stance.site);
  if (policy.allow?.includes(risk) && !policy.ask?.includes(risk)) {
    return verdict('allow', `${finding.reason} The task allows ${risk}.`);
  }
  return verdict('ask', finding.reason);
}
