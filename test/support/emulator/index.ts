export type { Brain, Call, DeclaredTool, Question, Reply } from './brain.js';
export { scriptedBrain } from './brain.js';
export { errorNames } from './errors.js';
export { type Fault, wireFaults } from './faults.js';
export { formNames } from './forms.js';
export { type ClosableBrain, goalBrain } from './goal-brain.js';
export { markerBrain } from './marker-brain.js';
export { type Emulator, type EmulatorOptions, type RecordedRequest, startEmulator } from './server.js';
