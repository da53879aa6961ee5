import type { HostKind } from '../../../src/model/index.js';
import type { RefusalName } from '../../../src/model/wire/refusals.js';

/** A refusal as a server writes it, byte for byte. */
export interface Refused {
  /** Who writes so. */
  readonly server: string;
  readonly host: HostKind;
  readonly status: number;
  readonly body: string;
  readonly means: RefusalName;
  /** Some of the server's own words, which the person must be shown. */
  readonly words: string;
  /** `recorded`: found in the log of a real request; `documented`: in the documentation or the source of the server. */
  readonly source: 'recorded' | 'documented';
}

type Line = readonly [
  status: number,
  body: string | object,
  means: RefusalName,
  words: string,
  source?: 'recorded' | 'documented',
];

const from = (server: string, host: HostKind, lines: readonly Line[]): Refused[] =>
  lines.map(([status, body, means, words, source = 'documented']) => ({
    server,
    host,
    status,
    body: typeof body === 'string' ? body : JSON.stringify(body),
    means,
    words,
    source,
  }));

/** DashScope's compatible mode wraps; its other doors answer bare. */
const wrapped = (code: string, message: string, type = code): object => ({
  error: { message, type, param: null, code },
  request_id: '8fe1f6b5-0001',
});
const invalid = (message: string): object =>
  wrapped(
    'invalid_parameter_error',
    `<400> InternalError.Algo.InvalidParameter: ${message}`,
    'invalid_request_error',
  );
const bare = (message: string, code: number, type = 'BadRequestError'): object => ({
  object: 'error',
  message,
  type,
  param: null,
  code,
});
const openAi = (
  message: string,
  code: string | number | null = null,
  type: string | null = 'invalid_request_error',
): object => ({
  error: { message, type, param: null, code },
});
const page = (title: string, heading: string): string =>
  `<!DOCTYPE html>\r\n<html><head><title>${title}</title><style>h1 {color: red}</style></head>\r\n<body><center><h1>${heading}</h1></center><hr><center>nginx/1.24.0</center></body></html>`;

