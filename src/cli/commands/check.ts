import { problemText, readTasks, taskFiles, withParams } from '../../app/load-tasks.js';
import { type MayAsk, stepsThatMayAsk } from '../../app/may-ask.js';
import { stepsForModel } from '../../app/needs-model.js';
import { approvalsOf } from '../../app/task-words.js';
import { exitCodes, messageOf } from '../../core/errors.js';
import type { SitePolicy } from '../../core/site-policy.js';
import type { Task } from '../../task/index.js';
import { admitServer, sitePolicies } from '../../task/index.js';
import { weakBefore } from '../weak-before.js';

/**
 * Validates tasks without touching the screen and lists which of their steps may ask. Values of parameters are
 * validated like those of a run, and stand in the texts that are judged.
 */
export async function checkCommand(
  named: readonly string[],
  options: {
    readonly json: boolean;
    readonly param: readonly string[];
    readonly recording?: string;
    readonly recordings: string;
  },
): Promise<number> {
  const sites = sitePolicies(process.env);
  const { tasks, problems, warnings } = readTasks(taskFiles(named));
  const given = options.param.length > 0 && problems.length === 0;
  const bound = new Map(
    given ? withParams(tasks, options.param).map(({ task, params }) => [task, params]) : [],
  );
  const weak = await Promise.all(
    tasks.map((task) => weakBefore(task, options.recording, options.recordings)),
  );
  const listed = tasks.map((task, index) => ({
    file: task.file,
    name: task.name,
    asks: stepsThatMayAsk(task, bound.get(task), sites),
    approved: approvalsOf(task).map(({ step }) => step),
    needsModel: stepsForModel(task),
    ...forbiddenServer(task, sites),
    weak: weak[index] ?? [],
  }));
  if (options.json) {
    process.stdout.write(
      `${JSON.stringify({ ok: problems.length === 0, tasks: listed, problems, warnings }, null, 2)}\n`,
    );
  } else {
    if (problems.length + warnings.length > 0) process.stderr.write(problemText([...problems, ...warnings]));
    for (const { file, name, asks, needsModel, server, weak: proven } of listed) {
      process.stdout.write(
        `${file}: “${name}” is fine${asks.length === 0 ? '; no step looks as if it will ask' : ''}\n`,
      );
      if (server !== undefined) process.stdout.write(`  ${server}\n`);
      for (const each of asks)
        process.stdout.write(`  line ${each.line}, ${each.path} “${each.name}”: ${whatFollows(each)}\n`);
      for (const { path, line, name: step, what } of needsModel)
        process.stdout.write(`  line ${line}, ${path} “${step}”: needs a model ${what}\n`);
      for (const { path, line, promise } of proven)
        process.stdout.write(
          `  ${line === undefined ? '' : `line ${line}, `}${path}: weak, “${promise}” held already before the step in an earlier run\n`,
        );
    }
  }
  return problems.length > 0 ? exitCodes.usage : exitCodes.passed;
}

/** What the verdict on a step comes to, and whose word it is. */
function whatFollows({ class: risk, answer, reason, site, approved }: MayAsk): string {
  if (site !== undefined)
    return answer === 'refuse'
      ? `${risk}, refused by the site policy ${site}: ${reason}`
      : `${risk} — will ask a person, as the site policy ${site} wants`;
  if (answer === 'refuse') return `${risk}, refused: ${reason}`;
  return `${risk}${approved ? ', approved in advance' : ' — will ask'}`;
}

/** The server of the task, where the site forbids it. */
function forbiddenServer({ model }: Task, sites: readonly SitePolicy[]): { server?: string } {
  if (model?.base_url === undefined) return {};
  try {
    admitServer(model.base_url, sites);
    return {};
  } catch (error) {
    return { server: messageOf(error) };
  }
}
