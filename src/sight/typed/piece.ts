/** What became of one line or cell of the text. */
export type Piece =
  /** The letters that were read for it, from one number up to another. */
  | { readonly state: 'seen'; readonly from: number; readonly to: number }
  | { readonly state: 'cut'; readonly why: string }
  | { readonly state: 'other'; readonly instead: string }
  | { readonly state: 'few' }
  | { readonly state: 'absent' };
