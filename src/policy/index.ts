export { areasToRead, moreToRead } from './areas.js';
export { JudgeFacts } from './facts.js';
export { factsOf } from './facts-of.js';
export { judge } from './judge.js';
export { judgeJsonl } from './judge-jsonl.js';
export { rules } from './rules/index.js';
export { isTerminal } from './window-kinds.js';
