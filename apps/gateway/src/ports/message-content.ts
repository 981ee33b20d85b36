/** What a stored message says, and the tools it calls or that answered in it. */
export interface MessageContent {
  readonly text: string;
  readonly tools: readonly string[];
}

/** A message is text, or parts: texts, calls of tools, and what tools answered. */
export function contentOf(content: unknown): MessageContent {
  if (typeof content === "string") return { text: content, tools: [] };
  if (!Array.isArray(content)) return { text: jsonOf(content), tools: [] };
  const parts = content.map(partOf);
  return {
    text: parts
      .map(({ text }) => text)
      .filter((text) => text !== "")
      .join("\n"),
    tools: parts.flatMap(({ tools }) => tools),
  };
}

function partOf(part: unknown): MessageContent {
  if (!isRecord(part)) return { text: jsonOf(part), tools: [] };
  const { type, toolName, text } = part;
  if (typeof text === "string") return { text, tools: [] };
  if (typeof toolName !== "string") return { text: jsonOf(part), tools: [] };
  const said = type === "tool-result" ? outputOf(part["output"]) : jsonOf(part["input"]);
  return { text: type === "tool-call" ? `${toolName} ${said}` : said, tools: [toolName] };
}

/** A tool's output comes with its type: its value is what was said. */
function outputOf(output: unknown): string {
  const value = isRecord(output) && "value" in output ? output["value"] : output;
  return typeof value === "string" ? value : jsonOf(value);
}

function jsonOf(value: unknown): string {
  return JSON.stringify(value) ?? "";
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
