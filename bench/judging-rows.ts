import type { RiskClass } from '../src/core/action.js';

/** The languages of the labels, ISO 639-1. */
export type Language = 'en' | 'es' | 'de' | 'fr' | 'pt' | 'zh' | 'ja';
/** Labels by the risk class that must be found, or harmless, and by language. */
export type Rows = Readonly<
  Partial<Record<RiskClass | 'harmless', Readonly<Partial<Record<Language, readonly string[]>>>>>
>;
