import {
  type LateTextReader,
  lateTextReader,
  openTextReader,
  type ReaderOptions,
  type TextReader,
} from '../sight/text/reader.js';
import type { Environment } from './services.js';

type Tell = (text: string) => void;

/** Opens a text reader and waits for it; what it cannot load it tells. */
export function openReader(tell: Tell, env: Environment = process.env): Promise<TextReader> {
  return openTextReader(readerOptions(tell, env));
}

/** Gives a text reader that loads nothing before something has to be read. */
export function lateReader(tell: Tell, env: Environment = process.env): LateTextReader {
  return lateTextReader(readerOptions(tell, env));
}

/** For the languages in DESKHAND_LANGUAGES (`en,zh,ja`) where it is set. */
function readerOptions(onNotice: Tell, env: Environment): ReaderOptions {
  const languages = env.DESKHAND_LANGUAGES?.split(/[\s,]+/u).filter((code) => code !== '');
  return { onNotice, ...(languages && languages.length > 0 && { languages }) };
}
