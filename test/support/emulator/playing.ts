import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { Size } from '../../../src/core/geometry.js';
import type { Brain, Question, Reply, SeenPoint } from './brain.js';
import { chunks, completion, type Spent, writtenTokens } from './completion.js';
import { declaredTools } from './declared.js';
import { type Answer, deliver, deliverBadly, eventStream, refusal } from './deliver.js';
import { errorNamed, WireError } from './errors.js';
import { type Family, servedModel } from './families.js';
import { type Fault, faultsOf } from './faults.js';
import { speakBadly } from './forms.js';
import { markerBrain } from './marker-brain.js';
import { miscounted, miscountedEvents } from './miscounted.js';
import type { EmulatorOptions, RecordedRequest } from './options.js';
import { PictureStore, type SeenPicture, urisOf } from './pictures.js';
import { PrefixCache, seeded } from './prefix-cache.js';
import { readBody, readRequest, withoutKeys, withoutPictures } from './read-request.js';
import { type ChatRequest, partsOf, textOfMessage } from './request.js';
import { checkRequest, thinks } from './rules.js';
import { type Spoken, speak } from './speak.js';
import { Store } from './store.js';
import { textTokens } from './tokens.js';
import { checkVideos } from './videos.js';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** One server: its options, what it has seen, and the way from a request to an answer. */
export class Playing {
  readonly requests: RecordedRequest[] = [];
  readonly closing = new AbortController();
  readonly key: string;
  private readonly brain: Brain;
  private readonly nextFault: () => Fault | undefined;
  private readonly pictures = new PictureStore();
  private readonly store: Store;
  private readonly cache = new PrefixCache();
  private readonly random = seeded(7);

