/** A JSON schema as a plain object. Keywords that nobody here understands are carried along untouched. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** What a tool is handed beside its input. */
export interface ToolContext {
  /** Aborted when the request was cancelled or the tool's deadline has passed. */
  readonly signal: AbortSignal;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** Something a model may call by name. */
export interface Tool {
  readonly name: string;
  /** Told to the model. */
  readonly description: string;
  readonly inputSchema: JsonSchema;
  /** `built-in`, or the name of the MCP server it came from. */
  readonly source: "built-in" | (string & {});
  /** How long a call may take; 30 s where it is left out. */
  readonly deadlineMs?: number;
  /** How much of its output the model is told; 64 KiB where it is left out. */
  readonly maxOutputBytes?: number;
  /** Answers text for the model. What it throws becomes a {@link ToolError}. */
  run(input: unknown, context: ToolContext): Promise<string>;
}

/** The coded errors of tools. A code is never reused. */
export type ToolErrorCode =
  /** No tool has this name. */
  | "tool_unknown"
  /** Two tools have this name. */
  | "tool_duplicate"
  /** The input does not fit the tool. */
  | "tool_input"
  /** The tool itself failed. */
  | "tool_failed"
  /** It took longer than its deadline. */
  | "tool_timeout"
  /** The request it ran for was cancelled. */
  | "tool_cancelled";

/** An error of a tool; its message is for the model and the operator alike, and says what to do. */
export class ToolError extends Error {
  override readonly name = "ToolError";
  readonly code: ToolErrorCode;

  constructor(code: ToolErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
