import * as z from 'zod';
import { RiskClass } from './action.js';
import { WindowMatch } from './window.js';

const hosts = (about: string) => z.array(z.string().min(1)).optional().describe(about);

/** What stands in the file of a site policy. Every member only restricts. */
export const SiteFile = z.strictObject({
  $schema: z.string().optional().describe('JSON Schema for editors'),
  ask: z
    .array(RiskClass)
    .optional()
    .describe('risk classes that a person is asked about, whatever a task allows or approves'),
  refuse: z.array(RiskClass).optional().describe('risk classes that are refused, whatever a task allows'),
  windows: z
    .strictObject({
      allow: z.array(WindowMatch).optional().describe('only these windows may get input'),
      refuse: z.array(WindowMatch).optional().describe('windows that never get input'),
    })
    .optional()
    .describe('windows that may and may not get input'),
  keys: z
    .strictObject({ refuse: z.array(z.string()).describe('chords such as alt+f4') })
    .optional()
    .describe('chords that are never pressed'),
  hosts: z
    .strictObject({
      models: hosts('servers that pictures and texts may be sent to, such as localhost or *.example.com'),
      run: hosts(
        'hosts that command lines may name: of run and launch steps, and lines typed into a terminal',
      ),
    })
    .optional()
    .describe('hosts that a run may reach; without a list, any'),
  actsPerMinute: z
    .number()
    .int()
    .positive()
    .optional()
    .describe('acts in any 60 s; a run waits for its turn'),
});
export type SiteFile = z.infer<typeof SiteFile>;

/** The rules of the machine that a run takes place on. Nothing that a task says weakens them. */
export interface SitePolicy extends SiteFile {
  /** Where the value of a path stands, such as `/etc/deskhand/policy.yaml:3`. */
  at(...path: readonly (string | number)[]): string;
}

/** Whether a host is one of those that are named; `*.example.com` means every name below it. */
export function isHostOf(host: string, allowed: readonly string[]): boolean {
  const name = host
    .toLowerCase()
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '');
  return allowed.some((each) => {
    const wanted = each.toLowerCase();
    return wanted.startsWith('*.') ? name.endsWith(wanted.slice(1)) : name === wanted;
  });
}