const dashscope = from('DashScope', 'dashscope', [
  [400, invalid('The tool call is not supported.'), 'tools', 'tool call is not supported', 'recorded'],
  [
    400,
    invalid('The tool_choice parameter does not support being set to required or object in thinking mode'),
    'tool choice',
    'thinking mode',
  ],
  [400, invalid('Range of input length should be [1, 258048]'), 'too long', '258048', 'recorded'],
  [
    400,
    invalid('Repetitive tool calls detected: the same tool was called with the same arguments.'),
    'repeats',
    'Repetitive',
  ],
  [
    400,
    {
      code: 'Arrearage',
      message: 'Access denied, please make sure your account is in good standing.',
      request_id: 'r1',
    },
    'arrears',
    'good standing',
    'recorded',
  ],
  [
    400,
    wrapped('Arrearage', 'Access denied, please make sure your account is in good standing.'),
    'arrears',
    'good standing',
    'recorded',
  ],
  [
    400,
    wrapped('data_inspection_failed', 'Input data may contain inappropriate content.'),
    'input moderated',
    'inappropriate',
    'recorded',
  ],
  [
    400,
    wrapped('data_inspection_failed', 'Output data may contain inappropriate content.'),
    'output moderated',
    'Output data',
    'recorded',
  ],
  [
    400,
    { code: 'DataInspectionFailed', message: 'Input or output data may contain inappropriate content.' },
    'input moderated',
    'inappropriate',
  ],
  [
    400,
    wrapped('IPInfringementSuspect', 'Input data is suspected of being involved in IP infringement.'),
    'input moderated',
    'infringement',
  ],
  [
    400,
    wrapped('FaqRuleBlocked', 'Input or output data is blocked by faq rule.'),
    'input moderated',
    'faq rule',
  ],
  [
    400,
    invalid('Qwen rejected the input image. Please change it and try once more.'),
    'input moderated',
    'rejected the input image',
  ],
  [
    400,
    {
      code: 'InvalidParameter.DataInspection',
      message: 'Unable to download the media resource during the data inspection process.',
    },
    'picture',
    'media resource',
    'recorded',
  ],
  [
    400,
    invalid(
      'The image length and width do not meet the model restrictions. [height:8 or width:8 must be larger than 10]',
    ),
    'picture',
    'larger than 10',
    'recorded',
  ],
  [400, invalid('absolute aspect ratio must be smaller than 200, got 300 / 1'), 'picture', 'aspect ratio'],
  [400, invalid('The image format is illegal and cannot be opened.'), 'picture', 'illegal', 'recorded'],
  [400, wrapped('invalid_parameter_error', 'Multimodal file size is too large'), 'picture', 'too large'],
  [
    400,
    invalid('Exceeded limit on max bytes per data-uri item : 10485760'),
    'picture',
    '10485760',
    'recorded',
  ],
  [400, wrapped('InvalidParameter', 'Model not exist.'), 'missing', 'not exist', 'recorded'],
  [
    404,
    wrapped(
      'model_not_found',
      'The model `qwen9-vl` does not exist or you do not have access to it.',
      'invalid_request_error',
    ),
    'missing',
    'does not exist',
    'recorded',
  ],
  [
    401,
    wrapped('invalid_api_key', 'Incorrect API key provided. ', 'invalid_request_error'),
    'key',
    'Incorrect API key',
    'recorded',
  ],
  [403, wrapped('Model.AccessDenied', 'Model access denied.'), 'denied', 'access denied'],
  [
    403,
    wrapped(
      'AllocationQuota.FreeTierOnly',
      'The free tier of the model has been exhausted. If you wish to continue access the model on a paid basis, please disable the "use free tier only" mode in the management console.',
    ),
    'quota used up',
    'free tier',
    'recorded',
  ],
  [
    429,
    {
      error: {
        code: 'insufficient_quota',
        message: 'Free allocated quota exceeded.',
        param: null,
        type: 'insufficient_quota',
      },
      traceId: 't1',
    },
    'quota used up',
    'Free allocated',
    'recorded',
  ],
  [
    429,
    wrapped(
      'insufficient_quota',
      'You exceeded your current quota, please check your plan and billing details.',
    ),
    'quota for now',
    'current quota',
    'recorded',
  ],
  [
    429,
    wrapped('insufficient_quota', 'Allocated quota exceeded, please increase your quota limit.'),
    'quota for now',
    'Allocated quota',
  ],
  [
    429,
    wrapped('limit_requests', 'You exceeded your current requests list.'),
    'quota for now',
    'requests list',
    'recorded',
  ],
  [
    429,
    { code: 'Throttling.RateQuota', message: 'Requests rate limit exceeded, please try again later.' },
    'quota for now',
    'rate limit',
  ],
  [429, wrapped('PrepaidBillOverdue', 'The prepaid bill is overdue.'), 'arrears', 'overdue'],
  [429, wrapped('CommodityNotPurchased', 'Commodity has not purchased yet.'), 'arrears', 'not purchased'],
  [
    500,
    wrapped(
      'internal_error',
      'An internal error has occured, please try again later or contact service support.',
    ),
    'overloaded',
    'internal error',
    'recorded',
  ],
  [
    503,
    wrapped(
      'ModelServingError',
      'Too many requests. Your requests are being throttled due to system capacity limits. Please try again later.',
    ),
    'overloaded',
    'capacity limits',
  ],
]);

