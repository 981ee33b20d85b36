/** Every error this package throws, by code. A code is never reused. */
export const METRICS_ERRORS = {
  SKETCH_BYTES_INVALID:
    "These bytes are not a quantile sketch of a version this package knows; read them from where toBytes() put them, unchanged.",
} as const;

export type MetricsErrorCode = keyof typeof METRICS_ERRORS;

/** A coded error. Only decoding throws; nothing that records ever does. */
export class MetricsError extends Error {
  override readonly name = "MetricsError";
  readonly code: MetricsErrorCode;

  constructor(code: MetricsErrorCode, detail: string) {
    super(`${METRICS_ERRORS[code]} (${detail})`);
    this.code = code;
  }
}
