import type { RiskClass } from '../core/action.js';
import { readChord } from '../core/keys.js';
import { isHostOf, type SitePolicy } from '../core/site-policy.js';
import { describeWindow, windowMatches } from '../core/window.js';
import type { JudgeFacts } from './facts.js';
import { hostsNamed } from './hosts-named.js';
import { outsideWindows, windowsOf } from './rules/windows.js';
import { isTerminal } from './window-kinds.js';

/** What a site policy says of an action: the class that it belongs to, and where that stands. */
export interface SiteFinding {
  readonly class: RiskClass;
  readonly answer: 'ask' | 'refuse';
  readonly rule: string;
  readonly reason: string;
  readonly evidence: string;
  /** File and line of the site policy. */
  readonly site: string;
}

/** What the site policies themselves forbid: windows, keys, hosts, and commands of the author, which no rule asks about. */
export function siteFindings(facts: JudgeFacts, sites: readonly SitePolicy[]): SiteFinding[] {
  return sites.flatMap((site) =>
    [
      onlyWindows(facts, site),
      refusedWindow(facts, site),
      refusedKeys(facts, site),
      foreignHost(facts, site),
      ownCommand(facts, site),
    ].filter((finding): finding is SiteFinding => finding !== undefined),
  );
}

/** What the site policies make of a class: the strictest of them, and where it stands. */
export function siteStance(
  risk: RiskClass,
  sites: readonly SitePolicy[],
): { readonly answer: 'ask' | 'refuse'; readonly site: string } | undefined {
  for (const answer of ['refuse', 'ask'] as const)
    for (const site of sites) {
      const index = site[answer]?.indexOf(risk) ?? -1;
      if (index >= 0) return { answer, site: site.at(answer, index) };
    }
  return undefined;
}

const leaving = { class: 'leaving the allowed windows', answer: 'refuse' } as const;

function onlyWindows(facts: JudgeFacts, site: SitePolicy): SiteFinding | undefined {
  const allowed = site.windows?.allow;
  const border = allowed && outsideWindows(facts, { windows: allowed });
  if (border === undefined) return undefined;
  const reason = border.reason.replace('in this task', 'on this machine');
  return { ...border, ...leaving, reason, site: site.at('windows', 'allow') };
}

function refusedWindow(facts: JudgeFacts, site: SitePolicy): SiteFinding | undefined {
  const refused = site.windows?.refuse ?? [];
  const windows = windowsOf(facts).filter((window) => window !== null);
  for (const [index, match] of refused.entries()) {
    const found = windows.find((window) => windowMatches(match, window));
    if (found === undefined) continue;
    return {
      ...leaving,
      rule: 'refused-window',
      reason: `${describeWindow(match)} gets no input on this machine.`,
      evidence: `window “${found.title}”`,
      site: site.at('windows', 'refuse', index),
    };
  }
  return undefined;
}

function refusedKeys(facts: JudgeFacts, site: SitePolicy): SiteFinding | undefined {
  const pressed = facts.traits.chords.map((keys) => keys.join('+'));
  for (const [index, written] of (site.keys?.refuse ?? []).entries()) {
    const reading = readChord(written);
    const chord = reading.ok ? reading.chord.join('+') : written;
    if (!pressed.includes(chord)) continue;
    return {
      ...leaving,
      rule: 'refused-keys',
      reason: 'This chord is never pressed on this machine.',
      evidence: chord,
      site: site.at('keys', 'refuse', index),
    };
  }
  return undefined;
}

function foreignHost(facts: JudgeFacts, site: SitePolicy): SiteFinding | undefined {
  const allowed = site.hosts?.run;
  const line = allowed && commandLine(facts);
  if (allowed === undefined || line === undefined) return undefined;
  const { hosts, untold } = hostsNamed(line);
  const foreign = hosts.find((host) => !isHostOf(host, allowed));
  if (foreign === undefined && untold === undefined) return undefined;
  return {
    class: 'running commands',
    answer: 'refuse',
    rule: 'foreign-host',
    reason: `Commands may name only the hosts ${allowed.join(', ')} on this machine.`,
    evidence: foreign ?? `${untold}, whose host cannot be told`,
    site: site.at('hosts', 'run'),
  };
}

/** The command line that the action starts or types; undefined for any other. */
function commandLine({ traits, active, pending = '' }: JudgeFacts): string | undefined {
  const { command, typed } = traits;
  if (command !== undefined) return command;
  const terminal = active !== undefined && isTerminal(active);
  return terminal && (typed !== undefined || pending !== '') ? `${pending}${typed ?? ''}` : undefined;
}

/** The author's own commands are no risk to any rule; where the site minds commands, they count as what they are. */
function ownCommand(facts: JudgeFacts, sites: SitePolicy): SiteFinding | undefined {
  if (facts.deed !== 'run' || facts.origin !== 'author') return undefined;
  const stance = siteStance('running commands', [sites]);
  if (stance === undefined) return undefined;
  return {
    ...stance,
    class: 'running commands',
    rule: 'own-command',
    reason: 'The task runs a command.',
    evidence: facts.traits.command ?? 'a command',
  };
}
