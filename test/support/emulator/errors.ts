/** A refusal as the server writes it. */
export class WireError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly options: { type?: string; headers?: Readonly<Record<string, string>>; raw?: string } = {},
  ) {
    super(message);
    this.name = 'WireError';
  }

  /** The body of the answer. */
  body(requestId: string): Record<string, unknown> {
    const { message, code, options } = this;
    return {
      error: {
        message,
        type: options.type ?? this.code,
        param: null,
        code,
        ...(options.raw !== undefined && { metadata: { raw: options.raw, provider_name: 'Alibaba' } }),
      },
      id: `chatcmpl-${requestId}`,
      request_id: requestId,
    };
  }
}

/** A request that breaks the rules of the interface. */
export function invalid(message: string): WireError {
  return new WireError(
    400,
    'invalid_parameter_error',
    `<400> InternalError.Algo.InvalidParameter: ${message}`,
    {
      type: 'invalid_request_error',
    },
  );
}

/** A request whose form is wrong. */
export function malformed(message: string): WireError {
  return new WireError(400, 'invalid_request_error', message, { type: 'invalid_request_error' });
}

type Row = readonly [status: number, code: string, message: string, type?: string];

const invalidRequest = 'invalid_request_error';
const rows = {
  'wrong-key': [401, 'invalid_api_key', 'Incorrect API key provided. ', invalidRequest],
  'access-denied': [403, 'access_denied', 'Access denied.'],
  'model-access-denied': [403, 'Model.AccessDenied', 'Model access denied.'],
  'free-tier-only': [
    403,
    'AllocationQuota.FreeTierOnly',
    'The free tier of the model has been exhausted. If you wish to continue access the model on a paid basis, please disable the "use free tier only" mode in the management console.',
  ],
  'model-not-found': [
    404,
    'model_not_found',
    'The model `this-model` does not exist or you do not have access to it.',
    invalidRequest,
  ],
  'model-not-supported': [
    404,
    'model_not_supported',
    'Unsupported model for OpenAI compatibility mode.',
    invalidRequest,
  ],
  arrearage: [400, 'Arrearage', 'Access denied, please make sure your account is in good standing.'],
  'moderated-input': [400, 'data_inspection_failed', 'Input data may contain inappropriate content.'],
  'moderated-output': [400, 'data_inspection_failed', 'Output data may contain inappropriate content.'],
  'moderated-modelscope': [
    400,
    'InvalidParameter.DataInspection',
    'Unable to download the media resource during the data inspection process.',
  ],
  'context-too-long': [
    400,
    'invalid_parameter_error',
    '<400> InternalError.Algo.InvalidParameter: Range of input length should be [1, 258048]',
    invalidRequest,
  ],
  'repeated-calls': [
    400,
    'invalid_parameter_error',
    '<400> InternalError.Algo.InvalidParameter: Repetitive tool calls detected: the same tool was called with the same arguments in consecutive rounds.',
    invalidRequest,
  ],
  'rate-requests': [429, 'limit_requests', 'You exceeded your current requests list.'],
  'rate-burst': [
    429,
    'limit_burst_rate',
    'Request rate increased too quickly. To ensure system stability, please adjust your client logic to scale requests more smoothly over time.',
  ],
  'rate-tokens': [429, 'insufficient_quota', 'Allocated quota exceeded, please increase your quota limit.'],
  'quota-used-up': [
    429,
    'insufficient_quota',
    'You exceeded your current quota, please check your plan and billing details.',
  ],
  'not-purchased': [429, 'CommodityNotPurchased', 'Commodity has not purchased yet.'],
  'bill-overdue': [429, 'PrepaidBillOverdue', 'The prepaid bill is overdue.'],
  throttling: [429, 'Throttling', 'Requests throttling triggered.'],
  internal: [
    500,
    'internal_error',
    'An internal error has occured, please try again later or contact service support.',
  ],
  'bad-tool-json': [
    500,
    'internal_error',
    "<500> InternalError.Algo: Expecting ',' delimiter: line 1 column 37 (char 36)",
  ],
  'system-error': [500, 'SystemError', 'An system error has occured, please try again later.'],
  'server-timeout': [500, 'RequestTimeOut', 'Request timed out, please try again later.'],
  'model-unavailable': [503, 'ModelUnavailable', 'Model is unavailable, please try again later.'],
  'serving-error': [
    503,
    'ModelServingError',
    'Too many requests. Your requests are being throttled due to system capacity limits. Please try again later.',
  ],
  'provider-error': [400, '400', 'Provider returned error'],
} as const satisfies Record<string, Row>;

/** The names of the refusals that the emulator can be told to give. */
export type ErrorName = keyof typeof rows;
export const errorNames = Object.keys(rows) as readonly ErrorName[];

/** The refusal of that name; `retryAfter` in seconds adds the header. */
export function errorNamed(name: ErrorName, retryAfter?: number): WireError {
  const [status, code, message, type]: Row = rows[name];
  return new WireError(status, code, message, {
    ...(type !== undefined && { type }),
    ...(name === 'provider-error' && {
      raw: JSON.stringify(invalid('The request is not valid.').body('raw')),
    }),
    ...(retryAfter !== undefined && { headers: { 'retry-after': String(retryAfter) } }),
  });
}
