export { askPicture, type PictureAnswer, type Question } from './ask.js';
export { type Calibration, calibrate, type Shot } from './calibrate.js';
export { openChat } from './chat.js';
export { type Client, type ClientOptions, DEFAULT_BASE_URL, openClient } from './client.js';
export { type HostKind, hostKindOf, hostKinds } from './hosts.js';
export { type FoundKey, findKey, keyVariables } from './keys.js';
export { type NarratedFrame, narrate } from './narrate.js';
export { clientSettings, type OpenedQwen, openQwen, type QwenOptions } from './open-qwen.js';
export { type SentSize, sizeFor } from './pictures/size.js';
export { askModelToPoint, type PointOptions } from './point.js';
export { DEFAULT_MODEL, type Profile, profileFor, profiles, readProfiles } from './profiles/index.js';
export {
  type Comparison,
  comparePictures,
  documentHtml,
  type LocatedText,
  locateText,
  readText,
} from './read.js';
export { type DecodeAround, decodeReply } from './reply/decode.js';
