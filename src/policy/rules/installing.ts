import { byWords } from './by-label.js';

/** Installing programs, extensions and updates. */
export const installing = byWords({
  class: 'installing',
  does: 'installs a program or an update',
  deeds: {
    en: {
      verbs: 'install reinstall',
      pairs: [
        'upgrade update: now packages? system firmware all plugins? software',
        'apply: updates?',
        'add: extension plugin plug-in add-on addon',
        'flash: firmware',
      ],
      orders: 'upgrade',
    },
    de: {
      verbs: 'installieren neuinstallieren',
      pairs: [
        'aktualisieren: jetzt alle system pakete? paketen firmware',
        'ein_spielen einspielen: update updates aktualisierung\\p{L}*',
      ],
    },
    fr: {
      verbs: 'installer réinstaller',
      names: 'tout mettre a jour|mettre a jour (?:maintenant|tout|le systeme|les paquets)',
    },
    es: { verbs: 'instalar reinstalar', pairs: ['actualizar: ahora sistema paquetes? todo firmware'] },
    pt: { verbs: 'instalar reinstalar', pairs: ['atualizar: agora sistema pacotes? tudo firmware'] },
    it: {
      verbs: 'installare reinstallare',
      pairs: ['aggiornare: ora adesso sistema pacchetti tutto firmware'],
    },
    nl: { verbs: 'installeren herinstalleren', pairs: ['bijwerken opwaarderen: nu systeem pakketten alles'] },
    pl: {
      verbs: 'zainstaluj|zainstalowa(?:c|nie)|instaluj|instalowac|przeinstaluj>zainstalowan\\p{L}+',
      pairs: ['z?aktualizuj|uaktualnij: teraz system pakiety wszystko wszystkie', 'wgraj: pliku'],
    },
    ru: {
      pairs: [
        'установить|установка|переустановить>установлен\\p{L}*: пакет\\p{L}* программ\\p{L}* обновлени\\p{L}* приложени\\p{L}* расширени\\p{L}* .*модул\\p{L}* драйвер\\p{L}* проект верси\\p{L} сайт',
        'обновить: сейчас систему пакеты все',
      ],
    },
    zh: { verbs: '安装|安裝', pairs: ['更新|升级|升級: 立即 现在 立刻 系統 系统 全部'] },
    ja: { verbs: 'インストール', pairs: ['更新|アップデート|アップグレード: 今すぐ すべて 全て'] },
  },
  phrases: {
    ru: ['=установить', 'установить из файла'],
    en: [
      'installs?',
      '=upgrade',
      '(restart|reboot|relaunch) to update',
      'update and (restart|shut down)',
      '=get',
      '(download|restart|reboot) and (run|install|update)',
      'run (installer|setup)',
      'add to (chrome|firefox|edge|safari)',
      'get (app|extension)',
    ],
    es: [
      '=actualizar tod[oa]s',
      '(agregar|añadir) (la )?(extensión|complemento)',
      'agregar a chrome',
      'iniciar (la )?instalación',
    ],
    de: [
      'installation starten',
      'updates? (installieren|ausführen)',
      'aufrüsten',
      'herunterladen und \\p{L}+',
      '(erweiterung|add-on|plugin) hinzufügen',
      'zu chrome hinzufügen',
    ],
    fr: ['mettre à jour maintenant', "ajouter (l'extension|à chrome)", "lancer l'installation"],
    pt: ['adicionar (a )?extensão', 'usar no chrome', 'iniciar (a )?instalação'],
    zh: ['添加(扩展|扩充)', '添加至 ?chrome', '下载并运行'],
    ja: ['(アップデート|更新)を適用', '(拡張機能|アドオン)を追加', 'セットアップを実行'],
  },
  falseFriends: {
    en: [
      "(don't|do not|how to|not|never) install",
      'install (log|date|path|location|history|guide)',
      'uninstall',
    ],
    es: ['no instalar', 'cómo instalar'],
    de: ['nicht installieren', 'installierte \\p{L}+'],
    fr: ['ne pas installer', 'comment installer'],
    pt: ['não instalar', 'como instalar'],
    zh: [
      '(已|未|不|不要|取消|卸载)(安装|安裝)',
      '安[装裝](路径|目录|说明|位置|日期|教程|指南|路徑)',
      '解除安裝',
    ],
    ja: ['アンインストール', 'インストール(済み?|しない|先|方法|日|手順|履歴|された)'],
  },
  inDialogs: {},
  risky: [
    'Install',
    'Installieren',
    'Instalar',
    'Installer',
    'Instalar agora',
    '安装',
    'インストール',
    'Update now',
  ],
  harmless: [
    'Installed apps',
    'Installment plan',
    'Installierte Apps',
    '已安装',
    'インストール済み',
    'Update status',
  ],
});
