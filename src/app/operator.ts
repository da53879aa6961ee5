import type { Redact } from '../core/secrets/redact.js';
import type { AuthorApproval } from '../operator/author.js';
import type { Operator } from '../ports.js';
import type { RunRequest } from './run-request.js';
import type { RunServices } from './services.js';

/**
 * Opens the operator that a request names, behind the steps that the author approved in advance. What a person is
 * shown has its secrets taken out.
 *
 * @param person who is asked for `ask`; without one nobody is there, and the answer is no
 */
export async function openOperator(
  approve: RunRequest['approve'],
  person: RunServices['operator'],
  approved: readonly AuthorApproval[],
  folder: string,
  redact: Redact,
): Promise<Operator> {
  const { approvedInAdvance } = await import('../operator/author.js');
  const { discreet } = await import('../operator/discreet.js');
  return approvedInAdvance(approved, discreet(await lastOperator(approve, person, folder), redact));
}

async function lastOperator(
  approve: RunRequest['approve'],
  person: RunServices['operator'],
  folder: string,
): Promise<Operator> {
  if (approve === 'file') return (await import('../operator/file.js')).file(`${folder}/approvals`);
  if (approve === 'ask' && person !== undefined)
    return typeof person === 'function' ? await person() : person;
  return (await import('../operator/fixed.js')).fixed(approve === 'yes' ? 'yes' : 'no');
}
