import type { JudgeFacts } from './facts.js';
import type { Scene } from './scene.js';
import { words } from './words.js';

// What a label means where it stands: the same words ask in one place and are everyday work in another.

const searches = words({
  en: ['search', 'find', 'query', 'filters?', 'keywords?', 'look up'],
  de: ['such(e|en|begriff)', 'suchwort', 'abfrage', 'filter'],
  es: ['buscar', 'búsqueda', 'consulta', 'filtros?', 'palabras? clave'],
  fr: ['recherch(e|er)', 'requête', 'filtres?', 'mots?-cl(é|e)s?'],
  pt: ['pesquisar?', 'buscar?', 'consulta', 'filtros?', 'palavras?-chave'],
  it: ['cerca', 'ricerca', 'filtr[oi]', 'parol[ae] chiave'],
  nl: ['zoek(en|term)?', 'filters?', 'trefwoord(en)?'],
  pl: ['szukaj', 'wyszukaj', 'wyszukiwanie', 'filtr\\p{L}*', 'zapytanie'],
  ru: ['поиск', 'искать', 'найти', 'фильтр\\p{L}*', 'запрос'],
  zh: ['搜索', '搜尋', '查询', '查詢', '查找', '检索', '筛选'],
  ja: ['検索', '探す', 'フィルター?'],
});

const submits = words({
  en: ['=submit( query| search)?'],
  de: ['=(absenden|abschicken|abfrage absenden|senden)'],
  es: ['=(enviar|enviar consulta)'],
  fr: ['=(envoyer|soumettre)'],
  pt: ['=(enviar|submeter)'],
  it: ['=invia'],
  nl: ['=(verzenden|indienen)'],
  pl: ['=wyślij'],
  ru: ['=отправить'],
  zh: ['=(提交|送出)'],
  ja: ['=送信'],
});

/** px within which the field of a search stands beside its button. */
const SEARCH_REACH = 220;

/** Whether a button that only says “Submit” stands in the row of a search: it asks for a list, nobody gets anything. */
export function submitsSearch(label: string, { facts }: Pick<Scene, 'facts'>): boolean {
  if (submits.findIn(label) === undefined) return false;
  return (facts.near ?? []).some(
    ({ text, distance, row }) =>
      row === true && distance <= SEARCH_REACH && searches.findIn(text) !== undefined,
  );
}

const books = words({
  en: [
    '(opening |current )?balance',
    'ledger',
    'currency',
    'iban',
    'asset',
    'liability',
    'equity',
    'account (type|code|number)',
    'parent account',
    'chart of accounts',
    'transactions?',
    'bank(ing)?',
    'finances',
    'bookkeeping',
  ],
  de: [
    'saldo',
    'währung',
    'iban',
    'kontoart',
    'kontonummer',
    'kontenplan',
    'buchung(en)?',
    'übergeordnetes konto',
  ],
  es: ['saldo', 'moneda', 'divisa', 'iban', 'tipo de cuenta', 'cuenta (padre|superior)', 'transacciones'],
  fr: ['solde', 'devise', 'iban', 'type de compte', 'compte parent', 'opérations'],
  pt: ['saldo', 'moeda', 'iban', 'tipo de conta', 'conta pai', 'transações'],
  it: ['saldo', 'valuta', 'iban', 'tipo di conto', 'transazioni'],
  nl: ['saldo', 'valuta', 'iban', 'rekeningtype', 'transacties'],
  pl: ['saldo', 'waluta', 'iban', 'typ konta', 'transakcje'],
  ru: ['остаток', 'баланс', 'валюта', 'тип сч[её]та', 'проводки', 'операции'],
  zh: ['余额', '餘額', '货币', '貨幣', '币种', '科目'],
  ja: ['残高', '通貨', '勘定科目', '口座'],
});

const logIn = words({
  en: ['passwords?', 'passphrase', 'e-?mail', 'user ?name', '(sign|log) ?(in|up)', 'terms', 'privacy'],
  de: ['passwort', 'kennwort', 'e-?mail', 'benutzername', 'anmelden', 'registrieren', 'datenschutz'],
  es: ['contraseña', 'correo', 'usuario', 'iniciar sesión', 'registrarse', 'privacidad'],
  fr: ['mot de passe', 'courriel', 'e-?mail', 'identifiant', 'se connecter', 'confidentialité'],
  pt: ['senha', 'palavra-passe', 'e-?mail', 'usuário', 'entrar', 'privacidade'],
  it: ['password', 'e-?mail', 'nome utente', 'accedi', 'privacy'],
  nl: ['wachtwoord', 'e-?mail', 'gebruikersnaam', 'aanmelden', 'inloggen', 'privacy'],
  pl: ['hasło', 'e-?mail', 'użytkownik\\p{L}*', 'zaloguj', 'prywatnoś\\p{L}+'],
  ru: ['пароль', 'почта', 'e-?mail', 'имя пользователя', 'войти', 'конфиденциальн\\p{L}+'],
  zh: ['密码', '密碼', '邮箱', '郵件', '用户名', '登录', '登入', '隐私'],
  ja: ['パスワード', 'メール', 'ユーザー名', 'ログイン', 'プライバシー'],
});

/** Whether an account is one of the books that are kept here, and none that somebody logs in to. */
export function isInBooks({ facts, window }: Pick<Scene, 'facts' | 'window'>): boolean {
  const around = textsAround(facts, window?.title);
  return (
    around.some((text) => books.findIn(text) !== undefined) &&
    !around.some((text) => logIn.findIn(text) !== undefined)
  );
}

function textsAround({ near, dialog }: JudgeFacts, title = ''): readonly string[] {
  const row = (near ?? []).filter((line) => line.row === true);
  return [title, ...(dialog ?? []), ...row.map(({ text }) => text)];
}
