import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';
import type { Answer } from './deliver.js';
import { errorNamed, malformed, WireError } from './errors.js';

/** A file in the temporary store. */
interface Stored {
  readonly type: string;
  readonly bytes: Buffer;
}

const HEADER = 'x-dashscope-ossresourceresolve';

/** The temporary store of DashScope: a place is asked for with the key, the file is sent there without it. */
export class Store {
  private readonly files = new Map<string, Stored>();
  private readonly places = new Map<string, string>();

  constructor(private readonly key: string) {}

  /** The answer to a request about the store; undefined for every other one. */
  async answer(request: IncomingMessage): Promise<Answer | undefined> {
    const url = new URL(request.url ?? '', 'http://store');
    if (url.pathname === '/api/v1/uploads') return this.place(request, url);
    return url.pathname === '/store' ? this.take(request) : undefined;
  }

  /** The address with the file itself in place of its name in the store. */
  resolved(uri: string, headers: IncomingMessage['headers']): string {
    if (!uri.startsWith('oss://')) return uri;
    const file = this.files.get(uri);
    if (headers[HEADER] !== 'enable' || file === undefined)
      throw malformed('The provided URL does not appear to be valid. Ensure it is correctly formatted.');
    return `data:${file.type};base64,${file.bytes.toString('base64')}`;
  }

  private place(request: IncomingMessage, url: URL): Answer {
    if (request.headers.authorization !== `Bearer ${this.key}`) throw errorNamed('wrong-key');
    if (url.searchParams.get('action') !== 'getPolicy' || !url.searchParams.get('model'))
      throw malformed('Required parameter action or model missing.');
    const signature = randomUUID();
    const folder = `dashscope-instant/${randomUUID()}`;
    this.places.set(signature, folder);
    const data = {
      policy: 'eyJjb25kaXRpb25zIjpbXX0=',
      signature,
      upload_dir: folder,
      upload_host: `http://${request.headers.host}/store`,
      expire_in_seconds: 300,
      max_file_size_mb: '100',
      capacity_limit_mb: '999999999',
      oss_access_key_id: 'LTAI',
      x_oss_object_acl: 'private',
      x_oss_forbid_overwrite: 'true',
    };
    return json({ request_id: randomUUID(), data });
  }

  private async take(request: IncomingMessage): Promise<Answer> {
    if (request.headers.authorization !== undefined)
      throw new WireError(400, 'InvalidArgument', 'The key was sent to the store.');
    const body = new Response(await buffer(request), {
      headers: { 'content-type': request.headers['content-type'] ?? '' },
    });
    const form = await body.formData();
    const [key, file] = [form.get('key'), form.get('file')];
    const folder = this.places.get(String(form.get('Signature')));
    const wanted = ['OSSAccessKeyId', 'policy', 'x-oss-object-acl', 'x-oss-forbid-overwrite'];
    const whole = wanted.every((name) => form.has(name)) && form.get('success_action_status') === '200';
    if (folder === undefined || !whole || typeof key !== 'string' || !key.startsWith(`${folder}/`))
      throw new WireError(403, 'AccessDenied', 'Invalid according to Policy: Policy Condition failed.');
    if (!(file instanceof Blob) || [...form.keys()].at(-1) !== 'file')
      throw new WireError(
        400,
        'IncorrectNumberOfFilesInPOSTRequest',
        'One file is wanted, as the last field.',
      );
    this.files.set(`oss://${key}`, { type: file.type, bytes: Buffer.from(await file.arrayBuffer()) });
    return { status: 200, type: 'application/json', headers: {}, body: '' };
  }
}

function json(value: unknown): Answer {
  return { status: 200, type: 'application/json', headers: {}, body: JSON.stringify(value) };
}
