import type { ErrorKind } from '../../core/errors.js';
import type { HostKind } from '../hosts.js';

/**
 * What may help after a failed request: `rate` waits as long as there is time, `server` tries a few times, `shorter`
 * sends less once, `auto` no longer says which tool must be called, `no` needs a person or another way of asking.
 */
export type Again = 'rate' | 'server' | 'shorter' | 'auto' | 'no';

/** What a kind of refusal means for the one who asked. */
export interface RefusalKind {
  readonly again: Again;
  /** `environment`: the server or the account; `usage`: what was sent; `failed`: what the model wrote. */
  readonly kind: ErrorKind;
  /** Name that programs may compare. */
  readonly code: string;
  readonly hint: string;
}

const of = (again: Again, kind: ErrorKind, code: string, hint: string): RefusalKind => ({
  again,
  kind,
  code,
  hint,
});

const keyHint = 'The key is wrong, or belongs to another region than the base URL (--base-url).';

/** Every kind of refusal there is. */
export const refusalKinds = {
  redirect: of(
    'no',
    'environment',
    'model-redirect',
    'Nothing was sent there: the screen goes only to the server that was named. If you trust the other one, give it with --base-url.',
  ),
  tools: of('no', 'environment', 'model-no-tools', 'Give the model a profile with dialect "text".'),
  'tool choice': of(
    'auto',
    'environment',
    'model-no-tool-choice',
    'Give the model a profile with dialect "text".',
  ),
  'too long': of(
    'shorter',
    'usage',
    'model-context',
    'Even shortened it is too long: send fewer or smaller pictures (--detail low, --size), let the server hold more (docs/local-models.md tells each one’s option), or name another model.',
  ),
  'too many pictures': of(
    'shorter',
    'usage',
    'model-picture-count',
    'Send fewer pictures, or let the server take more (vLLM: --limit-mm-per-prompt.image 4).',
  ),
  'no pictures': of(
    'no',
    'environment',
    'model-no-pictures',
    'The model or its server takes no pictures: look at --model, and at the option that loads the part for pictures (docs/local-models.md).',
  ),
  picture: of(
    'no',
    'usage',
    'model-picture',
    'The server refuses this picture; look at the picture, and at the pixel limits of the profile.',
  ),
  'input moderated': of(
    'no',
    'usage',
    'model-moderated',
    'The server refused what is on the picture or was said; look at what was sent.',
  ),
  'output moderated': of(
    'no',
    'failed',
    'model-moderated',
    'The server held back what the model wrote; ask in other words.',
  ),
  repeats: of(
    'shorter',
    'failed',
    'model-repeats',
    'The model repeats one call; the history was already varied.',
  ),
  arrears: of(
    'no',
    'environment',
    'model-billing',
    'The account of the key has no credit; settle it with the provider.',
  ),
  'quota used up': of(
    'no',
    'environment',
    'model-quota',
    'The quota of the key is used up; raise it, or wait for the next period.',
  ),
  'quota for now': of(
    'rate',
    'environment',
    'model-rate',
    'The server allows fewer requests; run less at once or raise the limit.',
  ),
  key: of('no', 'environment', 'model-key', keyHint),
  missing: of(
    'no',
    'environment',
    'model-missing',
    'The server does not offer this model; look at --model and --base-url.',
  ),
  denied: of('no', 'environment', 'model-denied', 'The key may not use this model; ask for access.'),
  loading: of(
    'rate',
    'environment',
    'model-server',
    'The server is still loading the model; try again later.',
  ),
  memory: of(
    'no',
    'environment',
    'model-memory',
    'The server has too little memory for this model: take a smaller one or one with fewer bits, or less context.',
  ),
  overloaded: of(
    'server',
    'environment',
    'model-server',
    'The server is in trouble; try again later or name another model.',
  ),
  unreachable: of(
    'server',
    'environment',
    'model-unreachable',
    'Look at the network, the proxy and --base-url.',
  ),
  request: of(
    'no',
    'usage',
    'model-request',
    'The server refuses how it was asked; look at the profile (dialect, thinking, host).',
  ),
} as const satisfies Record<string, RefusalKind>;
export type RefusalName = keyof typeof refusalKinds;

