import type { Rule } from '../rule.js';
import { typing } from '../samples.js';
import { words } from '../words.js';

const passwordField = words({
  en: [
    'passwords?',
    'passphrase',
    'passcode',
    'pin( code)?',
    'cvv',
    'cvc',
    'security code',
    'one-time code',
    'verification code',
    '2fa code',
    'secret( key)?',
    'api key',
    'access token',
  ],
  es: ['contraseña', 'clave', 'código de (seguridad|verificación)'],
  de: ['passwort', 'kennwort', 'geheimzahl', 'prüfziffer', 'sicherheitscode', 'tan'],
  fr: ['mot de passe', 'code (secret|de sécurité|de vérification)', 'cryptogramme'],
  pt: ['senha', 'palavra-passe', 'código de (segurança|verificação)'],
  zh: ['密[码碼]', '口令', '验证码', '驗證碼'],
  ja: ['パスワード', '暗証番号', '認証コード', 'セキュリティコード'],
});

const typesSecret: Rule = {
  id: 'typing-a-secret',
  class: 'credentials',
  answer: 'ask',
  reason: 'It types a secret of the task.',
  cases: {
    sees: [{ ...typing('', 'Firefox'), traits: { points: [], chords: [], typed: '', secret: 'password' } }],
    leaves: [typing('hello', 'Firefox')],
  },
  see: ({ facts }) => facts.traits.secret,
};

const typesPassword: Rule = {
  id: 'typing-into-a-password-field',
  class: 'credentials',
  answer: 'ask',
  reason: 'It types into a field for a password or code.',
  cases: {
    sees: [
      typing('hunter2', 'Firefox', { field: 'Password' }),
      typing('1234', 'Firefox', { field: 'Kennwort:' }),
    ],
    leaves: [typing('Anna', 'Firefox', { field: 'Name' }), typing('hunter2', 'Firefox')],
  },
  see({ facts }) {
    const typed = facts.traits.typed ?? '';
    if (typed.trim() === '' || facts.field === undefined) return undefined;
    return passwordField.findIn(facts.field) === undefined ? undefined : facts.field;
  },
};

const typesAccount: Rule = {
  id: 'typing-an-account-number',
  class: 'paying',
  answer: 'ask',
  reason: 'It types what looks like a card or bank account number.',
  cases: {
    sees: [typing('4111 1111 1111 1111', 'Firefox'), typing('IBAN: DE89 3704 0044 0532 0130 00', 'Firefox')],
    leaves: [
      typing('4111 1111 1111 1112', 'Firefox'),
      typing('2026-11-20 14:00', 'Firefox'),
      typing('DE00 3704 0044 0532 0130 00', 'Firefox'),
    ],
  },
  see({ facts }) {
    const typed = facts.traits.typed ?? '';
    const card = typed
      .match(/(?<![\d])(?:\d[ -]?){12,18}\d(?!\d)/g)
      ?.some((run) => isCard(run.replace(/\D/g, '')));
    const iban = typed
      .toUpperCase()
      .match(/(?<![A-Z0-9])[A-Z]{2}\d{2}(?: ?[A-Z0-9]){11,30}/g)
      ?.some((run) => startsWithIban(run.replaceAll(' ', '')));
    if (card) return 'a card number';
    return iban ? 'a bank account number (IBAN)' : undefined;
  },
};

/** What leaves the task must come from the task: an address first seen on the screen may be an attacker's. */
const typesStrangeAddress: Rule = {
  id: 'typing-an-address-from-elsewhere',
  class: 'sending',
  answer: 'ask',
  reason: 'It types an address that the task does not name.',
  cases: {
    sees: [
      typing('evil@example.com', 'Thunderbird', { taskText: 'Answer the mail of anna@example.org' }),
      typing('https://evil.example/x\n', 'Firefox', {
        taskText: 'Download the invoice from https://shop.example',
      }),
    ],
    leaves: [
      typing('anna@example.org', 'Thunderbird', { taskText: 'Answer the mail of anna@example.org' }),
      typing('evil@example.com', 'Thunderbird', { origin: 'author', taskText: '' }),
      typing('hello there', 'Firefox', { taskText: 'Greet' }),
    ],
  },
  see({ facts }) {
    if (facts.origin === 'author' || facts.taskText === undefined) return undefined;
    const known = facts.taskText.toLowerCase();
    const typed = (facts.traits.typed ?? '').toLowerCase();
    const addresses = typed.match(
      /[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64})+|(?:https?|ftp|file|data|javascript):\S+|www\.\S+/g,
    );
    return addresses?.find((address) => !known.includes(address));
  },
};

/** The Luhn sum of payment cards (ISO/IEC 7812). */
function isCard(digits: string): boolean {
  if (digits.length < 13 || digits.length > 19 || /^(\d)\1+$/.test(digits)) return false;
  let sum = 0;
  [...digits].reverse().forEach((digit, index) => {
    const value = Number(digit) * (index % 2 === 1 ? 2 : 1);
    sum += value > 9 ? value - 9 : value;
  });
  return sum % 10 === 0;
}

/** Text behind an account number may run on, so every length from the shortest is tried. */
function startsWithIban(run: string): boolean {
  for (let length = 15; length <= Math.min(34, run.length); length++) {
    if (isIban(run.slice(0, length))) return true;
  }
  return false;
}

/** The check sum of ISO 13616: the rearranged number is 1 modulo 97. */
function isIban(iban: string): boolean {
  const moved = iban.slice(4) + iban.slice(0, 4);
  let rest = 0;
  for (const sign of moved) {
    for (const digit of Number.parseInt(sign, 36).toString()) rest = (rest * 10 + Number(digit)) % 97;
  }
  return rest === 1;
}

export const typed: readonly Rule[] = [typesSecret, typesPassword, typesAccount, typesStrangeAddress];
