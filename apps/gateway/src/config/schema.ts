import { z } from "zod";
import { nearest } from "../nearest.ts";
import { providerWires } from "./config.ts";
import { parseFetchRule } from "./fetch-rule.ts";
import { parseSize } from "./size.ts";

/**
 * An object that takes these keys and no others. The message of an unknown-key issue holds one line
 * for each unknown key, in order: what the reader probably meant.
 */
function closed<S extends z.core.$ZodLooseShape>(shape: S) {
  const known = Object.keys(shape);
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === "unrecognized_keys"
        ? issue.keys.map((key) => unknownKey(key, known)).join("\n")
        : "a map of keys",
  });
}

function unknownKey(key: string, known: readonly string[]): string {
  const near = nearest(key, known);
  return near === null
    ? `unknown key; known are ${known.join(", ")}`
    : `unknown key; did you mean ${near}?`;
}

const count = z
  .int("a whole number")
  .min(1, "a whole number of 1 or more")
  .max(1_000_000_000, "a whole number up to 1,000,000,000");
const milliseconds = z
  .int("whole milliseconds")
  .min(1, "whole milliseconds, 1 or more")
  .max(86_400_000, "whole milliseconds, a day (86400000) at most");
const millisecondsOrNone = z
  .int("whole milliseconds")
  .min(0, "whole milliseconds, 0 or more")
  .max(86_400_000, "whole milliseconds, a day (86400000) at most");
const dollars = z.number("a number of US dollars").min(0, "US dollars, 0 or more");
const text = z.string("text").min(1, "text that is not empty");
const name = z
  .string()
  .max(64, "a name of 64 characters at most")
  .regex(
    /^[a-z0-9][a-z0-9_.-]*$/,
    "a name of a-z, 0-9, - _ and . that starts with a letter or digit",
  );
const modelName = text
  .max(256, "a model's name of 256 characters at most")
  .regex(/^\S+$/, "a model's name without spaces");
const target = modelName.regex(/^[^/]+\/.+$/, "provider/model");
const aliasTargets = z
  .union([target, z.array(target).min(1).max(16)], "provider/model, or a list of 1 to 16 of them")
  .transform((targets) => (typeof targets === "string" ? [targets] : targets));
const priceKey = z.string().regex(/^[^/\s]+\/\S+$/, "a key of the form provider/model");
const webUrl = text.refine(
  (value) => isWebUrl(value),
  "an http:// or https:// URL without user name, query or fragment",
);
const origin = text.refine(
  (value) => isWebUrl(value) && new URL(value).pathname === "/",
  "an origin such as https://box.example.com, without a path",
);

function isWebUrl(value: string): boolean {
  const url = URL.parse(value);
  if (url === null || (url.protocol !== "http:" && url.protocol !== "https:")) return false;
  return url.username === "" && url.password === "" && url.search === "" && url.hash === "";
}

const callbackUrl = text.refine((value) => {
  const url = URL.parse(value);
  if (url === null || (url.protocol !== "http:" && url.protocol !== "https:")) return false;
  return url.username === "" && url.password === "" && url.hash === "";
}, "an http:// or https:// URL without user name or fragment");

const size = z
  .union([z.int().min(1_000_000), z.string()], "a size such as 5GB, 1MB at least")
  .transform((value, ctx) => {
    const bytes = typeof value === "number" ? value : parseSize(value);
    if (bytes !== null && bytes >= 1_000_000) return bytes;
    ctx.issues.push({ code: "custom", message: "a size such as 5GB, 1MB at least", input: value });
    return z.NEVER;
  });

