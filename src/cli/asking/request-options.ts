import { readFileSync } from 'node:fs';
import { DeskhandError, messageOf } from '../../core/errors.js';
import type { ModelOptions } from '../commands/models.js';

/** The options of `deskhand ask`: the fields of a request with dashes, and what is done with the answer. */
export interface AskOptions extends ModelOptions {
  readonly request?: string;
  readonly image: readonly string[];
  readonly pages?: string;
  readonly video: readonly string[];
  readonly fps?: string;
  readonly system?: string;
  readonly maxTokens?: string;
  readonly temperature?: string;
  readonly detail?: string;
  readonly minPixels?: string;
  readonly maxPixels?: string;
  readonly highResolution?: true;
  readonly jsonMode?: true;
  readonly schema?: string;
  readonly as?: string;
  readonly retries?: string;
  readonly maxRetries?: string;
  readonly retryBackoffS?: string;
  readonly enableThinking?: boolean;
  readonly thinkingBudget?: string;
  readonly upload?: true;
  readonly baseUrl?: string;
  readonly stream: boolean;
  readonly json: boolean;
  readonly output?: string;
  readonly draw?: string;
  readonly session?: string;
  readonly batch?: string;
  readonly concurrency?: string;
}

/** A request as it is written, before it is checked. */
export type Written = Readonly<Record<string, unknown>>;

/** The request that the command line makes: of its options, over those of the file that `--request` names. */
export function writtenRequest(prompt: string | undefined, options: AskOptions): Written {
  return {
    ...(options.request === undefined ? {} : readRequest(options.request)),
    ...fromOptions(prompt, options),
  };
}

/** The fields that the options give; those that were not given are missing. */
export function fromOptions(prompt: string | undefined, options: AskOptions): Written {
  const { image, video } = options;
  const fields = {
    prompt,
    ...(image.length > 0 && { image: undefined, images: image }),
    video: video.length > 1 ? video : video[0],
    model: options.model,
    pages: options.pages,
    fps: number(options.fps),
    system: options.system,
    max_tokens: number(options.maxTokens),
    temperature: number(options.temperature),
    detail: options.detail,
    min_pixels: number(options.minPixels),
    max_pixels: number(options.maxPixels),
    high_resolution: options.highResolution,
    json_mode: options.jsonMode,
    schema: schema(options.schema),
    as: options.as,
    retries: number(options.retries),
    max_retries: number(options.maxRetries),
    retry_backoff_s: number(options.retryBackoffS),
    enable_thinking: options.enableThinking,
    thinking_budget: number(options.thinkingBudget),
    upload: options.upload,
  };
  // Pictures of the command line take the place of those of the file, whether it has one or several.
  return Object.fromEntries(
    Object.entries(fields).filter(
      ([name, value]) => value !== undefined || (name === 'image' && image.length > 0),
    ),
  );
}

/** What is no number stays as it was written: the check of the request names it. */
function number(written: string | undefined): number | string | undefined {
  return written === undefined || written.trim() === '' || Number.isNaN(Number(written))
    ? written
    : Number(written);
}

/** A schema is JSON itself, or a file. */
function schema(written: string | undefined): unknown {
  if (!written?.trimStart().startsWith('{')) return written;
  try {
    return JSON.parse(written);
  } catch (cause) {
    throw new DeskhandError('usage', 'bad-schema', `The schema cannot be read: ${messageOf(cause)}`, {
      cause,
    });
  }
}

function readRequest(file: string): Written {
  const name = file === '-' ? 'standard input' : file;
  try {
    const value: unknown = JSON.parse(readFileSync(file === '-' ? 0 : file, 'utf8'));
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
    throw new Error('it is no object');
  } catch (cause) {
    throw new DeskhandError(
      'usage',
      'bad-request',
      `The request in ${name} cannot be read: ${messageOf(cause)}`,
      {
        cause,
        hint: 'A request is a JSON object such as {"prompt": "What is it?", "image": "photo.jpg"}; docs/models.md tells its fields.',
      },
    );
  }
}