const vllm = from('vLLM', 'vllm', [
  [
    400,
    bare('"auto" tool choice requires --enable-auto-tool-choice and --tool-call-parser to be set', 400),
    'tools',
    'auto',
    'recorded',
  ],
  [
    400,
    openAi(
      '"auto" tool choice requires --enable-auto-tool-choice and --tool-call-parser to be set',
      400,
      'BadRequestError',
    ),
    'tools',
    'auto',
    'recorded',
  ],
  [
    400,
    openAi('named tool choice requires --tool-call-parser to be set', 400, 'BadRequestError'),
    'tool choice',
    'named tool choice',
    'recorded',
  ],
  [
    400,
    bare(
      "This model's maximum context length is 32768 tokens. However, you requested 40012 tokens (39012 in the messages, 1000 in the completion). Please reduce the length of the messages or completion.",
      400,
    ),
    'too long',
    '32768',
    'recorded',
  ],
  [
    400,
    openAi(
      'The decoder prompt (length 36012) is longer than the maximum model length of 32768. Make sure that `max_model_len` is no smaller than the number of text tokens plus multimodal tokens. For image inputs, the number of image tokens depends on the number of images and their aspect ratios as well.',
      400,
      'BadRequestError',
    ),
    'too long',
    '36012',
  ],
  [400, bare('At most 1 image(s) may be provided in one prompt.', 400), 'too many pictures', 'At most 1'],
  [400, bare('At most 0 image(s) may be provided in one prompt.', 400), 'no pictures', 'At most 0'],
  [
    400,
    openAi('GLM-5.2 is not a multimodal model', 400, 'BadRequestError'),
    'no pictures',
    'multimodal',
    'recorded',
  ],
  [
    400,
    openAi(
      'Failed to load image: cannot identify image file <_io.BytesIO object at 0x7f>',
      400,
      'BadRequestError',
    ),
    'picture',
    'identify image',
  ],
  [
    404,
    bare('The model `Qwen/Qwen9-VL` does not exist.', 404, 'NotFoundError'),
    'missing',
    'does not exist',
    'recorded',
  ],
  [401, { error: 'Unauthorized' }, 'key', 'Unauthorized'],
  [
    500,
    openAi(
      'EngineCore encountered an issue. See stack trace (above) for the root cause.',
      500,
      'InternalServerError',
    ),
    'overloaded',
    'EngineCore',
  ],
]);

const sglang = from('SGLang', 'sglang', [
  [
    400,
    bare("The input (40123 tokens) is longer than the model's context length (32768 tokens).", 400),
    'too long',
    '40123',
  ],
  [
    400,
    bare(
      "Requested token count exceeds the model's maximum context length of 32768 tokens. You requested a total of 41123 tokens: 40123 tokens from the input messages and 1000 tokens for the completion.",
      400,
    ),
    'too long',
    '41123',
  ],
  [
    400,
    bare('An exception occurred while loading multimodal data: cannot identify image file', 400),
    'picture',
    'identify image',
  ],
  [
    422,
    { detail: [{ type: 'extra_forbidden', loc: ['body', 'tools'], msg: 'Extra inputs are not permitted' }] },
    'tools',
    'body.tools',
  ],
  [400, { detail: 'The model does not support image inputs' }, 'no pictures', 'image inputs'],
]);

const llamaCpp = from('llama.cpp', 'llama.cpp', [
  [500, openAi('tools param requires --jinja flag', 500, 'server_error'), 'tools', '--jinja', 'recorded'],
  [500, openAi('Unsupported param: tools', 500, 'server_error'), 'tools', 'Unsupported param', 'recorded'],
  [
    500,
    openAi('image input is not supported by this server', 500, 'server_error'),
    'no pictures',
    'image input',
    'recorded',
  ],
  [
    500,
    openAi(
      'image input is not supported - hint: if this is unexpected, you may need to provide the mmproj',
      500,
      'server_error',
    ),
    'no pictures',
    'mmproj',
    'recorded',
  ],
  [503, openAi('Loading model', 503, 'unavailable_error'), 'loading', 'Loading model', 'recorded'],
  [
    400,
    {
      error: {
        code: 400,
        message: 'request (40123 tokens) exceeds the available context size (8192 tokens), try increasing it',
        type: 'exceed_context_size_error',
        n_prompt_tokens: 40123,
        n_ctx: 8192,
      },
    },
    'too long',
    '8192',
    'recorded',
  ],
  [400, openAi('Failed to load image or audio file', 400), 'picture', 'Failed to load'],
  [401, openAi('Invalid API Key', 401, 'authentication_error'), 'key', 'Invalid API Key'],
]);

