import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { parse } from 'yaml';
import { actionFacts } from '../../actions/index.js';
import { DeskhandError, exitCodes, messageOf } from '../../core/errors.js';
import { Policy } from '../../core/policy.js';
import { judgeJsonl } from '../../policy/index.js';
import { sitePolicies } from '../../task/index.js';

/** Reads facts as JSONL from standard input and prints a verdict for each line. */
export async function judgeCommand(options: { policy?: string }): Promise<number> {
  const sites = sitePolicies(process.env);
  const policy = options.policy === undefined ? {} : await readPolicy(options.policy);
  for await (const line of createInterface({ input: process.stdin })) {
    if (line.trim() !== '')
      process.stdout.write(`${JSON.stringify(judgeJsonl(line, policy, actionFacts, sites))}\n`);
  }
  return exitCodes.passed;
}

async function readPolicy(file: string): Promise<Policy> {
  const parsed = Policy.safeParse(yamlIn(file, await readFile(file, 'utf8')));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new DeskhandError(
    'usage',
    'bad-policy',
    `${file}: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`,
  );
}

function yamlIn(file: string, text: string): unknown {
  try {
    return parse(text);
  } catch (cause) {
    const [problem = ''] = messageOf(cause).split('\n');
    throw new DeskhandError('usage', 'bad-policy', `${file} is neither YAML nor JSON: ${problem}`, {
      hint: 'It holds what stands below policy: in a task.',
      cause,
    });
  }
}
