export { areasToRead, moreToRead } from './areas.js';
export { JudgeFacts } from './facts.js';
export { factsOf } from './facts-of.js';
export { judge } from './judge.js';
export { judgeJsonl } from './judge-jsonl.js';
export { controlsAround, labelsIn, pressedByDrag, pressingOf } from './pressed.js';
export { rules } from './rules/index.js';
export { isEditing } from './typed-before.js';
export { isTerminal, isTextWindow } from './window-kinds.js';
