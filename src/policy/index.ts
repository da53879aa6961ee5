export { JudgeFacts } from './facts.js';
export { areasToRead, factsOf, moreToRead } from './facts-of.js';
export { judge } from './judge.js';
export { judgeJsonl } from './judge-jsonl.js';
export { rules } from './rules/index.js';
