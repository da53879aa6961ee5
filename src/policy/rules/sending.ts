import { submitsSearch } from '../surroundings.js';
import { byWords } from './by-label.js';

/** Sending, publishing, submitting, uploading: what others will see or get. */
export const sending = byWords({
  class: 'sending',
  does: 'sends or publishes something',
  deeds: {
    en: {
      verbs: 'send>sent resend>resent publish submit upload broadcast>broadcast tweet transmit',
      pairs: [
        'post: comments? reply message update review job ad article',
        'reply: all',
        'commit push: repository server upstream remote branch changes commits origin',
        'mail email e-mail: information report',
        'share: now',
      ],
      orders: 'post release repost commit rollback fax deploy',
    },
    de: {
      verbs:
        'senden>gesendet|gesandt versenden>versendet|versandt ab_senden>abgesendet|abgesandt zu_senden ab_schicken schicken verschicken zu_schicken veröffentlichen ein_reichen ein_senden>eingesandt|eingesendet übermitteln hoch_laden>hochgeladen publizieren ein_schicken',
      pairs: ['ein_spielen einspielen einchecken: \\p{L}+'],
    },
    fr: {
      verbs:
        'envoyer renvoyer publier soumettre>soumis(?:e|es)? transmettre>transmis(?:e|es)? téléverser diffuser expédier commiter',
      pairs: ['poster: groupe', 'pousser: vers commits'],
    },
    es: {
      verbs: 'enviar reenviar mandar publicar! difundir postear',
      pairs: ['forzar: push', 'subir empujar: cambios origen archivo foto imagen video documento servidor'],
    },
    pt: {
      verbs: 'enviar reenviar publicar! postar submeter divulgar',
      pairs: ['forçar fazer: push', 'carregar anexar subir: servidor'],
    },
    it: {
      verbs: 'inviare spedire pubblicare trasmettere>trasmess[oaie]',
      pairs: ['caricare: server online'],
    },
    nl: {
      verbs:
        'verzenden>verzonden versturen>verstuurd zenden>gezonden sturen>gestuurd publiceren uploaden indienen!>ingediend opsturen>opgestuurd insturen>ingestuurd',
      pairs: ['plaatsen: bericht reactie'],
    },
    pl: {
      verbs:
        'wysli?j|wysla(?:c|nie)|wysyla(?:c|nie)>wyslan\\p{L}+ (?:o)?publik(?:uj|owac|owanie)>opublikowan\\p{L}+ przeslij|przesla(?:c|nie)>przeslan\\p{L}+ rozeslij',
      orders: 'zatwierdz',
    },
    ru: {
      verbs:
        'отправ(?:ить|ляет|ка|ите|лять)>отправлен\\p{L}* послать>послан\\p{L}* разослать опубликовать|публик(?:овать|ация)>опубликован\\p{L}* переслать',
      pairs: ['загрузить|закачать|выложить: сервер'],
    },
    zh: {
      verbs:
        '发送|發送|傳送|传送|提交|发布|發布|發佈|发表|發表|上传|上傳|寄出|寄信|寄送|群发|投递|发帖|推送|送出|寄給',
    },
    ja: { verbs: '送信|投稿|公開|提出|アップロード|送付|発行|配信|発信|を送る|コミット|プッシュ' },
  },
  phrases: {
    en: [
      '=post',
      'post (comment|reply|message|now|update|review|to|job|ad)',
      '=repost',
      'git push',
      'push to',
      'commit and push',
      '=call',
      'start call',
      '=fax',
      'deploy',
      'go live',
      'make live',
      'file (report|return|claim|complaint)',
      'apply now',
      '=forward (message|email|mail|to.*)',
      'rsvp',
    ],
    es: [
      '=cargar (el |un |una |la )?(archivo|foto|imagen|vídeo|documento)',
      'presentar (la )?(declaración|solicitud)',
    ],
    de: ['anrufen'],
    fr: [
      '=poster',
      'poster (un|le|mon) (commentaire|message|avis)',
      'mettre en ligne',
      'déposer (le|un|mon) (fichier|dossier|document)',
    ],
    pt: [
      '=(carregar|anexar) (de |do |o |a |um )?(arquivo|ficheiro|foto|imagem)',
      '(fazer upload|subir) (de |do |o |a |um )?(arquivo|ficheiro|foto|imagem)',
    ],
    zh: ['呼叫', '拨打'],
    ja: ['転送'],
    ru: ['=коммит'],
    it: ['push (dei|di|su) \\p{L}+'],
  },
  falseFriends: {
    en: [
      '=send (date|time|status)',
      'send (to back|backwards?|to background|to desktop|keys?|later options)',
      '=(send|mail) to',
      'broadcast (group|all)',
      "(don't|do not|never|cancel|undo) (send|sending|submit|publish|post|upload)",
      'unsend',
      'upload (folder|history|speed|date|limit)',
      'push to talk',
      'submit button',
      'how to (send|submit|upload|publish)',
    ],
    es: [
      'enviar (al fondo|atrás|hacia atrás)',
      'no (enviar|publicar|reenviar)',
      'fecha de envío',
      'cancelar (el )?envío',
      'deshacer (el )?envío',
    ],
    de: [
      'nicht (senden|absenden|veröffentlichen|abschicken|hochladen)',
      'senden (abbrechen|rückgängig)',
      'in den hintergrund senden',
      'nach hinten senden',
    ],
    fr: [
      "envoyer (à l'arrière(-plan)?|vers l'arrière|en arrière|au fond)",
      'ne pas (envoyer|publier|soumettre)',
      "annuler l'envoi",
    ],
    pt: ['enviar para (trás|o fundo)', 'não (enviar|publicar)', 'cancelar (o )?envio', 'desfazer (o )?envio'],
    zh: [
      '(已|未|不|取消|撤回|撤销|不要)(发送|發送|提交|发布|上传|上傳)',
      '(发送|發送|发布|提交|上传|发表|呼叫)(者|人|方|日期|时间|记录|历史|会|失败|成功|状态|频率|到底层|中心|量)',
      '传送门',
      '传送带',
    ],
    ja: [
      '(送信|投稿|公開|提出|転送|配信|発行|発信)(者|済み?|履歴|元|先|日|一覧|範囲|しない|停止|を取り消|速度|量|番号|中)',
      '非公開',
      'アップロード(済み?|履歴|日|先|しない)',
      '最背面に',
    ],
  },
  inDialogs: {},
  everyday: submitsSearch,
  risky: ['Send', 'Senden', 'Enviar', 'Envoyer', 'Publicar', '发送', '送信', 'Submit'],
  harmless: [
    'Send to back',
    'Sender',
    'Sent items',
    'Address book',
    'Gesendet',
    'Enviados',
    '已发送',
    '送信済み',
    'Blog posts',
  ],
});
