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
