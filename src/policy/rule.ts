import type { RiskClass } from '../core/action.js';
import type { JudgeFacts } from './facts.js';
import type { Scene } from './scene.js';

/** One rule: what it sees, what it is for, and cases that show it. Adding a risk is adding one of these. */
export interface Rule {
  readonly id: string;
  readonly class: RiskClass;
  /** `refuse` cannot be lowered by a task's policy; `ask` can be allowed by class or raised to refuse. */
  readonly answer: 'ask' | 'refuse';
  /** What the operator reads. */
  readonly reason: string;
  /** Situations the rule must see and ones it must leave alone; each is a test. */
  readonly cases: { readonly sees: readonly JudgeFacts[]; readonly leaves: readonly JudgeFacts[] };
  /** The text, key or window that makes the action risky; undefined when the rule has nothing to say. */
  see(scene: Scene): string | undefined;
}
