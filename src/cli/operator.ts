import type { Redact } from '../core/secrets/redact.js';
import type { AuthorApproval } from '../operator/author.js';
import type { Operator } from '../ports.js';

export type Approve = 'ask' | 'yes' | 'deny' | 'file';

/**
 * The operator that `--approve` names, behind the steps that the author approved in advance. What a person is
 * shown has its secrets taken out.
 */
export async function openOperator(
  approve: Approve,
  approved: readonly AuthorApproval[],
  folder: string,
  redact: Redact,
): Promise<Operator> {
  const { approvedInAdvance } = await import('../operator/author.js');
  const { discreet } = await import('../operator/discreet.js');
  return approvedInAdvance(approved, discreet(await lastOperator(approve, folder), redact));
}

async function lastOperator(approve: Approve, folder: string): Promise<Operator> {
  if (approve === 'file') return (await import('../operator/file.js')).file(`${folder}/approvals`);
  if (approve === 'ask') {
    const { terminal } = await import('../operator/terminal.js');
    const interrupt = () => process.kill(process.pid, 'SIGINT');
    return terminal({ input: process.stdin, output: process.stderr, env: process.env, interrupt });
  }
  return (await import('../operator/fixed.js')).fixed(approve === 'yes' ? 'yes' : 'no');
}
