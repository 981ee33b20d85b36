import type { CallToolResult } from "@modelcontextprotocol/client";

type Content = CallToolResult["content"][number];

const base64Chars = 4;
const base64Bytes = 3;

/** A tool's answer as text for a model: its texts, and of what is no text a line that names it. */
export function textOfResult({ content, structuredContent }: CallToolResult): string {
  if (content.length > 0) return content.map(textOfPart).join("\n");
  return structuredContent === undefined ? "" : JSON.stringify(structuredContent);
}

function textOfPart(part: Content): string {
  switch (part.type) {
    case "text":
      return part.text;
    case "image":
    case "audio":
      return `[${part.type} ${part.mimeType}, ${bytesOf(part.data)} bytes]`;
    case "resource_link":
      return `[resource ${part.uri}${kindOf(part.mimeType)}]`;
    case "resource":
      break;
  }
  return textOfResource(part.resource);
}

function textOfResource(resource: Extract<Content, { type: "resource" }>["resource"]): string {
  const { uri, mimeType } = resource;
  if ("text" in resource) return `[resource ${uri}${kindOf(mimeType)}]\n${resource.text}`;
  return `[resource ${uri}${kindOf(mimeType)}, ${bytesOf(resource.blob)} bytes]`;
}

function kindOf(mimeType: string | undefined): string {
  return mimeType === undefined ? "" : ` ${mimeType}`;
}

/** Of what a base64 text stands for. */
function bytesOf(base64: string): number {
  const padding = base64.endsWith("==") ? 2 : base64.endsWith("=") ? 1 : 0;
  return Math.floor((base64.length * base64Bytes) / base64Chars) - padding;
}
