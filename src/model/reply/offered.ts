import * as z from 'zod';
import type { Action } from '../../core/action.js';
import type { OfferedTool } from '../../core/chat.js';
import { Misread } from './misread.js';

/**
 * The action, when it was offered and its input fits.
 *
 * @throws Misread `wrong-tool` or `bad-input`
 */
export function checkInput(action: Action, tools: readonly OfferedTool[]): Action {
  const tool = tools.find(({ name }) => name === action.name);
  if (tool === undefined) throw new Misread('wrong-tool', `The action ${action.name} is not offered.`);
  const read = tool.schema.safeParse(action.input);
  if (!read.success) throw new Misread('bad-input', z.prettifyError(read.error).replaceAll('\n', ' '));
  return action;
}
