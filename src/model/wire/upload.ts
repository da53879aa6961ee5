import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { DeskhandError, messageOf } from '../../core/errors.js';
import { inTime } from '../../core/in-time.js';
import { errorWords } from './error-body.js';
import { errorOf, faultOf } from './fault.js';

/** A file on its way into the server's temporary store. */
export interface Upload {
  readonly body: Blob;
  /** With its dot, such as `.mp4`. */
  readonly ending: string;
}

/** To which server, for which model. */
export interface Store {
  readonly baseUrl: string;
  readonly key: string;
  readonly model: string;
  /** Throws for the address of a server that nothing may be sent to. */
  readonly admit?: ((url: string) => void) | undefined;
}

/** What DashScope answers to who wants to store a file (docs: "Upload files to get a temporary URL"). */
const Policy = z.object({
  data: z.object({
    policy: z.string(),
    signature: z.string(),
    upload_dir: z.string(),
    upload_host: z.string(),
    max_file_size_mb: z.coerce.number().optional(),
    oss_access_key_id: z.string(),
    x_oss_object_acl: z.string(),
    x_oss_forbid_overwrite: z.string(),
  }),
});
type Policy = z.infer<typeof Policy>['data'];

/** How long asking for a place may take, ms. */
const POLICY_MS = 30_000;
/** How long a whole file may take, ms. */
const UPLOAD_MS = 600_000;

/**
 * Puts a file into DashScope's temporary store, where it lies for 48 hours: a place is asked for with the key, then
 * the file is sent there without the key.
 *
 * @returns its `oss://` address, which only requests to the same model with the same key may use
 * @throws DeskhandError `upload-…`, or what a refusal of the server is called
 */
export async function uploadFile(file: Upload, store: Store, signal: AbortSignal): Promise<string> {
  const policy = await placeFor(store, signal);
  checkSize(file, policy);
  checkHost(policy.upload_host, store);
  const key = `${policy.upload_dir}/${randomUUID()}${file.ending}`;
  const form = new FormData();
  const fields = {
    OSSAccessKeyId: policy.oss_access_key_id,
    Signature: policy.signature,
    policy: policy.policy,
    'x-oss-object-acl': policy.x_oss_object_acl,
    'x-oss-forbid-overwrite': policy.x_oss_forbid_overwrite,
    key,
    success_action_status: '200',
  };
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  // The store takes no field behind the file.
  form.set('file', file.body, `file${file.ending}`);
  const response = await sent(policy.upload_host, { method: 'POST', body: form }, UPLOAD_MS, signal);
  if (!response.ok) throw await refusal('the store', response, store.model);
  return `oss://${key}`;
}

async function placeFor({ baseUrl, key, model }: Store, signal: AbortSignal): Promise<Policy> {
  const url = new URL('/api/v1/uploads', baseUrl);
  url.search = new URLSearchParams({ action: 'getPolicy', model }).toString();
  const headers = { authorization: `Bearer ${key}` };
  const response = await sent(url.href, { headers }, POLICY_MS, signal);
  if (!response.ok) throw await refusal('the server', response, model);
  const read = Policy.safeParse(await response.json().catch(() => undefined));
  if (read.success) return read.data.data;
  throw new DeskhandError(
    'failed',
    'upload-policy',
    `${url.origin} does not say where a file may be stored.`,
    {
      cause: read.error,
      hint: 'Only DashScope has such a store; leave out --upload, or name a URL that the server can fetch.',
    },
  );
}

function checkSize({ body }: Upload, { max_file_size_mb: most }: Policy): void {
  if (most === undefined || body.size <= most * 1_000_000) return;
  throw new DeskhandError(
    'usage',
    'upload-size',
    `The file has ${Math.ceil(body.size / 1_000_000)} MB, and the store takes ${most} MB.`,
    {
      hint: 'Shorten it or lower its resolution; a video can be given as frames, too.',
    },
  );
}

/** The store is named by an answer: the file goes only to the server's own house, or to its very host. */
function checkHost(written: string, { baseUrl, admit }: Store): void {
  const url = URL.canParse(written) ? new URL(written) : undefined;
  const own = new URL(baseUrl).hostname;
  const house = url?.protocol === 'https:' && url.hostname.endsWith('.aliyuncs.com');
  if (url === undefined || !(house || url.hostname === own))
    throw new DeskhandError(
      'environment',
      'upload-host',
      `${own} wants the file sent to ${written.slice(0, 200)}, which is no store of DashScope.`,
      {
        hint: 'Nothing was sent there. Look at --base-url.',
      },
    );
  admit?.(url.href);
}

async function sent(url: string, init: RequestInit, ms: number, signal: AbortSignal): Promise<Response> {
  try {
    // A redirect would carry the key or the file to a server that nobody named.
    return await fetch(url, {
      ...init,
      redirect: 'manual',
      // Its body is read in the same time.
      signal: inTime(signal, ms).signal,
    });
  } catch (cause) {
    signal.throwIfAborted();
    const inner = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause;
    throw new DeskhandError(
      'environment',
      'upload-unreachable',
      `${new URL(url).host} cannot be reached: ${messageOf(inner)}.`,
      {
        cause,
        hint: 'Look at the network, the proxy and --base-url.',
      },
    );
  }
}

async function refusal(who: string, response: Response, model: string): Promise<DeskhandError> {
  const { code, message } = errorWords(await response.text());
  const told = `${who} refuses the upload (${response.status}): ${message || response.statusText || 'no reason given'}`;
  return errorOf(faultOf({ status: response.status, code, message: told }, 'dashscope'), model, 1);
}