/** A line of the table: what must fit, all of it, and what it means then. */
export interface Row {
  readonly means: RefusalName;
  readonly hosts?: readonly HostKind[];
  readonly status?: (status: number) => boolean;
  /** One of these is in the code or the words of the body. */
  readonly says?: readonly RegExp[];
  /** None of these is. */
  readonly unless?: readonly RegExp[];
}

const is =
  (...wanted: readonly number[]) =>
  (status: number): boolean =>
    wanted.includes(status);
const refused = (status: number): boolean => status >= 400;

/** The ways in which servers say no to something that they name before or behind it. */
const NOT = String.raw`(?:(?:(?:is|are|was|were)\s+)?not\s+(?:(?:currently|yet|a|an)\s+)?(?:supported|available|enabled|allowed|permitted|implemented|accepted|recogni[sz]ed|configured|valid parameter)|isn['’]t\s+(?:supported|available|enabled)|unsupported|un(?:known|recogni[sz]ed|expected)\s+(?:request\s+)?(?:param(?:eter)?|argument|field|key)|(?:does|do|did)(?:\s+not|n['’]t)\s+(?:currently\s+)?(?:support|accept|have|take|include)|(?:cannot|can['’]t)\s+(?:use|process|handle|accept|be used)|has\s+no|disabled|extra inputs are not permitted|only\s+supported\s+(?:by|for|with)|no endpoints found that support|not_supported|不支持)`;
const near = (thing: string): RegExp =>
  new RegExp(`(?:${thing})[^.;{}]{0,80}?${NOT}|${NOT}[^.;{}]{0,80}?(?:${thing})`, 'i');

const TOOLS = String.raw`\btools?\b(?![\s_'"\`-]*(?:choice|names?\b|results?\b|messages?\b))|\btool[\s_-]*(?:use|calls?|calling|parsers?)(?![a-z])|\bfunction[\s_-]*call(?:s|ing)?\b|工具|函数调用`;
const PICTURES = String.raw`\bimages?(?![\s_-]*(?:format|types?\b|size|files?\b|sides?|generation|dimensions?|resolution)|\/)(?:[\s_-]*(?:input|content|url|understanding|modality)s?)?\b|\bpictures?\b|\bvision\b|\bvisual\b|\bmulti-?modal(?:ity)?(?!\s+file)|图片输入|图像输入`;

/**
 * What servers answer when they refuse, from the special to the general: the first line that fits counts. The wordings
 * are test data (`test/support/emulator/refused.ts`): a new one gets its line there, and one here where none fits.
 */