  constructor(private readonly options: EmulatorOptions) {
    this.key = options.key ?? 'emulated';
    this.store = new Store(this.key);
    this.brain = options.brain ?? markerBrain();
    this.nextFault = faultsOf(options.misbehave);
  }

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const record: Mutable<RecordedRequest> = {
      path: request.url ?? '',
      headers: withoutKeys(request.headers),
      body: undefined,
      pictures: [],
      status: 0,
      said: '',
    };
    this.requests.push(record);
    try {
      const answer = await this.answer(request, record);
      record.status = answer.status;
      const { fault } = record;
      if (fault !== undefined && 'wire' in fault)
        await deliverBadly(response, answer, fault, this.closing.signal);
      else deliver(response, answer);
    } catch (error) {
      if (!this.closing.signal.aborted) this.failed(response, record, error);
    }
    this.options.onRequest?.(record);
  }

  /** The emulator itself went wrong: said loudly, so that no test takes it for the model's fault. */
  private failed(response: ServerResponse, record: Mutable<RecordedRequest>, error: unknown): void {
    record.status = 599;
    record.said = error instanceof Error ? (error.stack ?? error.message) : String(error);
    process.stderr.write(`emulator: ${record.said}\n`);
    response.destroy();
  }

  private async answer(request: IncomingMessage, record: Mutable<RecordedRequest>): Promise<Answer> {
    const id = randomUUID();
    try {
      const stored = await this.store.answer(request);
      if (stored !== undefined) return stored;
      const body = await readBody(request);
      record.body = withoutPictures(body);
      return await this.chat(request, body, record);
    } catch (error) {
      if (!(error instanceof WireError)) throw error;
      record.said = error.message;
      return {
        status: error.status,
        type: 'application/json',
        headers: { 'x-request-id': id, ...error.options.headers },
        body: JSON.stringify(error.body(id)),
      };
    }
  }

  private async chat(
    request: IncomingMessage,
    body: unknown,
    record: Mutable<RecordedRequest>,
  ): Promise<Answer> {
    if (request.headers.authorization !== `Bearer ${this.key}`) throw errorNamed('wrong-key');
    if (request.method !== 'POST' || !(request.url ?? '').endsWith('/v1/chat/completions'))
      throw new WireError(404, 'NotFound', `There is nothing at ${request.method} ${request.url}.`);
    const asked = readRequest(body);
    const fault = this.nextFault();
    if (fault !== undefined) record.fault = fault;
    if (fault !== undefined && 'refused' in fault) {
      record.said = fault.refused.body;
      return refusal(fault.refused, fault.retryAfter);
    }
    if (fault !== undefined && 'error' in fault) throw errorNamed(fault.error, fault.retryAfter);
    const family = servedModel(asked.model, this.options.models);
    if (family === undefined) throw notFound(asked.model);
    checkRequest(asked, family, this.options.host ?? 'dashscope');
    const resolved = (uri: string): string => this.store.resolved(uri, request.headers);
    checkVideos(asked, resolved);
    const pictures = await this.pictures.see(asked, family, resolved);
    record.pictures = pictures.map(({ size, pixels: _, ...rest }) => ({ ...rest, seen: size }));
    const spent = this.spent(asked, pictures, family);
    const question = this.question(asked, family, pictures);
    const spoken = this.spoken(await this.brain(question), question, fault);
    record.said = [spoken.content, ...spoken.calls.map((call) => `${call.name} ${call.arguments}`)]
      .join('\n')
      .trim();
    await this.takeTime(spoken);
    return this.written(asked, spoken, spent, fault);
  }

  private question(request: ChatRequest, family: Family, pictures: readonly SeenPicture[]): Question {
    return {
      model: request.model,
      family,
      request,
      messages: request.messages,
      tools: declaredTools(request),
      pictures,
      write: (point) => this.writePoint(point, family, pictures.at(-1)?.size),
    };
  }

  /** A point of the seen picture in the numbers of the family, with its noise. */
  private writePoint(point: SeenPoint, family: Family, size: Size | undefined): readonly [number, number] {
    if (size === undefined) throw new Error('the model can point at nothing without a picture');
    const noise = this.options.noise ?? 0;
    const off = (): number => (this.random() * 2 - 1) * noise;
    const within = (value: number, side: number): number => Math.min(Math.max(value, 0), side - 1);
    const x = within(point.x + off(), size.width);
    const y = within(point.y + off(), size.height);
    if (family.space === 'absolute') return [Math.round(x), Math.round(y)];
    return [Math.round((x / size.width) * 1000), Math.round((y / size.height) * 1000)];
  }

  private spoken(reply: Reply, question: Question, fault: Fault | undefined): Spoken {
    const thinking = thinks(question.request, question.family);
    const spoken =
      fault !== undefined && 'form' in fault
        ? speakBadly(fault.form, reply, question, thinking)
        : speak(reply, question, thinking);
    return cutAt(question.request, spoken);
  }

  private spent(request: ChatRequest, pictures: readonly SeenPicture[], family: Family): Spent {
    const imageTokens = pictures.reduce((sum, { tokens }) => sum + tokens, 0);
    const texts = request.messages.map((message) => textTokens(messageText(message)) + 4);
    const tools = textTokens(JSON.stringify(request.tools ?? ''));
    const words = texts.reduce((sum, each) => sum + each, tools);
    if (words + imageTokens > family.contextTokens)
      throw new WireError(
        400,
        'invalid_parameter_error',
        `<400> InternalError.Algo.InvalidParameter: Range of input length should be [1, ${family.contextTokens}]`,
        { type: 'invalid_request_error' },
      );
    let next = 0;
    const tokens = request.messages.map((message, i) => {
      const own = pictures.slice(next, next + partsOf(message).flatMap(urisOf).length);
      next += own.length;
      return own.reduce((sum, picture) => sum + picture.tokens, texts[i] ?? 0);
    });
    const cachedTokens = this.cache.hit(request, tokens);
    return { textTokens: words, imageTokens, cachedTokens };
  }

  private async takeTime(spoken: Spoken): Promise<void> {
    const { latency } = this.options;
    if (latency === undefined) return;
    const ms = latency.baseMs + latency.perTokenMs * writtenTokens(spoken).all;
    await pause(ms, undefined, { signal: this.closing.signal });
  }

  private written(request: ChatRequest, spoken: Spoken, spent: Spent, fault: Fault | undefined): Answer {
    const reasoningName = this.options.host === 'vllm' ? 'reasoning' : 'reasoning_content';
    const headers = { 'x-request-id': randomUUID() };
    const wire = fault !== undefined && 'wire' in fault ? fault.wire : undefined;
    const streams = wire === 'streams-always' || (request.stream === true && wire !== 'never-streams');
    const wrong = fault !== undefined && 'usage' in fault ? fault.usage : undefined;
    if (!streams) {
      const whole = completion(request.model, spoken, spent, reasoningName);
      const body = JSON.stringify(wrong === undefined ? whole : miscounted(whole, wrong));
      return { status: 200, type: 'application/json', headers, body };
    }
    const events = chunks(request.model, spoken, spent, {
      reasoningName,
      usage: request.stream_options?.include_usage === true,
      tools: request.tool_stream === true ? 'pieces' : 'whole',
    });
    const told = wrong === undefined ? events : miscountedEvents(events, wrong);
    return { status: 200, type: 'text/event-stream', headers, body: eventStream(told) };
  }
}

function messageText(message: ChatRequest['messages'][number]): string {
  const calls = message.role === 'assistant' ? JSON.stringify(message.tool_calls ?? '') : '';
  const result = message.role === 'tool' ? String(message.content) : '';
  return textOfMessage(message) + calls + result;
}

/** A reply that is longer than the request allows ends in the middle. Thinking counts for one of the limits only. */
function cutAt(request: ChatRequest, spoken: Spoken): Spoken {
  const { all, reasoning } = writtenTokens(spoken);
  const most = request.max_completion_tokens ?? Number.POSITIVE_INFINITY;
  const mostSaid = request.max_tokens ?? Number.POSITIVE_INFINITY;
  if (all <= most && all - reasoning <= mostSaid) return spoken;
  const share = Math.min(most / all, mostSaid / (all - reasoning));
  const cut = (text: string): string => text.slice(0, Math.floor(text.length * share));
  return {
    content: cut(spoken.content),
    reasoning: spoken.reasoning,
    calls: spoken.calls.map((call) => ({ ...call, arguments: cut(call.arguments) })),
    finish: 'length',
  };
}

function notFound(model: string): WireError {
  return new WireError(
    404,
    'model_not_found',
    `The model \`${model}\` does not exist or you do not have access to it.`,
    { type: 'invalid_request_error' },
  );
}
