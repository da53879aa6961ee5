import * as z from 'zod';
import { SiteFile } from '../core/site-policy.js';
import { sharedShapes, TaskFile } from './shape/file.js';
import type { Path } from './yaml/source.js';

/** The part of draft-07 that task files need. */
export interface JsonSchema {
  readonly $ref?: string;
  readonly type?: string;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | JsonSchema;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly pattern?: string;
  readonly definitions?: Readonly<Record<string, JsonSchema>>;
  readonly [key: string]: unknown;
}

/** The JSON Schema (draft-07) of the file of a site policy. */
export function siteJsonSchema(): JsonSchema {
  const { $schema, ...schema } = plainSchema(SiteFile);
  return { $schema, title: 'deskhand site policy', ...schema };
}

let made: JsonSchema | undefined;

/**
 * The JSON Schema (draft-07) of a task file, for editors and for other programs. A step is one object with
 * all verbs as properties, so that editors offer each verb once.
 */
export function taskJsonSchema(): JsonSchema {
  made ??= make();
  return made;
}

function make(): JsonSchema {
  const { $schema, definitions: steps, ...whole } = plainSchema(TaskFile);
  const names = new Map<string, string>();
  const definitions: Record<string, JsonSchema> = {};
  // The small shapes come first, so that the larger ones are already told in terms of them.
  for (const [name, shape] of Object.entries(sharedShapes)) {
    const { $schema: _, ...schema } = plainSchema(shape);
    const folded = fold(schema, names);
    definitions[name] = folded;
    names.set(keyOf(folded), name);
  }
  for (const [name, schema] of Object.entries(steps ?? {})) definitions[name] = fold(schema, names);
  return { $schema, title: 'deskhand task', ...fold(whole, names), definitions };
}

function plainSchema(shape: z.ZodType): JsonSchema {
  return z.toJSONSchema(shape, { target: 'draft-7', io: 'input', reused: 'inline' }) as JsonSchema;
}

/** The schema with every part that is a shared shape, whatever its description, replaced by a reference. */
function fold(schema: JsonSchema, names: ReadonlyMap<string, string>): JsonSchema {
  const folded = Object.fromEntries(
    Object.entries(schema).map(([key, value]) => [key, foldValue(value, names)]),
  ) as JsonSchema;
  const name = names.get(keyOf(folded));
  if (name === undefined) return folded;
  const { description } = folded;
  return { ...(description === undefined ? {} : { description }), $ref: `#/definitions/${name}` };
}

function foldValue(value: unknown, names: ReadonlyMap<string, string>): unknown {
  if (Array.isArray(value)) return value.map((entry) => foldValue(entry, names));
  const only = onlyPart(value);
  if (only !== undefined) return foldValue(only, names);
  return typeof value === 'object' && value !== null ? fold(value as JsonSchema, names) : value;
}

/** What zod wraps into an allOf of its own: a shape that is spoken of before it is whole. */
function onlyPart(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('allOf' in value)) return undefined;
  const { allOf, ...rest } = value;
  return Array.isArray(allOf) && allOf.length === 1 && Object.keys(rest).length === 0 ? allOf[0] : undefined;
}

function keyOf({ description, ...schema }: JsonSchema): string {
  return JSON.stringify(schema);
}

/** The keys that a file may have in the map at `path`, of all shapes that the map could have; a task file unless told. */
export function keysAt(path: Path, root = taskJsonSchema()): string[] {
  let places = [root];
  for (const part of path)
    places = places.flatMap((place) => branches(place, root)).flatMap((place) => enter(place, part));
  return [
    ...new Set(
      places
        .flatMap((place) => branches(place, root))
        .flatMap((place) => Object.keys(place.properties ?? {})),
    ),
  ];
}

function enter(place: JsonSchema, part: string | number): JsonSchema[] {
  if (typeof part === 'number') return place.items === undefined ? [] : [place.items];
  const property = place.properties?.[part];
  if (property !== undefined) return [property];
  return typeof place.additionalProperties === 'object' ? [place.additionalProperties] : [];
}

/** A schema without its references and choices: all plain schemas that it stands for. */
function branches(place: JsonSchema, root: JsonSchema): JsonSchema[] {
  if (place.$ref !== undefined) {
    const target = root.definitions?.[place.$ref.replace('#/definitions/', '')];
    return target === undefined ? [] : branches(target, root);
  }
  return place.anyOf === undefined ? [place] : place.anyOf.flatMap((branch) => branches(branch, root));
}