export const refusalRows: readonly Row[] = [
  { means: 'redirect', says: [/^redirect\b/] },

  // vLLM without its flags, llama.cpp without its own.
  {
    means: 'tools',
    says: [
      /"?auto"? tool choice requires/i,
      /enable-auto-tool-choice/i,
      /requires? --jinja/i,
      /param: tools/i,
    ],
  },
  {
    means: 'tool choice',
    status: refused,
    says: [/tool[\s_]?choice/i],
    unless: [/\btools\b[^.;]{0,40}not support/i],
  },
  { means: 'tools', says: [near(TOOLS)] },

  { means: 'repeats', says: [/repetitive tool call/i] },
  {
    means: 'too long',
    says: [
      /context[_ ](?:length|window|size)/i,
      /maximum context/i,
      /(?:input|prompt)[_ ]?(?:tokens?[_ ])?length/i,
      /too many (?:input )?tokens/i,
      /(?:prompt|input|request)[^.]{0,60}\btoo long/i,
      /context_length/i,
      /exceed[^.]{0,40}(?:context|token limit)/i,
      /maximum (?:allowed )?(?:number of )?(?:input )?tokens/i,
      /max(?:imum)?[_ ](?:prompt|input|model|seq(?:uence)?)[_ ](?:tokens?|len(?:gth)?)/i,
      /(?:reduce|shorten) (?:the|your) (?:length|prompt|input|messages)/i,
      /token limit exceeded/i,
      /tokens?\b[^.]{0,40}(?:exceeds?|larger than|longer than) /i,
      /max_new_tokens`? must be/i,
      /input tokens exceed/i,
    ],
    unless: [/tokens per min/i, /per minute/i, /\bTPM\b/i, /rate limit/i, /max_tokens should be/i],
  },

  // What a picture shows, not what it is.
  { means: 'input moderated', says: [/rejected the (?:input )?(?:image|video|picture|content)/i] },
  {
    means: 'too many pictures',
    says: [
      /at most [1-9]\d* (?:image|picture)/i,
      /only supports? (?:one|1|a single) image/i,
      /too many images/i,
      /(?:image|picture)s?[^.]{0,40}(?:exceeds?|more than)[^.]{0,30}\b(?:limit|maximum|allowed)[^.]{0,20}(?:images|number)/i,
      /number of images/i,
    ],
  },
  {
    means: 'no pictures',
    says: [
      /at most 0 (?:image|picture)/i,
      /not a multi-?modal model/i,
      /text-only model/i,
      /mmproj/i,
      /not a VLM/i,
      /only (?:supports? text|text (?:content |input )?is supported)/i,
      /one of the allowed types/i,
      /unknown variant `?image_url/i,
      /allowed values: \['text'\]/i,
      /(?:content|type)[^.]{0,40}must be (?:a )?(?:text|string)/i,
      /missing data required for image/i,
      /no image (?:processor|projector)/i,
    ],
  },
  { means: 'no pictures', says: [near(PICTURES)] },

  {
    means: 'picture',
    says: [
      /DataInspection\b[\s\S]*(?:media|format|download)/i,
      /10485760/i,
      /bytes per data/i,
      /aspect ratio/i,
      /multimodal file size/i,
      /(?:image|picture|media|multimodal|base64|data.?ur[il])[^.;]{0,80}(?:too (?:large|small|big|long)|exceed|illegal|invalid|not valid|incorrect|cannot be|can['’]t be|could not|unable|fail|corrupt|broken|truncated|must be|should be|larger than|unsupported)/i,
      /(?:invalid|illegal|failed to|unable to|cannot|could not|couldn['’]t|unsupported|unrecognized)[^.;]{0,60}(?:image|picture|media|base64|mime)/i,
      /cannot identify image/i,
      /image (?:size|length|width|height)/i,
    ],
  },
  { means: 'picture', status: is(413, 415) },

  {
    means: 'output moderated',
    says: [
      /\b(?:output|response|completion)\b[^.]{0,60}(?:inappropriate|inspection|filtered|flagged|sensitive|blocked)/i,
    ],
    unless: [/\b(?:input|prompt|inspection process)\b/i],
  },
  {
    means: 'input moderated',
    says: [
      /data_?inspection/i,
      /inappropriate content/i,
      /content[_ ]?(?:filter|policy|management|moderation)/i,
      /IPInfringement/i,
      /FaqRuleBlocked/i,
      /rejected the (?:input )?(?:image|video|text|prompt|content|input)/i,
      /ResponsibleAI/i,
      /flagged (?:by|for|as)/i,
      /blocked by/i,
      /content exists risk/i,
      /(?:prohibited|forbidden) content/i,
      /safety (?:policy|filter|reasons)/i,
      /moderation/i,
      /safety system/i,
      /(?:sensitive|unsafe|harmful)[ _]?content/i,
      /risk control/i,
      /敏感/i,
      /不合规/i,
      /违规/i,
    ],
  },

  // The per-minute limit of DashScope calls itself a matter of plan and billing.
  {
    means: 'quota used up',
    says: [
      /FreeTierOnly/i,
      /free (?:tier|quota|allocated quota|trial)[^.]{0,60}(?:exhausted|used up|exceeded|expired|not enough)/i,
      /per[- ]day\b/i,
      /(?:daily|weekly|monthly) (?:request |token |usage )?(?:limit|quota)/i,
      /(?:daily|weekly|monthly) (?:\w+ )?limit/i,
      /usage limit/i,
      /trial (?:has |period )?(?:ended|expired)/i,
      /today['’]s quota/i,
      /tomorrow/i,
    ],
    unless: [/spending/i, /payment/i, /invoice/i],
  },
  {
    means: 'quota for now',
    hosts: ['dashscope'],
    status: is(429),
    says: [/insufficient_quota/i, /allocationquota/i, /allocated quota/i, /current quota/i],
  },
  {
    means: 'arrears',
    says: [
      /arrearage/i,
      /overdue/i,
      /in good standing/i,
      /CommodityNotPurchased/i,
      /insufficient (?:account )?(?:balance|credits?|funds)/i,
      /insufficient_(?:balance|credits?|funds)/i,
      /balance (?:is )?(?:insufficient|not enough|too low)/i,
      /not enough (?:credits?|balance|funds)/i,
      /requires more credits/i,
      /credit balance/i,
      /(?:out of|no|run out of) credits/i,
      /billing_not_active/i,
      /account is not active/i,
      /payment[_ ]required/i,
      /account (?:is |has been )?suspended/i,
      /spending limit/i,
      /credit limit/i,
      /billing[_ ](?:hard[_ ])?limit/i,
      /余额不足/i,
      /欠费/i,
    ],
  },
  { means: 'arrears', status: is(402) },
  {
    means: 'quota used up',
    says: [
      /insufficient_quota/i,
      /exceeded (?:your|the) (?:current|monthly|usage) quota/i,
      /quota (?:is |has been )?(?:exhausted|used up)/i,
      /plan and billing/i,
    ],
  },
  {
    means: 'quota for now',
    status: (status) => status < 500,
    says: [
      /throttl/i,
      /rate[-_ ]?limit/i,
      /concurrency limit/i,
      /request rate/i,
      /slow down/i,
      /RESOURCE_EXHAUSTED/i,
      /too many (?:concurrent )?requests/i,
      /limit_requests/i,
      /limit_burst_rate/i,
      /RateQuota/i,
      /BurstRate/i,
      /AllocationQuota/i,
      /[RT]PM limit/i,
      /tokens per min/i,
      /requests per min/i,
    ],
  },
  { means: 'quota for now', status: is(429) },

  {
    means: 'key',
    says: [
      /invalid_?api_?key/i,
      /(?:incorrect|invalid|wrong|expired|missing|no)(?: or (?:incorrect|invalid|missing|expired))? (?:api[- _]?key|access token|auth|credentials|token\b)/i,
      /(?:api[- _]?key|token)[^.]{0,30}(?:is |not )(?:invalid|valid|incorrect|expired)/i,
      /subscription key/i,
      /no auth credentials/i,
      /missing authentication/i,
      /authentication_error/i,
      /provide an api key/i,
      /validate credentials/i,
    ],
  },
  { means: 'key', status: is(401) },

  {
    means: 'loading',
    says: [
      /loading model/i,
      /(?:model|server) is (?:currently |still )?(?:loading|warming|starting)/i,
      /still loading/i,
    ],
  },
  {
    means: 'memory',
    says: [
      /requires more (?:system )?memory/i,
      /out of memory/i,
      /insufficient memory/i,
      /not enough memory/i,
      /OutOfMemory/i,
    ],
  },
  {
    means: 'missing',
    says: [
      /model_?not_?found/i,
      /model_not_supported/i,
      /model_not_available/i,
      /model[^.;]{0,120}(?:not exist|not found|not a valid|not available|not deployed|not loaded|unavailable for)/i,
      /not a supported model/i,
      /model[^.;]{0,80}not supported/i,
      /no such model/i,
      /unknown model/i,
      /unsupported model/i,
      /not a valid model/i,
      /invalid model/i,
      /DeploymentNotFound/i,
      /no models? (?:is )?loaded/i,
      /no endpoints found/i,
      /模型不存在/i,
    ],
    unless: [/temporarily/i, /try again/i],
  },
  { means: 'missing', status: is(404) },
  { means: 'denied', status: is(403) },

  {
    means: 'overloaded',
    status: (status) => status >= 500 || status === 408 || status === 409 || status === 425,
  },
  {
    means: 'overloaded',
    status: refused,
    says: [
      /overloaded/i,
      /at capacity/i,
      /temporarily unavailable/i,
      /try again later/i,
      /has crashed/i,
      /has terminated/i,
    ],
  },
  { means: 'unreachable', status: is(0) },
  { means: 'request' },
];
