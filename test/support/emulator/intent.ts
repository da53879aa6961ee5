import type { DeclaredTool, SeenPoint } from './brain.js';

/** What the model wants to do, before it is written as a call of a declared function. */
export type Intent =
  | {
      readonly kind: 'click';
      readonly at: SeenPoint;
      readonly button: 'left' | 'middle' | 'right';
      readonly count: number;
    }
  | { readonly kind: 'move'; readonly at: SeenPoint }
  | { readonly kind: 'drag'; readonly from: SeenPoint; readonly to: SeenPoint }
  | { readonly kind: 'type'; readonly text: string }
  | { readonly kind: 'press'; readonly keys: readonly string[]; readonly count: number }
  | {
      readonly kind: 'scroll';
      readonly direction: 'up' | 'down' | 'left' | 'right';
      readonly notches: number;
      readonly at?: SeenPoint;
    }
  | { readonly kind: 'wait'; readonly seconds: number }
  | { readonly kind: 'done'; readonly summary: string; readonly proof?: readonly object[] | undefined }
  | { readonly kind: 'fail'; readonly reason: string };

/** A JSON Schema. */
export type Schema = Readonly<Record<string, unknown>>;

/** What a function takes. */
export function propertiesOf(tool: DeclaredTool): Readonly<Record<string, Schema>> {
  return propertiesOfSchema(tool.parameters);
}

/** What an object of the schema holds. */
export function propertiesOfSchema(schema: Schema): Readonly<Record<string, Schema>> {
  return (schema.properties ?? {}) as Readonly<Record<string, Schema>>;
}