export const fileProvider = closed({
  kind: z.enum(
    ["openai", "openai-compatible", "anthropic"],
    "openai, openai-compatible or anthropic",
  ),
  apiKey: text.optional(),
  baseUrl: webUrl.optional(),
  allowPrivate: z.boolean("true or false").default(false),
  maxConcurrent: count.default(1024),
  streamUsage: z.enum(["auto", "always", "never"], "auto, always or never").default("auto"),
  timeouts: closed({
    connectMs: milliseconds.default(10_000),
    firstByteMs: milliseconds.default(60_000),
    idleMs: milliseconds.default(30_000),
    totalMs: milliseconds.default(600_000),
  }).prefault({}),
  retries: closed({
    maxAttempts: count.max(10, "a whole number from 1 to 10").default(3),
    baseMs: milliseconds.default(500),
    maxRetryAfterMs: millisecondsOrNone.default(20_000),
  }).prefault({}),
  breaker: closed({
    windowMs: milliseconds.min(1_000, "whole milliseconds, 1000 or more").default(30_000),
    failures: count.default(5),
    failureRate: z
      .number("a share from 0.01 to 1")
      .min(0.01, "a share from 0.01 to 1")
      .max(1, "a share from 0.01 to 1")
      .default(0.5),
    openMs: milliseconds.default(5_000),
    maxOpenMs: milliseconds.default(60_000),
    maxHoldMs: millisecondsOrNone.default(10_000),
  }).prefault({}),
  wires: z
    .array(z.enum(providerWires, providerWires.join(", ")), "a list of wires")
    .min(1, "one wire or more")
    .optional(),
  models: z
    .array(modelName, "a list of model names")
    .max(10_000, "10,000 models at most")
    .default([]),
});

const fileAgent = closed({
  model: z.string("provider/model or an alias").pipe(modelName),
  fallback: z
    .array(modelName, "a list of models, such as [local/qwen4]")
    .max(16, "16 models at most")
    .default([]),
  instructions: z.string("text").max(1_000_000, "1,000,000 characters at most").optional(),
  tools: z
    .array(text, "a list of tool names, such as [clock]")
    .max(256, "256 tools at most")
    .default([]),
  maxSteps: count.max(1_000, "a whole number up to 1,000").default(8),
  timeoutMs: milliseconds.default(600_000),
  contextTokens: count.min(256, "a whole number of 256 or more").optional(),
  budget: closed({
    usdPerRequest: dollars.optional(),
    tokensPerRequest: count.optional(),
    usdPerSession: dollars.optional(),
    tokensPerSession: count.optional(),
  })
    .refine(
      (budget) => Object.values(budget).some((limit) => limit !== undefined),
      "one or more of usdPerRequest, tokensPerRequest, usdPerSession, tokensPerSession",
    )
    .optional(),
});

const keyBudget = closed({ usdPerDay: dollars.optional(), tokensPerDay: count.optional() });

const budgets = closed({
  usdPerKeyPerDay: dollars.optional(),
  tokensPerKeyPerDay: count.optional(),
  keys: z.record(text.max(256), keyBudget, "budgets by the token's name").default({}),
});

const headerName = z.string().regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/, "a header's name");
const headerValue = z
  .string("text")
  .regex(/^[\t\x20-\x7e\x80-\xff]*$/, "a header's value, on one line");

const mcpServer = closed({
  command: text.optional(),
  args: z.array(z.string("text"), "a list of texts").default([]),
  env: z.record(z.string(), z.string("text"), "variables and their values").default({}),
  url: webUrl.optional(),
  headers: z.record(headerName, headerValue, "headers and their values").default({}),
  allowPrivate: z.boolean("true or false").default(false),
  callTimeoutMs: milliseconds.default(30_000),
}).superRefine(({ command, url }, ctx) => {
  if (command === undefined && url === undefined) {
    const message = "a program that speaks MCP, or a url in its place";
    ctx.addIssue({ code: "custom", path: ["command"], message });
  }
  if (command !== undefined && url !== undefined) {
    const message = "no url beside a command: a server has one of the two";
    ctx.addIssue({ code: "custom", path: ["url"], message });
  }
});

/** No dot: what stands before the first one in `server.tool` is the server. */
const serverName = z
  .string()
  .max(64, "a name of 64 characters at most")
  .regex(
    /^[a-z0-9][a-z0-9_-]*$/,
    "a name of a-z, 0-9, - and _ that starts with a letter or digit; a dot stands between a server and its tool",
  );