const ollama = from('Ollama', 'ollama', [
  [
    400,
    openAi('registry.ollama.ai/library/qwen2.5vl:7b does not support tools', null, 'api_error'),
    'tools',
    'does not support tools',
    'recorded',
  ],
  [
    404,
    openAi('model "qwen3-vl:8b" not found, try pulling it first', null, 'api_error'),
    'missing',
    'try pulling',
    'recorded',
  ],
  [
    500,
    openAi('model requires more system memory (12.4 GiB) than is available (7.1 GiB)', null, 'api_error'),
    'memory',
    '12.4 GiB',
    'recorded',
  ],
  [
    400,
    openAi('this model is missing data required for image input', null, 'api_error'),
    'no pictures',
    'image input',
  ],
  [
    500,
    { error: 'this model only supports one image while more than one image requested' },
    'too many pictures',
    'one image',
  ],
  [
    503,
    { error: 'server busy, please try again.  maximum pending requests exceeded' },
    'overloaded',
    'server busy',
  ],
  [
    500,
    openAi('llama runner process has terminated: exit status 2', null, 'api_error'),
    'overloaded',
    'runner process',
    'recorded',
  ],
  [404, '404 page not found', 'missing', '404 page not found'],
]);

const lmStudio = from('LM Studio', 'lmstudio', [
  [
    404,
    openAi(
      "No models loaded. Please load a model in the developer page or use the 'lms load' command.",
      'model_not_found',
    ),
    'missing',
    'lms load',
    'recorded',
  ],
  [
    400,
    { error: 'Model does not support images. Please use a model that supports images.' },
    'no pictures',
    'support images',
    'recorded',
  ],
  [
    400,
    { error: "Invalid tool_choice type: 'object'. Supported string values: none, auto, required" },
    'tool choice',
    'tool_choice type',
    'recorded',
  ],
  [
    400,
    {
      error:
        'Trying to keep the first 5120 tokens when context the overflows. However, the model is loaded with context length of only 4096 tokens, which is not enough.',
    },
    'too long',
    '4096',
    'recorded',
  ],
  [
    400,
    { error: 'The model has crashed without additional information. (Exit code: 6)' },
    'overloaded',
    'crashed',
    'recorded',
  ],
]);

const openRouter = from('OpenRouter', 'openrouter', [
  [
    404,
    openAi(
      'No endpoints found that support tool use. To learn more about provider routing, visit: https://openrouter.ai/docs/provider-routing',
      404,
    ),
    'tools',
    'tool use',
    'recorded',
  ],
  [
    404,
    openAi("No endpoints found that support the provided 'tool_choice' value", 404),
    'tool choice',
    'tool_choice',
    'recorded',
  ],
  [404, openAi('No endpoints found that support image input', 404), 'no pictures', 'image input', 'recorded'],
  [
    400,
    { error: { message: 'qwen/qwen9-vl is not a valid model ID', code: 400 }, user_id: 'u' },
    'missing',
    'valid model ID',
    'recorded',
  ],
  [
    402,
    openAi('Insufficient credits. Add more using https://openrouter.ai/settings/credits', 402),
    'arrears',
    'Insufficient credits',
    'recorded',
  ],
  [
    402,
    openAi(
      'This request requires more credits, or fewer max_tokens. You requested up to 4000 tokens, but can only afford 500.',
      402,
    ),
    'arrears',
    'can only afford',
    'recorded',
  ],
  [
    429,
    openAi(
      'Rate limit exceeded: free-models-per-day. Add 10 credits to unlock 1000 free model requests per day',
      429,
    ),
    'quota used up',
    'per-day',
    'recorded',
  ],
  [
    429,
    {
      error: {
        message: 'Provider returned error',
        code: 429,
        metadata: {
          raw: 'qwen/qwen3-vl-8b-instruct:free is temporarily rate-limited upstream. Please retry shortly.',
          provider_name: 'Chutes',
        },
      },
    },
    'quota for now',
    'rate-limited upstream',
    'recorded',
  ],
  [
    403,
    {
      error: {
        code: 403,
        message: 'Your chosen model requires moderation and your input was flagged for "violence"',
        metadata: { reasons: ['violence'] },
      },
    },
    'input moderated',
    'flagged',
  ],
  [401, openAi('No auth credentials found', 401), 'key', 'No auth credentials', 'recorded'],
  [
    400,
    {
      error: {
        message: 'Provider returned error',
        code: 400,
        metadata: {
          raw: '{"error":{"code":"data_inspection_failed","message":"Input data may contain inappropriate content."}}',
          provider_name: 'Alibaba',
        },
      },
    },
    'input moderated',
    'inappropriate',
    'recorded',
  ],
  [
    200,
    { error: { message: 'Upstream error from Alibaba: Internal error', code: 502 } },
    'overloaded',
    'Upstream error',
  ],
]);

