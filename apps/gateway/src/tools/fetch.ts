import { z } from "zod";
import { fetchRuleText, isAllowedBy, type FetchToolConfig } from "../config/index.ts";
import {
  isPrivateAddress,
  literalAddressOf,
  PrivateAddressError,
} from "../network/private-address.ts";
import { builtInTool } from "./built-in-tool.ts";
import { fetchText, type FetchedText } from "./fetch-text.ts";
import { ToolError, type Tool } from "./tool.ts";

const maxUrlLength = 2_000;
/** Its own time is up first, and its message says whose fault it was. */
const deadlineSlackMs = 1_000;
/** What it says beside the answer's body. */
const headBytes = 4_096;

export interface FetchToolOptions {
  /** What the config says now. */
  readonly config: () => FetchToolConfig | null;
  readonly userAgent: string;
}

/**
 * Reads a page that the config allows: GET or HEAD, without cookies or credentials, text only. A redirect
 * is told and not followed: its target is judged as any other.
 */
export function createFetchTool({ config, userAgent }: FetchToolOptions): Tool {
  const tool = builtInTool({
    name: "fetch",
    description:
      "Reads a web page or API answer over HTTP (GET) and tells its status and text. A redirect is told, not followed: call this again with its target. Only addresses that the operator allowed.",
    input: z.strictObject({
      url: z
        .string()
        .min(1)
        .max(maxUrlLength)
        .describe("A whole URL, such as https://example.com/"),
      method: z.enum(["GET", "HEAD"]).optional(),
    }),
    async run({ url: written, method = "GET" }, { signal }) {
      const rules = config();
      if (rules === null) throw refused("fetch is not allowed by the config any more.");
      const url = checkUrl(written, rules);
      const { allowPrivate, maxBytes, timeoutMs } = rules;
      const limited = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
      const options = { method, allowPrivate, maxBytes, userAgent, signal: limited };
      try {
        return describe(url, await fetchText(url, options));
      } catch (error) {
        throw asToolError(error, url, { signal, timeoutMs });
      }
    },
  });
  return {
    ...tool,
    get deadlineMs() {
      return (config()?.timeoutMs ?? 0) + deadlineSlackMs;
    },
    get maxOutputBytes() {
      return (config()?.maxBytes ?? 0) + headBytes;
    },
  };
}

function checkUrl(written: string, { allow, allowPrivate }: FetchToolConfig): URL {
  const url = URL.parse(written);
  if (url === null || (url.protocol !== "http:" && url.protocol !== "https:")) {
    throw refused(`${JSON.stringify(written)} is no http:// or https:// URL.`);
  }
  if (url.username !== "" || url.password !== "") {
    throw refused("A URL with a user name or password is not fetched. Leave them out.");
  }
  if (!isAllowedBy(allow, url)) {
    throw refused(
      `${url.origin} is not allowed. Allowed are: ${allow.map(fetchRuleText).join(", ")}.`,
    );
  }
  const address = literalAddressOf(url);
  if (!allowPrivate && address !== null && isPrivateAddress(address)) {
    throw refused(new PrivateAddressError(url.host).message);
  }
  return url;
}

function refused(message: string): ToolError {
  return new ToolError("tool_input", message);
}

function describe(url: URL, { status, contentType, location, text, isCut }: FetchedText): string {
  if (location !== null) {
    const target = URL.parse(location, url)?.href ?? location;
    return `HTTP ${status}: redirects to ${target}\nIt was not followed. Fetch that URL if it is what you want.`;
  }
  const head = `HTTP ${status}${contentType === null ? "" : `, ${contentType}`}`;
  const note = isCut ? "\n[truncated: the answer is longer than the operator allows]" : "";
  return `${head}\n\n${text}${note}`;
}

function asToolError(
  error: unknown,
  url: URL,
  { signal, timeoutMs }: { signal: AbortSignal; timeoutMs: number },
): unknown {
  if (error instanceof ToolError || signal.aborted) return error;
  if (error instanceof Error && error.name === "TimeoutError") {
    const message = `${url.host} took longer than ${timeoutMs} ms. Try again later, or ask for less.`;
    return new ToolError("tool_timeout", message, { cause: error });
  }
  const said = error instanceof Error ? error.message : String(error);
  return new ToolError("tool_failed", `${url.host} could not be read: ${said}`, { cause: error });
}
