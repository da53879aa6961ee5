export { GENESIS, hashOf } from './chain.js';
export { newRecordingFolder } from './folder.js';
export { readLines } from './lines.js';
export { lockHolder } from './lock.js';
export { readPictures } from './pictures.js';
export { readRecording } from './reader.js';
export { repairRecording } from './repair.js';
export { verifyRecording } from './verify.js';
export { openJournal } from './writer.js';