const fetchTool = closed({
  allow: z
    .array(
      text.refine(
        (entry) => parseFetchRule(entry) !== null,
        "an origin such as https://api.example.com, a host such as api.example.com or *.example.com, or * for any",
      ),
      "a list of origins and hosts",
    )
    .min(1, "at least one origin or host")
    .max(256, "256 origins and hosts at most"),
  allowPrivate: z.boolean("true or false").default(false),
  maxBytes: count.max(1_000_000, "a whole number up to 1,000,000").default(65_536),
  timeoutMs: milliseconds.default(10_000),
});

const signingSecret = z
  .string("text")
  .refine((secret) => isSigningSecret(secret), "whsec_ and 24 to 64 random bytes in base64");
const signingSecrets = z.union(
  [signingSecret, z.array(signingSecret).min(1).max(8)],
  "whsec_ and 24 to 64 random bytes in base64, or a list of 1 to 8 of them",
);

function isSigningSecret(secret: string): boolean {
  const base64 = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(secret)?.[1];
  if (base64 === undefined || base64.length % 4 !== 0) return false;
  const { length } = Buffer.from(base64, "base64");
  return length >= 24 && length <= 64;
}

const webhook = closed({
  secret: signingSecrets,
  agent: text.optional(),
  callback: closed({
    url: callbackUrl,
    secret: signingSecrets,
    allowPrivate: z.boolean("true or false").default(false),
  }).optional(),
});

const price = closed({
  inputPerMTok: dollars,
  outputPerMTok: dollars,
  cachedInputPerMTok: dollars.optional(),
  cacheWritePerMTok: dollars.optional(),
});

export const logLevels = ["trace", "debug", "info", "warn", "error", "fatal", "silent"] as const;

/** The config file, without what needs more than one of its keys to judge. */
export const configFile = closed({
  host: text.optional(),
  port: z
    .int("a port from 0 to 65535")
    .min(0, "a port from 0 to 65535")
    .max(65_535, "a port from 0 to 65535")
    .optional(),
  dataDir: text.optional(),
  logLevel: z.enum(logLevels, logLevels.join(", ")).optional(),
  publicUrls: z.array(origin, "a list of origins").max(64, "64 origins at most").optional(),
  behindProxy: z.boolean("true or false").optional(),
  tls: closed({ certFile: text, keyFile: text }).optional(),
  providers: z.record(name, fileProvider, "providers by name").optional(),
  agents: z.record(name, fileAgent, "agents by name").optional(),
  aliases: z.record(name, aliasTargets, "aliases by name").optional(),
  mcpServers: z.record(serverName, mcpServer, "MCP servers by name").optional(),
  tools: closed({ fetch: fetchTool.optional() }).optional(),
  webhooks: z.record(name, webhook, "webhooks by name").optional(),
  lanes: closed({
    concurrency: count.default(64),
    maxDepth: count.default(50),
    maxWaitMs: milliseconds.default(120_000),
  }).prefault({}),
  history: closed({
    retainDays: count.default(14),
    maxBytes: size.default(5_000_000_000),
    content: z.enum(["full", "none"], "full or none").default("full"),
  }).prefault({}),
  sessions: closed({
    retainDays: count.default(90),
    maxBytes: size.default(1_000_000_000),
  }).prefault({}),
  budget: budgets.prefault({}),
  prices: z.record(priceKey, price, "prices by provider/model").optional(),
  defaultAgent: text.optional(),
  drainMs: millisecondsOrNone.default(30_000),
});

export type FileConfig = z.infer<typeof configFile>;
export type FileProvider = z.infer<typeof fileProvider>;
export type FileWebhook = z.infer<typeof webhook>;
export type FileBudgets = z.infer<typeof budgets>;
export type FileAgent = z.infer<typeof fileAgent>;
