export { askPicture, type PictureAnswer, type Question } from './ask.js';
export { openChat } from './chat.js';
export { type Client, type ClientOptions, DEFAULT_BASE_URL, openClient } from './client.js';
export { type HostKind, hostKindOf, hostKinds } from './hosts.js';
export { type FoundKey, findKey, keyVariables } from './keys.js';
export { clientSettings, type OpenedQwen, openQwen, type QwenOptions } from './open-qwen.js';
export { type SentSize, sizeFor } from './pictures/size.js';
export { DEFAULT_MODEL, type Profile, profileFor, profiles, readProfiles } from './profiles/index.js';
export { type DecodeAround, decodeReply } from './reply/decode.js';
