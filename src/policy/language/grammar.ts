import type { Language } from './languages.js';

/** What a language says around a verb, as patterns over text in small letters and without accents. */
export interface Grammar {
  /** Before a participle, at most two words away: it will happen. */
  readonly passive: string;
  /** It may stand anywhere in the clause, as in “wird … gelöscht” and “gelöscht werden”. */
  readonly apart?: true;
  /** Anywhere before a verb in its clause: it does not happen, did not work, or is taken back. */
  readonly before: string;
  /** Right before a verb: it is only spoken of, as in “while deleting”. */
  readonly adjacent: string;
  /** Right behind a verb. */
  readonly after: string;
  /** Words between two clauses, besides stops and commas. */
  readonly and: string;
}

/** How each language says that something will be done, is not done, or is only spoken of. */
export const grammar: Readonly<Record<Language, Grammar>> = {
  en: {
    passive: 'be|get|gets|being',
    before:
      "(?:(?<!(?:do|would|will|could|are|can)n't )(?<!why )(?<!whether or )not(?! only)|n't(?! you)|never|cannot|unable|impossible|fail(?:s|ed|ure|ures)?|errors?|problems?|trouble|undo|redo|how to|nothing to|no \\w+(?: \\w+)? to|(?:select|choose|specify|pick|which)(?: [\\w'-]+){1,4} to|prevents?|avoid|instead of|permissions? to|allowed to|possible to|tried to|trying to|attempt to|^if(?! you (?:continue|proceed|go on|accept|confirm|press|choose|click|select))|ask(?: for confirmation)?|confirmation|warn)",
    adjacent:
      '(?:no [\\w-]+(?: will| can)?|without|before|after|when|while|whenever|by|confirm|on|for|(?:is|are|be)(?: still| currently| already)?)',
    after: '(?:(?:[\\w.-]+ ){0,3}failed|is not|are not|cannot|not possible|is disabled|error|failure|key$)',
    and: 'and|but',
  },
  de: {
    passive: 'wird|werden',
    apart: true,
    before:
      '(?:nicht(?! \\p{L}+(?:te|ene)[nmrs]? \\p{L})|nie|niemals|keine?[nmrs]?|fehler|unmoglich|wurden?|worden|nachdem|bevor|^falls|^wenn|versuch)',
    adjacent: '(?:ohne|ohne zu|beim|bei|vor dem|nach dem|wahrend|zum|vom|gegen)',
    after:
      '(?:(?:ist |war |sind )?(?:nicht moglich|nicht$|fehlgeschlagen|gescheitert|ruckgangig|abbrechen|abgebrochen|widerrufen|bestatigen lassen))',
    and: 'und|aber|sowie',
  },
  fr: {
    passive: 'sera|seront|serait|seraient|va etre|vont etre|etre',
    before:
      "(?:ne|n'\\w+|pas|jamais|impossible|echec|erreur|probleme|annuler|^si(?! vous (?:continuez|poursuivez|acceptez|confirmez))|comment|permission|aucune?|(?:selectionne[rz]?|choisi(?:r|ssez))(?: [\\w'-]+){1,4} (?:a|pour)|rien)",
    adjacent: "(?:sans|avant d[e']|apres|lors d[eu]|lors de l[a']|pendant l[a']|en|pour confirmer)",
    after: '(?:impossible|a echoue|annule)',
    and: 'et|mais',
  },
  es: {
    passive: 'seran?|va a ser|van a ser|sean?|ser|serian?',
    before:
      '(?:no(?! \\p{L}+[ai]d[oa]s)|nunca|imposible|error(?:es)?|fallo|problemas?|deshacer|rehacer|^si(?! (?:e|continua|prosigue|sigue|acepta|confirma|l[oa]s? (?:reemplaza|guarda|elimina|borra|quita|sobrescribe)) )|como|permisos?|nada que|(?:seleccion[ae]r?|elij[ae]|elegir)(?: [\\w-]+){1,4} (?:a|para|que)|ningun\\w*)',
    adjacent: '(?:sin|antes de|despues de|cuando|mientras|al|durante la)',
    after: '(?:fallo|no es posible)',
    and: 'y|e|pero',
  },
  pt: {
    passive: 'sera|serao|vai ser|vao ser|sejam?|ser|seriam?',
    before:
      '(?:nao(?! (?:salv|guard|\\p{L}+[ai]d)[oa]s)|nunca|impossivel|erros?|falhas?|falhou|problemas?|desfazer|refazer|como|permissao|permissoes|nada|(?:selecion[ae]r?|escolh[ae]r?)(?: [\\w-]+){1,4} (?:a|para|que)|nenhum\\w*)',
    adjacent: '(?:sem|antes de|depois de|apos|quando|enquanto|ao|durante a)',
    after: '(?:falhou|nao e possivel)',
    and: 'mas',
  },
  it: {
    passive: 'verra|verranno|sara|saranno|andra|andranno|essere|viene|vengono|siano?',
    before:
      "(?:non(?! \\p{L}+[aiu]t[aeoi] )|mai|impossibile|errore|errori|problemi|come|permess[oi]|niente|nessun\\w*|(?:seleziona(?:re)?|scegli(?:ere)?)(?: [\\w'-]+){1,4} da)",
    adjacent: "(?:senza|prima di|dopo|quando|durante l[a']|durante|nell'|nel)",
    after: '(?:fallit[oa]|non riuscit[oa])',
    and: 'ed|ma',
  },
  nl: {
    passive: 'wordt|worden|zal|zullen',
    apart: true,
    before:
      '(?:niet(?!-)(?! (?:op|be|ge|ver)\\p{L}+(?:en|de|te) \\p{L}+ (?:ver|op|we))|nooit|geen|onmogelijk|fout(?:en)?|mislukt|probleem|ongedaan(?!-)|voordat|nadat|^als(?! u (?:doorgaat|verdergaat|verder|accepteert|bevestigt|(?:het|dit|deze|ze|haar|hem) (?:vervangt|verwijdert|overschrijft|wist)))|^indien|hoe|werd|toestemming|(?:kies|selecteer)(?: [\\w-]+){1,4} om)',
    adjacent: '(?:zonder|voor het|na het|bij het|bij|tijdens het|tijdens|terwijl)',
    after: '(?:(?:\\p{L}+ ){0,4}mislukt|(?:is |was )?(?:mislukt|niet|ongedaan))',
    and: 'en|maar',
  },
  pl: {
    passive: 'zostanie|zostana|bedzie|beda|zostac|byc',
    apart: true,
    before:
      '(?:nie|nigdy|niemozliwe|bledu?|bledy|blad|problem|cofnij|cofa|cofniecie|ponow|gdy|^jesli|^jezeli|uprawnie\\w*|(?:wybierz|zaznacz)(?: \\w+){1,4} do)',
    adjacent: '(?:bez|przed|po|podczas|przy|do)',
    after: '(?:[^.]{0,30}niepowodzeniem|nie powiodlo|nie udalo|jest niemozliwe)',
    and: 'i|ale|oraz',
  },
  ru: {
    passive: 'будет|будут|быть',
    apart: true,
    before:
      '(?:не|нельзя|никогда|невозможно|ошибк\\p{L}+|сбой|проблем\\p{L}+|отменить|отмена|вернуть|повторить|когда|^если|как|прав|ничего|(?:выберите|укажите)(?: \\p{L}+){1,4} для)',
    adjacent: '(?:без|перед|после|при|для|во время)',
    after: '(?:не удалось|невозможно|завершилось ошибкой)',
    and: 'и|но',
  },
  zh: {
    passive: '',
    before:
      '(?:(?:不|不要|请勿|勿|别|未|未能|无法|無法|不能|没有|沒有|不会|不會|没法|失败|失敗|错误|錯誤|出错|撤销|撤消|取消|復原|恢复|恢復|还原|重做|已|已经|已經|禁止|(?<!无论|無論)如何|之前|如果)[^，。]{0,4})',
    adjacent: '(?:当|當|若)',
    after:
      '(?:[^，。]{0,8}(?:失败|失敗|出错|(?:错误|錯誤)(?![报報指])|时出|時發生|前[提确確])|[过過](?![滤濾])|线|線|键|鍵|记录|記錄|日志|时间|時間|日期|[者人方]|了|后|後|[时時])',
    and: '并|並|和',
  },
  ja: {
    passive: '',
    before: '(?:(?:エラー|元に戻す|やり直す|取り消す)[^、。]{0,6})',
    adjacent: '(?:未)',
    after:
      '(?:[^、。？]{0,6}?(?:しない|しません|でき(?:ない|ません)|できなかっ)|[^、。？]{0,4}(?:しました|した|済み?|失敗|エラー|され(?:ました|た|てい)|する前|したあと|する(?:には|とき|際)|前に)|中[にのは。]|の?(?:あと|後)|時に|[をの]取り消|[をの]?元に戻|キー|日時?|履歴|元|先|者)',
    and: '、',
  },
};
