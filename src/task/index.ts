/** Everything that other rooms may use of the task language. */

export { ExpressionError } from './expression/error.js';
export type { Scope } from './expression/evaluate.js';
export { evaluate } from './expression/template.js';
export { siteJsonSchema, taskJsonSchema } from './json-schema.js';
export { bindParams } from './params.js';
export { parseTask } from './parse.js';
export { formatProblem, type Problem } from './problem.js';
export { readValue } from './reading.js';
export { type Block, resolveBlock } from './resolve/block.js';
export type { ResolvedStep } from './resolve/resolved.js';
export { isBlock, passCondition, resolveStep, stepCondition } from './resolve/step.js';
export { StepError } from './resolve/values.js';
export { resolveApp, resolveGoal, resolveOutputs } from './resolve/whole.js';
export { readPace } from './shape/lift.js';
export { admitServer, sitePolicies } from './site-files.js';
export { parseSitePolicy } from './site-policy.js';
export type * from './task.js';
