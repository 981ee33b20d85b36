/** An answer that is no reply: each wire says it in its own shape. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  readonly status: number;
  readonly type: string;
  readonly code: string | null;
  readonly param: string | null;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    message: string,
    {
      type = "invalid_request_error",
      code = null,
      param = null,
      headers = {},
    }: {
      type?: string;
      code?: string | null;
      param?: string | null;
      headers?: Readonly<Record<string, string>>;
    } = {},
  ) {
    super(message);
    this.status = status;
    this.type = type;
    this.code = code;
    this.param = param;
    this.headers = headers;
  }
}

/** 400 about one parameter. */
export function badParameter(param: string, message: string, code: string | null = null): ApiError {
  return new ApiError(400, message, { param, code });
}

/** 401, as for a key that is unknown or was not sent. */
export function badKey(sent: boolean): ApiError {
  return sent
    ? new ApiError(401, "Incorrect API key provided.", { code: "invalid_api_key" })
    : new ApiError(401, "You didn't provide an API key. Send it as Authorization: Bearer KEY.");
}

/** 400, as for a prompt that no answer fits behind. */
export function contextExceeded(limit: number, tokens: number): ApiError {
  return new ApiError(
    400,
    `This model's maximum context length is ${limit} tokens. However, your messages resulted in ${tokens} tokens. Please reduce the length of the messages.`,
    { param: "messages", code: "context_length_exceeded" },
  );
}
