export { askPicture, type Question } from './ask.js';
export { Budget } from './budget.js';
export { type Calibration, calibrate } from './calibrate.js';
export { openChat } from './chat.js';
export { checkUp } from './checkup.js';
export { type Client, openClient } from './client.js';
export { type Located, locateText } from './forms/boxes.js';
export { documentHtml } from './forms/document.js';
export { type HostKind, hostKinds } from './hosts.js';
export type { InputReference } from './inputs/source.js';
export { findKey } from './keys.js';
export { lookAgainWith } from './look-again.js';
export { modelEyes } from './model-eyes.js';
export { narrate } from './narrate.js';
export { clientSettings, openQwen } from './open-qwen.js';
export type { Image } from './pictures/load.js';
export { sizeFor } from './pictures/size.js';
export { askModelToPoint } from './point.js';
export {
  DEFAULT_MODEL,
  type Profile,
  profileFor,
  profileForQuestions,
  profiles,
  readProfiles,
} from './profiles/index.js';
export { type Answered, answerRequest, type ChatSettings, type ModelAnswer } from './question.js';
export { comparePictures, readText } from './read.js';
export { type DecodeAround, decodeReply } from './reply/decode.js';
export { placesIn } from './reply/places.js';
export {
  ChatRequest,
  type ChatRequestInput,
  EarlierMessage,
  imagesOf,
  readChatRequest,
} from './request/chat-request.js';
export type { Waiting } from './wire/exchange.js';