const others = [
  ...from('SiliconFlow', 'other', [
    [
      400,
      { code: 20012, message: 'Model does not exist. Please check it carefully.', data: null },
      'missing',
      'does not exist',
      'recorded',
    ],
    [
      400,
      { code: 20015, message: 'Value error, tool_choice required is not supported', data: null },
      'tool choice',
      'tool_choice',
      'recorded',
    ],
    [
      400,
      { code: 20037, message: 'Function call is not supported for this model.', data: null },
      'tools',
      'Function call',
      'recorded',
    ],
    [
      400,
      {
        code: 20041,
        message: 'The model is not a VLM (Vision Language Model). Please use text-only prompts.',
        data: null,
      },
      'no pictures',
      'not a VLM',
    ],
    [401, '"Invalid token"', 'key', 'Invalid token', 'recorded'],
    [
      403,
      { code: 30001, message: 'Sorry, your account balance is insufficient', data: null },
      'arrears',
      'balance is insufficient',
      'recorded',
    ],
    [
      429,
      {
        message:
          'Request was rejected due to rate limiting. If you want more, please contact contact@siliconflow.cn. Details:TPM limit reached.',
        data: null,
      },
      'quota for now',
      'TPM limit',
      'recorded',
    ],
    [
      503,
      { code: 50505, message: 'Model service overloaded. Please try again later.', data: null },
      'overloaded',
      'overloaded',
      'recorded',
    ],
  ]),
  ...from('Together', 'other', [
    [
      404,
      openAi(
        'Unable to access model Qwen/Qwen9-VL. Please visit https://api.together.ai/models to view the list of supported models.',
        'model_not_available',
      ),
      'missing',
      'Unable to access',
    ],
    [
      402,
      {
        message:
          'Credit limit exceeded, please navigate to https://api.together.xyz/settings/billing to update your payment method.',
        type: 'credit_limit',
      },
      'arrears',
      'Credit limit',
    ],
    [
      422,
      openAi(
        'Input validation error: `inputs` tokens + `max_new_tokens` must be <= 32769. Given: 40000 `inputs` tokens and 1000 `max_new_tokens`',
      ),
      'too long',
      '32769',
    ],
    [
      429,
      openAi(
        'You have reached the rate limit specific to this model. The maximum rate limit for this model is 0.6 queries and 5000 tokens per minute.',
        null,
        'model_rate_limit',
      ),
      'quota for now',
      'rate limit',
    ],
  ]),
  ...from('Fireworks', 'other', [
    [
      404,
      {
        error: {
          object: 'error',
          type: 'invalid_request_error',
          code: 'NOT_FOUND',
          message: 'Model not found, inaccessible, and/or not deployed',
        },
      },
      'missing',
      'not deployed',
    ],
    [
      412,
      {
        error: {
          object: 'error',
          code: 'PRECONDITION_FAILED',
          message:
            'Account acme is suspended, possibly due to reaching the monthly spending limit or failure to pay past invoices.',
        },
      },
      'arrears',
      'suspended',
    ],
    [
      400,
      {
        error: {
          object: 'error',
          type: 'invalid_request_error',
          code: 'invalid_request_error',
          message: 'The prompt is too long: 140211, model maximum context length: 131071',
        },
      },
      'too long',
      '140211',
    ],
  ]),
  ...from('Azure', 'other', [
    [
      404,
      {
        error: {
          code: 'DeploymentNotFound',
          message:
            'The API deployment for this resource does not exist. If you created the deployment within the last 5 minutes, please wait a moment and try again.',
        },
      },
      'missing',
      'deployment',
    ],
    [
      401,
      {
        error: {
          code: '401',
          message: 'Access denied due to invalid subscription key or wrong API endpoint.',
        },
      },
      'key',
      'subscription key',
    ],
    [
      429,
      {
        error: {
          code: '429',
          message:
            'Requests to the ChatCompletions_Create Operation have exceeded token rate limit of your current OpenAI S0 pricing tier. Please retry after 6 seconds.',
        },
      },
      'quota for now',
      'token rate limit',
    ],
    [
      400,
      {
        error: {
          message:
            "The response was filtered due to the prompt triggering Azure OpenAI's content management policy.",
          type: null,
          param: 'prompt',
          code: 'content_filter',
          status: 400,
          innererror: { code: 'ResponsibleAIPolicyViolation' },
        },
      },
      'input moderated',
      'content management',
    ],
  ]),
  ...from('OpenAI', 'other', [
    [
      429,
      openAi(
        'You exceeded your current quota, please check your plan and billing details.',
        'insufficient_quota',
        'insufficient_quota',
      ),
      'quota used up',
      'current quota',
    ],
    [
      429,
      openAi(
        'Rate limit reached for gpt-4o in organization org-1 on tokens per min (TPM): Limit 30000, Used 28000, Requested 4000. Please try again in 4s.',
        'rate_limit_exceeded',
        'tokens',
      ),
      'quota for now',
      'tokens per min',
    ],
  ]),
  ...from('ModelScope', 'other', [
    [
      429,
      {
        errors: {
          message:
            "You have exceeded today's quota for model Qwen/Qwen3-VL-235B-A22B-Instruct, please try again tomorrow.",
          request_id: 'r',
        },
      },
      'quota used up',
      'tomorrow',
    ],
    [
      401,
      {
        errors: {
          message: 'Authentication failed, please make sure that a valid ModelScope token is supplied.',
          request_id: 'r',
        },
      },
      'key',
      'ModelScope token',
    ],
  ]),
  ...from('Volcengine', 'other', [
    [
      404,
      {
        error: {
          code: 'InvalidEndpointOrModel.NotFound',
          message: 'The model or endpoint ui-tars-2 does not exist or you do not have access to it.',
          param: '',
          type: 'NotFound',
        },
      },
      'missing',
      'endpoint ui-tars-2',
    ],
    [
      403,
      {
        error: {
          code: 'AccountOverdueError',
          message: 'The request failed because your account has an overdue balance.',
          param: '',
          type: 'Forbidden',
        },
      },
      'arrears',
      'overdue balance',
    ],
    [
      400,
      {
        error: {
          code: 'InputImageSensitiveContentDetected',
          message: 'The request failed because the input image may contain sensitive information.',
          param: '',
          type: 'BadRequest',
        },
      },
      'input moderated',
      'sensitive information',
    ],
  ]),
  ...from('OpenAI', 'other', [
    [
      400,
      openAi('Invalid content type. image_url is only supported by certain models.'),
      'no pictures',
      'certain models',
      'recorded',
    ],
    [400, openAi("Unknown parameter: 'tools'.", 'unknown_parameter'), 'tools', 'Unknown parameter'],
    [
      400,
      openAi(
        "This model's maximum context length is 128000 tokens. However, your messages resulted in 140021 tokens.",
        'context_length_exceeded',
      ),
      'too long',
      '140021',
      'recorded',
    ],
    [
      429,
      openAi(
        'Your account is not active, please check your billing details on our website.',
        'billing_not_active',
        'billing_not_active',
      ),
      'arrears',
      'not active',
    ],
  ]),
  ...from('DeepSeek', 'other', [
    [
      402,
      openAi('Insufficient Balance', 'invalid_request_error', 'unknown_error'),
      'arrears',
      'Insufficient Balance',
      'recorded',
    ],
    [400, openAi('Content Exists Risk', 'invalid_request_error'), 'input moderated', 'Risk', 'recorded'],
  ]),
  ...from('Moonshot', 'other', [
    [
      429,
      openAi('The engine is currently overloaded, please try again later', null, 'engine_overloaded_error'),
      'quota for now',
      'overloaded',
      'recorded',
    ],
    [
      400,
      openAi('Invalid request: Your request exceeded model token limit: 131072 (requested: 140021)'),
      'too long',
      '131072',
      'recorded',
    ],
  ]),
  ...from('Zhipu', 'other', [
    [
      429,
      { error: { code: '1113', message: '余额不足或无可用资源包,请充值。' } },
      'arrears',
      '余额不足',
      'recorded',
    ],
    [
      400,
      {
        error: {
          code: '1301',
          message: '系统检测到输入或生成内容可能包含不安全或敏感内容，请您避免输入易产生敏感内容的提示语。',
        },
        contentFilter: [{ level: 1, role: 'user' }],
      },
      'input moderated',
      '敏感',
      'recorded',
    ],
  ]),
  ...from('Google', 'other', [
    [
      400,
      [
        {
          error: {
            code: 400,
            message: 'API key not valid. Please pass a valid API key.',
            status: 'INVALID_ARGUMENT',
          },
        },
      ],
      'key',
      'not valid',
      'recorded',
    ],
    [
      400,
      [
        {
          error: {
            code: 400,
            message:
              'Unable to process input image. Please retry or report in https://developers.generativeai.google/guide/troubleshooting',
            status: 'INVALID_ARGUMENT',
          },
        },
      ],
      'picture',
      'input image',
      'recorded',
    ],
  ]),
  ...from('Hugging Face', 'other', [
    [
      402,
      {
        error:
          'You have exceeded your monthly included credits for Inference Providers. Subscribe to PRO to get 20x more.',
      },
      'arrears',
      'included credits',
      'recorded',
    ],
  ]),
  ...from('Groq', 'other', [
    [400, openAi('`tool calling` is not supported with this model'), 'tools', 'tool calling', 'recorded'],
  ]),
  ...from('Novita', 'other', [
    [
      403,
      { code: 403, reason: 'NOT_ENOUGH_BALANCE', message: 'not enough balance', metadata: {} },
      'arrears',
      'not enough balance',
    ],
  ]),
  ...from('LiteLLM', 'other', [
    [
      400,
      openAi(
        `litellm.BadRequestError: Hosted_vllmException - ${JSON.stringify(bare('"auto" tool choice requires --enable-auto-tool-choice and --tool-call-parser to be set', 400))}`,
        '400',
        null,
      ),
      'tools',
      'auto',
    ],
  ]),
  ...from('a proxy', 'other', [
    [
      413,
      page('413 Request Entity Too Large', '413 Request Entity Too Large'),
      'picture',
      '413 Request Entity Too Large',
      'recorded',
    ],
    [502, page('502 Bad Gateway', '502 Bad Gateway'), 'overloaded', '502 Bad Gateway', 'recorded'],
    [
      403,
      page('Attention Required! | Cloudflare', 'Sorry, you have been blocked'),
      'denied',
      'Sorry, you have been blocked',
      'recorded',
    ],
    [200, page('Sign in', 'Welcome to the hotel network'), 'overloaded', 'Welcome to the hotel network'],
    [429, 'Too Many Requests', 'quota for now', 'Too Many Requests'],
    [
      503,
      'upstream connect error or disconnect/reset before headers. reset reason: connection termination',
      'overloaded',
      'upstream connect error',
      'recorded',
    ],
    [400, '', 'request', 'status 400 without a word'],
    [404, { detail: 'Not Found' }, 'missing', 'Not Found'],
  ]),
];

/** Refusals of servers, in every shape they were seen in. A new wording gets its line here. */
export const refusedBodies: readonly Refused[] = [
  ...dashscope,
  ...vllm,
  ...sglang,
  ...llamaCpp,
  ...ollama,
  ...lmStudio,
  ...openRouter,
  ...others,
];
