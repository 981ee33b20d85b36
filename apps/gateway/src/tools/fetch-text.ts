import type { IncomingHttpHeaders } from "node:http";
import { publicLookup } from "../network/private-address.ts";
import { ToolError } from "./tool.ts";

export interface FetchTextOptions {
  readonly method: "GET" | "HEAD";
  readonly allowPrivate: boolean;
  /** Of the body; the rest is not read. */
  readonly maxBytes: number;
  readonly userAgent: string;
  readonly signal: AbortSignal;
}

export interface FetchedText {
  readonly status: number;
  readonly contentType: string | null;
  /** Where a redirect leads, as the answer says it. */
  readonly location: string | null;
  readonly text: string;
  readonly isCut: boolean;
}

const maxHeaderBytes = 16 * 1024;
const firstRedirect = 300;
const firstError = 400;

/**
 * One exchange over a connection of its own, made to the address that was checked: nothing is kept from
 * one call to the next. Rejects where the answer is no text, is packed, or the signal aborts.
 */
export async function fetchText(url: URL, options: FetchTextOptions): Promise<FetchedText> {
  const { Agent } = await import("undici");
  const { method, allowPrivate, maxBytes, userAgent, signal } = options;
  const agent = new Agent({
    connections: 1,
    maxHeaderSize: maxHeaderBytes,
    connect: allowPrivate ? {} : { lookup: publicLookup },
  });
  try {
    const { statusCode, headers, body } = await agent.request({
      origin: url.origin,
      path: `${url.pathname}${url.search}`,
      method,
      headers: {
        "user-agent": userAgent,
        accept: "text/*, application/json, application/xml;q=0.9, */*;q=0.1",
        "accept-encoding": "identity",
      },
      signal,
    });
    const contentType = single(headers, "content-type");
    const location = isRedirect(statusCode) ? single(headers, "location") : null;
    const head = { status: statusCode, contentType, location };
    if (location !== null || method === "HEAD") return { ...head, text: "", isCut: false };
    checkKind(headers, contentType);
    const { bytes, isCut } = await beginningOfBody(body, maxBytes);
    return { ...head, text: decode(bytes, contentType), isCut };
  } finally {
    await agent.destroy();
  }
}

function isRedirect(status: number): boolean {
  return status >= firstRedirect && status < firstError;
}

function single(headers: IncomingHttpHeaders, name: string): string | null {
  const value = headers[name];
  return (Array.isArray(value) ? value[0] : value) ?? null;
}

const textual =
  /^(?:text\/|application\/(?:[\w.-]+\+)?(?:json|xml|yaml)\b|application\/(?:x-ndjson|jsonl|javascript|ecmascript|graphql|x-yaml|toml|x-www-form-urlencoded)\b)/i;

function checkKind(headers: IncomingHttpHeaders, contentType: string | null): void {
  const encoding = single(headers, "content-encoding")?.toLowerCase() ?? "identity";
  if (encoding !== "identity") {
    throw new ToolError(
      "tool_failed",
      `Its answer is packed (${encoding}), though that was not asked for.`,
    );
  }
  // One that does not say what it is may be read: what is no text in it shows as such.
  if (contentType === null || textual.test(contentType.trim())) return;
  throw new ToolError("tool_failed", `Its answer is ${contentType}, and only text can be read.`);
}

async function beginningOfBody(
  body: AsyncIterable<Uint8Array>,
  maxBytes: number,
): Promise<{ bytes: Buffer; isCut: boolean }> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > maxBytes) break;
  }
  return { bytes: Buffer.concat(chunks).subarray(0, maxBytes), isCut: length > maxBytes };
}

function decode(bytes: Buffer, contentType: string | null): string {
  const charset = /charset="?([\w-]+)/i.exec(contentType ?? "")?.[1] ?? "utf-8";
  try {
    return new TextDecoder(charset).decode(bytes);
  } catch {
    // A charset that nobody knows: most are UTF-8 all the same.
    return new TextDecoder().decode(bytes);
  }
}
