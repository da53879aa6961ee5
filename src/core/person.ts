/** What a task says of somebody else who uses mouse or keyboard of its desktop. */
export interface PersonRule {
  /** `pause`: input waits until they have been left alone for a while; `ignore`: nothing is watched. */
  readonly on?: 'pause' | 'ignore';
  /** How long they have to be left alone, ms. */
  readonly quietMs?: number;
  /** How long somebody may go on before the run ends as stopped, ms. */
  readonly withinMs?: number;
}

/** How long mouse and keyboard have to be left alone, unless told, ms. */
const QUIET_MS = 3000;
/** How long somebody may go on using them, unless told, ms. */
export const PERSON_WITHIN_MS = 10 * 60 * 1000;

/**
 * How long a desktop has to be left alone before input goes on, ms; undefined where nobody is watched for. Where nothing
 * is said a run pauses on desktops that people may sit at: at a virtual one nobody does.
 */
export function quietWanted(
  { on, quietMs = QUIET_MS }: PersonRule,
  where: 'virtual' | 'current' | 'display',
): number | undefined {
  return (on ?? (where === 'virtual' ? 'ignore' : 'pause')) === 'pause' ? quietMs : undefined;
}
