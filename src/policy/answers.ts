import { words } from './words.js';

/** Buttons that step back, or only tell more: they never agree to anything. */
export const cancels = words({
  en: [
    '=(cancel|no|not now|no,? thanks|back|go back|keep( it| editing| both)?|dismiss|deny|decline|reject( all)?|block|help|details|more info(rmation)?|learn more|skip|later|maybe later|never)',
    "=don't (ask|show|remind).*",
  ],
  de: [
    '=(abbrechen|nein|zurück|behalten|ablehnen|alle ablehnen|nicht jetzt|später|hilfe|details|verweigern|blockieren)',
  ],
  es: [
    '=(cancelar|no|volver|atrás|conservar|mantener|rechazar( todo)?|ahora no|más tarde|ayuda|detalles|denegar)',
  ],
  fr: ['=(annuler|non|retour|conserver|garder|refuser|tout refuser|pas maintenant|plus tard|aide|détails)'],
  pt: ['=(cancelar|não|voltar|manter|recusar|rejeitar|agora não|mais tarde|ajuda|detalhes|negar)'],
  it: ['=(annulla|no|indietro|mantieni|conserva|rifiuta( tutto)?|non ora|più tardi|aiuto|dettagli|nega)'],
  nl: ['=(annuleren|annuleer|nee|terug|behouden|weigeren|alles weigeren|niet nu|later|hulp|help|details)'],
  pl: ['=(anuluj|nie|wstecz|wróć|zachowaj|odmów|odrzuć|nie teraz|później|pomoc|szczegóły|zablokuj)'],
  ru: [
    '=(отмена|отменить|нет|назад|оставить|отказать|отклонить|не сейчас|позже|справка|помощь|подробнее|подробности)',
  ],
  zh: ['=(取消|否|不|返回|保留|拒绝|拒絕|以后再说|稍后|帮助|详情|详细信息|暂不|說明|求助|詳細資料)'],
  ja: ['=(キャンセル|いいえ|戻る|保持|残す|拒否|今はしない|後で|あとで|ヘルプ|詳細|中止)'],
});

/** Buttons that agree wherever they stand. */
export const confirms = words({
  en: [
    '=(ok|okay|yes|yep|confirm|continue|proceed|apply|go|go ahead|do it|finish|done|next|accept|i understand|replace|overwrite|merge|yes to all|sure|submit)',
    '=yes,? .*',
  ],
  de: [
    '=(ja|bestätigen|weiter|fortfahren|fertig|übernehmen|anwenden|ersetzen|überschreiben|ja,? alle|fertigstellen)',
    '=ja,? .*',
  ],
  es: [
    '=(sí|aceptar|confirmar|continuar|proceder|aplicar|siguiente|finalizar|reemplazar|sobrescribir|vale)',
    '=sí,? .*',
  ],
  fr: [
    "=(oui|confirmer|continuer|valider|appliquer|suivant|terminer|remplacer|écraser|d'accord)",
    '=oui,? .*',
  ],
  pt: ['=(sim|confirmar|continuar|prosseguir|aplicar|avançar|concluir|substituir|sobrescrever)', '=sim,? .*'],
  it: ['=(sì|conferma|continua|procedi|applica|avanti|fine|sostituisci|sovrascrivi|va bene)', '=sì,? .*'],
  nl: [
    '=(ja|bevestigen|bevestig|doorgaan|ga door|toepassen|volgende|voltooien|vervangen|overschrijven)',
    '=ja,? .*',
  ],
  pl: ['=(tak|potwierdź|kontynuuj|zastosuj|dalej|zakończ|zastąp|nadpisz)', '=tak,? .*'],
  ru: ['=(да|подтвердить|продолжить|применить|далее|готово|заменить|перезаписать|ок)', '=да,? .*'],
  zh: ['=(确定|确认|是|是的|好|好的|继续|应用|下一步|完成|替换|覆盖|確定|確認|繼續|套用|取代)'],
  ja: ['=(はい|ok|了解|確認|続行|続ける|続行する|適用|次へ|完了|置き換え|置き換える|上書き|実行|決定)'],
});

/** Buttons that say no to a question, such as the one whether to save. */
export const refusals = words({
  en: ["=(no|don't save|do not save|discard|discard changes)"],
  de: ['=(nein|nicht speichern|verwerfen)'],
  es: ['=(no|no guardar|descartar)'],
  fr: ['=(non|ne pas enregistrer|abandonner)'],
  pt: ['=(não|não salvar|não guardar|descartar)'],
  it: ['=(no|non salvare|scarta)'],
  nl: ['=(nee|niet opslaan|verwerpen)'],
  pl: ['=(nie|nie zapisuj|porzuć)'],
  ru: ['=(нет|не сохранять|отбросить)'],
  zh: ['=(否|不|不保存|放弃|不儲存)'],
  ja: ['=(いいえ|保存しない|破棄)'],
});
