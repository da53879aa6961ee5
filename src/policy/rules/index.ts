import type { Rule } from '../rule.js';
import { acceptingTerms } from './accepting-terms.js';
import { closing } from './closing.js';
import { commandLines } from './command-lines.js';
import { credentials } from './credentials.js';
import { deleting } from './deleting.js';
import { installing } from './installing.js';
import { keys } from './keys.js';
import { paying } from './paying.js';
import { permissions } from './permissions.js';
import { runningCommands } from './running-commands.js';
import { sending } from './sending.js';
import { typed } from './typed.js';
import { unknownTarget } from './unknown-target.js';

const byWord = [
  deleting,
  paying,
  sending,
  credentials,
  permissions,
  installing,
  acceptingTerms,
  runningCommands,
  closing,
].flat();

/** Every rule, in the order in which the first one that speaks gives the reason. */
export const rules: readonly Rule[] = [...keys, ...commandLines, ...typed, ...byWord, unknownTarget(byWord)];
