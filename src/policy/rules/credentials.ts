import { isInBooks } from '../surroundings.js';
import { words } from '../words.js';
import { byWords } from './by-label.js';

/** An account of any kind: one that somebody logs in to, or one of a bank. */
const accounts = words({
  en: ['account'],
  es: ['cuenta'],
  de: ['konto'],
  fr: ['compte'],
  pt: ['conta'],
  it: ['account', 'conto'],
  nl: ['account', 'rekening'],
  pl: ['konto'],
  ru: ['аккаунт', 'уч[её]тную запись', 'сч[её]т'],
  zh: ['账户', '帐户', '帳戶'],
  ja: ['アカウント', '口座'],
});

/** Passwords, keys and accounts. Typing them is judged by what is typed and where. */
export const credentials = byWords({
  class: 'credentials',
  does: 'changes, shows or hands out an account, a password or a key',
  deeds: {
    en: {
      pairs: [
        'change reset show reveal view copy save remember memorize memorise update export create set>set store keep unlock: passwords? passphrases? passcode pin credentials',
        'create generate regenerate export rotate revoke: keys? keypair tokens? secret',
        'copy show reveal: api token tokens secret recovery',
        'disable enable turn_off turn_on: two-factor 2fa mfa fingerprint pin login authentication passkey',
      ],
      orders: 'register',
    },
    de: {
      pairs: [
        'ändern zurück_setzen an_zeigen anzeigen speichern kopieren merken fest_legen exportieren erinnern hinterlegen: \\p{L}*passworte?r? \\p{L}*kennworte?r? pin zugangsdaten \\p{L}*passphrasen? \\p{L}*passwortes',
        'erzeugen erstellen generieren exportieren kopieren: \\p{L}*schlussel \\p{L}*schlusselpaar token',
        'deaktivieren ab_schalten: fingerabdruck\\p{L}* \\p{L}*authentifizierung anmeldung',
      ],
    },
    fr: {
      pairs: [
        'changer modifier réinitialiser afficher enregistrer copier mémoriser définir souvenir sauvegarder conserver retenir: mots? passe secrete',
        'générer régénérer créer exporter: cles? clefs? paire jeton',
        'désactiver: empreinte authentification',
      ],
    },
    es: {
      pairs: [
        'cambiar establecer definir restablecer mostrar guardar ver copiar recordar memorizar actualizar crear: contrasenas? clave paso frase',
        'generar regenerar crear exportar: claves? par token',
        'desactivar: huella autenticacion',
      ],
    },
    pt: {
      pairs: [
        'alterar mudar definir redefinir mostrar salvar guardar copiar lembrar trocar exibir memorizar: senhas? palavra-passe frases?',
        'gerar regenerar criar exportar: chaves? par token',
        'desativar: digital autenticacao',
      ],
    },
    it: {
      pairs: [
        'cambiare modificare reimpostare mostrare salvare copiare ricordare memorizzare impostare: password parola passphrase frase pin',
        'generare rigenerare creare esportare: chiav[ei] coppia token',
        'disabilitare disattivare: impronta autenticazione',
      ],
      names: 'registrati',
    },
    nl: {
      pairs: [
        'wijzigen veranderen tonen bewaren opslaan onthouden>onthouden kopiëren instellen herinneren: \\p{L}*wachtwoord\\p{L}* \\p{L}*wachtwoordzin pincode',
        'genereren aanmaken exporteren maken: \\p{L}*sleutels? sleutelpaar token',
        'uitschakelen: \\p{L}*vingerafdruk\\p{L}*',
      ],
      orders: 'registreren>geregistreerd',
    },
    pl: {
      pairs: [
        'zmien|zapisz|zapisac|zapamietaj|zapamietanie|zapamietywanie|zapamietac|pokaz|s?kopiuj|ustaw|wyswietl|wyswietlanie: hasl[ao] hasel haslo',
        'utworz|wygeneruj|generuj|wyeksportuj|eksportuj|tworzenie: klucz\\p{L}* pare',
        'wylacz: \\p{L}*odcisk\\p{L}* uwierzytelnianie',
      ],
      orders: 'zarejestruj',
    },
    ru: {
      pairs: [
        'изменить|сменить|сохранить|запомнить|показать|показывать|с?копировать|установить|сохранять|запоминать>сохранен[аоы]?: парол[ьия] ключевую',
        'создать|сгенерировать|экспортировать|генерировать: ключ\\p{L}* пару',
        'отключить: отпечатк\\p{L}* аутентификаци\\p{L}',
      ],
    },
    zh: {
      pairs: [
        '修改|更改|改變|改变|重置|显示|查看|保存|儲存|复制|複製|記住|记住|記憶|變更|重設|顯示|设置|設定|导出|找回|记忆: 密[码碼語语] 口令',
        '生成|產生|产生|导出|匯出|复制|建立|创建: [密金公私]钥 [密金公私]鑰 令牌 金鑰',
      ],
    },
    ja: {
      pairs: [
        '変更|リセット|表示|保存|コピー|再設定|記憶|設定|エクスポート|覚え: パスワード パスフレーズ 暗証番号',
        '生成|作成|エクスポート|コピー: 鍵 トークン 公開鍵 秘密鍵',
        '無効: 指紋 認証',
      ],
    },
  },
  phrases: {
    it: ['crea(re)? (un )?account'],
    nl: ['account aanmaken', '=registreren'],
    pl: ['utwórz konto', 'załóż konto', 'zarejestruj się'],
    ru: ['создать (учетную запись|аккаунт)', 'зарегистрироваться'],
    en: [
      'sign up',
      'create (an |my |new |your )?account',
      '=register',
      'sign up with [\\p{L}]+',
      '(create|generate|regenerate|copy|show|reveal|export|add|rotate) (a |an |new |the )?(api |access |private |secret |ssh |recovery )?(keys?|tokens?|secret|codes)',
      '(enable|disable|turn off|turn on|set up) (two-factor|2fa|mfa|two-step|2-step)( authentication| verification)?',
      'add (a )?passkey',
      'verify (my |your )?identity',
      'seed phrase',
      'recovery phrase',
    ],
    es: ['crear (una )?cuenta', 'registrarse'],
    de: [
      '(passwort|kennwort|pin|zugangsdaten|passwörter) (ändern|zurücksetzen|anzeigen|speichern|kopieren|merken|festlegen|exportieren)',
      'konto (erstellen|anlegen|eröffnen)',
      '=registrieren',
      'jetzt registrieren',
      'mit \\p{L}+ registrieren',
      '(token|schlüssel|api-schlüssel) (erzeugen|erstellen|kopieren|anzeigen|exportieren)',
    ],
    fr: [
      '(changer|modifier|réinitialiser|afficher|enregistrer|copier|mémoriser|définir) (le |mon |votre |de )?(mots? de passe|code)',
      'créer un compte',
      "s'inscrire",
    ],
    pt: ['criar (uma )?conta', 'cadastrar(-se)?', 'cadastre-se', 'registrar-se'],
    zh: ['(注册|註冊|创建|創建|开通)(账号|账户|帐户|帳號|帳戶)', '=注册', '=立即注册', '助记词'],
    ja: [
      'アカウントの?を?(作成|登録)',
      '新規登録',
      '会員登録',
      '.{1,12}で登録',
      '秘密鍵',
      '(トークン|キー)を?(生成|作成|コピー)',
    ],
  },
  falseFriends: {
    en: ["(don't|do not|never) (save|show|remember) (password|passwords)"],
    es: ['no guardar (la )?contraseña'],
    de: ['(passwort|kennwort) nicht (speichern|merken)'],
    fr: ['ne pas (enregistrer|mémoriser) (le )?mot de passe'],
    pt: ['não (salvar|guardar) (a )?senha'],
    zh: ['不(保存|记住)密码'],
    ja: ['パスワードを?保存しない', 'ここで登録'],
  },
  inDialogs: { en: ['save (your |the )?password'] },
  everyday: (label, scene) => accounts.findIn(label) !== undefined && isInBooks(scene),
  risky: [
    'Change password',
    'Passwort ändern',
    'Mostrar contraseña',
    'Créer un compte',
    'Redefinir senha',
    '修改密码',
    'パスワードを変更',
    'Sign up with Google',
  ],
  harmless: ['Password', "Don't save password", 'Key bindings', 'Kennwort', '密码', 'パスワード'],
});
