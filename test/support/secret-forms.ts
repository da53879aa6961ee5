/** What programs make of a text on its way into logs, titles and files. */
export const secretForms: Readonly<Record<string, (value: string) => string>> = {
  'as it is': (value) => value,
  'in capitals': (value) => value.toUpperCase(),
  'in small letters': (value) => value.toLowerCase(),
  reversed: (value) => [...value].reverse().join(''),
  'spaced out': (value) => [...value].join(' '),
  'spelt with hyphens': (value) => [...value].join('-'),
  'wrapped into lines': (value) => value.replace(/(.{5})/gu, '$1\n'),
  hex: (value) => Buffer.from(value).toString('hex'),
  'hex dump in capitals': (value) =>
    [...Buffer.from(value)].map((byte) => byte.toString(16).toUpperCase().padStart(2, '0')).join(' '),
  'bytes of a program': (value) => [...Buffer.from(value)].map((byte) => `0x${byte.toString(16)}`).join(', '),
  'list of numbers': (value) => JSON.stringify([...Buffer.from(value)]),
  URL: (value) => encodeURIComponent(value),
  'every byte of a URL': (value) =>
    [...Buffer.from(value)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''),
  HTML: (value) => [...value].map((char) => `&#${char.codePointAt(0)};`).join(''),
  JSON: (value) => JSON.stringify({ text: value }),
  'JSON in JSON': (value) => JSON.stringify({ body: JSON.stringify({ text: value }) }),
  base64: (value) => Buffer.from(value).toString('base64'),
  'base64 inside more': (value) => Buffer.from(`user:${value}@host`).toString('base64'),
  'base64 of UTF-16': (value) => Buffer.from(value, 'utf16le').toString('base64'),
  'first half': (value) => value.slice(0, Math.ceil(value.length / 2)),
  'second half': (value) => value.slice(Math.floor(value.length / 2)),
  'half in base64': (value) => Buffer.from(value.slice(0, Math.ceil(value.length / 2))).toString('base64'),
};

/** Forms that only tell a long value: half of a short one is too little to be told from other text. */
const ofLongOnes = /half/;

/** Whether the form of the value has to be found. */
export function mustBeFound(form: string, value: string): boolean {
  return !ofLongOnes.test(form) || value.length >= 12;
}

/** Twenty values of many kinds, as people and programs make them. */
export const secretValues: readonly string[] = [
  '4917',
  '830261',
  'k9!Q',
  'Tr0ub4dor-Kx93',
  'pä$$ "word"/+7&x',
  'Blåbær-Grød 42',
  'correct horse battery staple',
  'q7$Lm2#Zp9@Wv4',
  'sk-proj-7fA29xQpLm33TzYv',
  'AKIA4XRQ7PLM2ZTWVB3D',
  'eyJhbGciOiJIUzI1NiJ9.q83KdmfTz',
  '3f9a7c1e5b2d',
  'пароль-Ж47щ',
  '暗証番号8842',
  'C:\\keys\\main',
  "O'Neill's <key> & more",
  'zx81_spectrum_48k',
  'DE89370400440532013000',
  'xK4-9mQ-2pL-7vT',
  'hunterhunter',
];
