/** One call of a tool. */
export interface ToolCall {
  readonly tool: string;
  readonly durationMs: number;
  /** What went wrong; present on failed calls alone. */
  readonly error?: string | undefined;
  readonly errorKind?: string | undefined;
  /** Epoch milliseconds; now unless given. */
  readonly timestamp?: number | undefined;
  readonly requestId?: string | undefined;
  readonly channel?: string | undefined;
  readonly client?: string | undefined;
  readonly agent?: string | undefined;
  readonly node?: string | undefined;
}
