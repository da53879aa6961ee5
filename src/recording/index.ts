export { GENESIS, hashOf, sha256 } from './chain.js';
export { newRecordingFolder } from './folder.js';
export { type ReadLines, readLines } from './lines.js';
export { type Holder, lockHolder } from './lock.js';
export { type EmbeddedPicture, readPictures } from './pictures.js';
export { readRecording } from './reader.js';
export { type Repaired, repairRecording } from './repair.js';
export { type Misfit, verifyRecording } from './verify.js';
export { type JournalOptions, LINES, openJournal, type RecordingJournal } from './writer.js';
