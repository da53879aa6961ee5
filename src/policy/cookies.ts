import type { Scene } from './scene.js';

const COOKIES = /cookie|kuki|ciasteczk|クッキー|кук/iu;
/** What else a banner might have somebody agree to. */
const MORE = /licen[cs]|lizenz|agreement|vertrag|contrat|contract|subscri|abonn|許諾|许可|協議|协议|лиценз/iu;

/**
 * Whether a press only answers a cookie banner: its own label, or the text that it answers, speaks of cookies, and
 * none of it of a licence, a contract or a subscription.
 */
export function isCookieBanner({ presses, labels, question }: Scene): boolean {
  const texts = [...labels, ...question];
  return presses && texts.some((text) => COOKIES.test(text)) && !texts.some((text) => MORE.test(text));
}
