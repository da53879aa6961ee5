import { byWords } from './by-label.js';

/** Buttons that run programs, or switch the machine off. Typed command lines are judged by `typed.ts`. */
export const runningCommands = byWords({
  class: 'running commands',
  does: 'runs a command or switches the machine off',
  deeds: {
    en: {
      verbs: 'execute shutdown reboot kill',
      pairs: [
        'run start launch: commands? scripts? macros? programs? query queries sql code cell terminal job jobs software it',
        'end stop terminate kill quit: process processes tasks?',
        'restart: now computer server service system',
        'power switch turn: off_computer off',
      ],
      orders: 'run restart',
    },
    de: {
      verbs: 'herunter_fahren>heruntergefahren',
      pairs: [
        'aus_führen ausführen starten: befehle? skripte? makros? programme? abfrage code terminal software anwendung',
        'beenden ab_brechen an_halten töten: prozesse? aufgabe task',
      ],
      names: 'neustart',
    },
    fr: {
      verbs: 'tuer exécuter éteindre redémarrer',
      pairs: [
        'lancer: commandes? scripts? macros? programmes? terminal',
        'arrêter terminer tuer: processus ordinateur systeme',
      ],
    },
    es: {
      verbs: 'ejecutar! reiniciar matar',
      pairs: [
        'forzar: terminacion finalizacion cierre',
        'detener terminar matar finalizar: procesos?',
        'apagar: equipo ordenador ahora sistema',
      ],
    },
    pt: {
      verbs: 'executar! reiniciar',
      pairs: [
        'parar terminar matar finalizar encerrar: processos? tarefas?',
        'desligar: computador agora sistema',
      ],
    },
    it: {
      verbs: 'riavviare',
      pairs: [
        'eseguire: comando comandi script macro programma query',
        'terminare uccidere fermare: process[oi] task',
        'spegnere: computer sistema ora',
        'avviare: script comando programma',
      ],
    },
    nl: {
      pairs: [
        'uitvoeren uit_voeren starten: opdracht opdrachten script scripts macro programma terminal\\p{L}* query',
        'beëindigen stoppen: proces processen',
        'herstarten afsluiten: computer systeem nu server',
      ],
      names: 'herstarten',
    },
    pl: {
      verbs: 'wykona(?:j|c)',
      pairs: [
        'uruchom(?:ic)?: polecenie skrypt\\p{L}* program makro terminal\\p{L}*',
        'zakoncz(?:yc)?|zatrzymaj|zabij: proces\\p{L}*',
        'wylacz: komputer system',
      ],
      names: 'uruchom ponownie',
    },
    ru: {
      pairs: [
        'выполнить|запустить|запускать|запуск: команд\\p{L} скрипт\\p{L}* сценари\\p{L} макрос программ\\p{L} терминал\\p{L} запрос',
        'завершить|остановить|убить: процесс\\p{L}*',
        'выключить: компьютер систему',
      ],
      names: 'перезагрузить|перезагрузка|убить',
    },
    zh: {
      verbs: '執行|执行|关机|關機|重启|重新启动|重新啟動|重新開機',
      pairs: [
        '运行|運行: 命令 脚本 程序 宏 代码 终端 软件',
        '结束|結束|停止|終止|终止|强制: 进程 程序 任务 行程 工作 處理程序',
      ],
    },
    ja: {
      verbs: 'シャットダウン|再起動|電源を切る',
      pairs: [
        '実行: コマンド スクリプト マクロ プログラム クエリ コード ターミナル 端末 ソフトウェア',
        '終了|停止: プロセス タスク',
      ],
    },
  },
  phrases: {
    it: [
      '=arresta',
      '=esegui( ora| adesso| nel terminale)?',
      '=spegni',
      '=avvia ora',
      'arresta(re)? il sistema',
    ],
    nl: ['=(nu )?uitvoeren', '=draaien'],
    pl: ['=uruchom( teraz)?'],
    ru: ['=выполнить( сейчас)?', '=запустить( сейчас)?', '=выключить'],
    en: [
      '=run',
      'run (command|script|macro|program|file|query|sql|code|cell|now|in terminal|job)',
      'shut ?down',
      '=restart',
      'log ?out all',
    ],
    es: ['=apagar'],
    de: [
      '=(jetzt )?ausführen',
      '(befehl|skript|makro|programm|datei|abfrage|code) ausführen',
      'neu ?starten',
      'ausschalten',
    ],
    fr: ["arrêter (l'ordinateur|le système|le serveur)"],
    pt: ['=rodar', 'desligar'],
    zh: ['=运行'],
    ja: ['=実行(する)?'],
  },
  falseFriends: {
    en: [
      "(don't|do not) (run|execute|restart|shut down|reboot)",
      'restart (later|numbering|tutorial)',
      'dry run',
      'run (history|log|time)',
    ],
    es: ['no (ejecutar|reiniciar|apagar)', 'reiniciar (más tarde|zoom|filtros)'],
    de: ['nicht (ausführen|neu starten|herunterfahren)', 'später neu ?starten'],
    fr: ['ne pas (exécuter|redémarrer|éteindre)', 'redémarrer plus tard'],
    pt: ['não (executar|reiniciar|desligar)', 'reiniciar mais tarde'],
    zh: ['(正在|不|未|已|稍后)(运行|执行|重启|關機)', '执行(力|日期|记录|状态|中|者|摘要)', '運行'],
    ja: ['実行(中|結果|しない|履歴|日|者|待ち)', '後で再起動', '再起動しない'],
  },
  inDialogs: {
    en: ['run this (file|program|command|script|app)', 'from an unknown (publisher|source)'],
    de: ['unbekannter herausgeber'],
  },
  risky: [
    'Run script',
    'Skript ausführen',
    'Ejecutar',
    'Exécuter',
    'Executar',
    '执行',
    'コマンドを実行',
    'Shut down',
  ],
  harmless: ['Running', 'Run history', 'Dry run', 'Restart later', '正在运行', '実行結果', 'Runner'],
});
