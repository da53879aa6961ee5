export { type Brain, type Reply, scriptedBrain } from './brain.js';
export { defaultBrain } from './default-brain.js';
export { errorNames } from './errors.js';
export { type Fault, wireFaults } from './faults.js';
export { formNames } from './forms.js';
export { goalBrain } from './goal-brain.js';
export { markerBrain } from './marker-brain.js';
export type { Emulator, EmulatorOptions, RecordedRequest } from './options.js';
export { startEmulator } from './server.js';
