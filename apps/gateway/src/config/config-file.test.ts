import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { ConfigError, loadConfig } from "./index.ts";

const load = (file: string, env: Record<string, string> = {}) =>
  loadConfig({ argv: [], env, cwd: "/srv/box", readFile: () => Promise.resolve(file) });

/** `line: key: message` of every problem. */
async function problemsOf(file: string, env: Record<string, string> = {}): Promise<string[]> {
  const error = await load(file, env).then(
    () => null,
    (cause: unknown) => cause,
  );
  if (!(error instanceof ConfigError)) throw new Error("expected a ConfigError", { cause: error });
  return error.problems.map(
    ({ where, key, message }) => `${where.replace("signalbox.yaml:", "")}: ${key}: ${message}`,
  );
}

const openai = "providers: { openai: { kind: openai, apiKey: k } }\n";

test("the documented file is understood whole", async () => {
  const { config, warnings, sources } = await load(
    `
publicUrls: [https://box.example.com]
providers:
  openai:   { kind: openai, apiKey: \${OPENAI_API_KEY} }
  local:    { kind: openai-compatible, baseUrl: http://127.0.0.1:11434/v1/, allowPrivate: true,
              maxConcurrent: 8, streamUsage: always, models: [qwen4],
              timeouts: { firstByteMs: 1000 } }
  claude:   { kind: anthropic, apiKey: in-the-file }
agents:
  support:  { model: openai/gpt-5.1-mini, fallback: [claude/claude-haiku-5], instructions: "Help.",
              tools: [clock, docs.search], maxSteps: 4, budget: { usdPerRequest: 0.50, tokensPerRequest: 9 } }
  quick:    { model: fast }
aliases:    { fast: openai/gpt-5.1-mini }
mcpServers:
  docs:     { command: node, args: [docs-server.js], env: { KEY: \${OPENAI_API_KEY} } }
  web:      { url: https://mcp.example.com/sse }
lanes:      { concurrency: 2 }
history:    { retainDays: 3, maxBytes: 1.5 GiB, content: none }
prices:     { local/qwen4: { inputPerMTok: 0, outputPerMTok: 0 } }
drainMs: 100
`,
    { OPENAI_API_KEY: "sk-canary", ANTHROPIC_API_KEY: "unused where there is a file" },
  );
  expect([...config.providers.keys()]).toEqual(["openai", "local", "claude", "practice"]);
  expect(config.providers.get("openai")).toMatchObject({ keyFrom: "OPENAI_API_KEY" });
  expect(config.providers.get("openai")?.apiKey?.reveal()).toBe("sk-canary");
  expect(config.providers.get("local")).toMatchObject({
    baseUrl: "http://127.0.0.1:11434/v1",
    allowPrivate: true,
    maxConcurrent: 8,
    streamUsage: "always",
    timeouts: { connectMs: 10_000, firstByteMs: 1_000 },
    keyFrom: "none",
    models: ["qwen4"],
  });
  expect(config.providers.get("claude")?.keyFrom).toBe("signalbox.yaml");
  expect([...config.agents.keys()]).toEqual(["support", "quick", "assistant"]);
  expect(config.agents.get("support")).toEqual({
    name: "support",
    model: "openai/gpt-5.1-mini",
    fallback: ["claude/claude-haiku-5"],
    instructions: "Help.",
    tools: ["clock", "docs.search"],
    maxSteps: 4,
    timeoutMs: 600_000,
    contextTokens: null,
    budget: {
      usdPerRequest: 0.5,
      tokensPerRequest: 9,
      usdPerSession: null,
      tokensPerSession: null,
    },
    builtIn: false,
  });
  expect(config.agents.get("quick")?.model).toBe("openai/gpt-5.1-mini");
  expect(config.agents.get("assistant")?.model).toBe("local/qwen4");
  expect(config.defaultAgent).toBe("support");
  expect(config.mcpServers.get("web")).toEqual({
    kind: "url",
    name: "web",
    url: "https://mcp.example.com/sse",
    headers: new Map(),
    allowPrivate: false,
    callTimeoutMs: 30_000,
  });
  expect(config.tools.fetch).toBeNull();
  expect(config.lanes).toEqual({ concurrency: 2, maxDepth: 50, maxWaitMs: 120_000 });
  expect(config.history).toEqual({ retainDays: 3, maxBytes: 1.5 * 2 ** 30, content: "none" });
  expect(config.prices.get("local/qwen4")).toEqual({
    inputPerMTok: 0,
    outputPerMTok: 0,
    cachedInputPerMTok: null,
    cacheWritePerMTok: null,
  });
  expect(config.publicUrls).toEqual(["https://box.example.com"]);
  expect(sources).toMatchObject({ providers: "file", lanes: "file", behindProxy: "default" });
  expect(warnings).toEqual([]);
  const shown = inspect(config, { depth: 9 }) + JSON.stringify([...config.providers.values()]);
  expect(shown).toContain("[secret]");
  expect(shown).not.toMatch(/sk-canary|in-the-file/);
});

test("all problems are told at once, in the file's order", async () => {
  expect(
    await problemsOf(`laness: 3
history: { maxBytes: 5XB, retainDays: "3" }
providers:
  openai: { kind: antropic, apiKey: canary, maxConcurent: 1 }
  local: { kind: openai-compatible }
  practice: { kind: openai, apiKey: canary }
  keyless: { kind: openai }
agents:
  support: { model: opnai/x, fallback: [fst], maxSteps: 0 }
  fast: { model: nobody/x }
  Shouting: { model: openai/x }
aliases: { fast: openai/x, two: openai/x, assistant: openai/x }
mcpServers: { both: { command: a, url: "https://b.example" } }
defaultAgent: suport
publicUrls: [https://a.example/path]
`),
  ).toEqual([
    "1: laness: unknown key; did you mean lanes?",
    '2: history.retainDays: found "3", expected a whole number',
    '2: history.maxBytes: found "5XB", expected a size such as 5GB, 1MB at least',
    '4: providers.openai.kind: found "antropic", expected openai, openai-compatible or anthropic',
    "4: providers.openai.maxConcurent: unknown key; did you mean maxConcurrent?",
    "5: providers.local: found no baseUrl, expected one such as http://127.0.0.1:11434/v1",
    "6: providers.practice: this name belongs to the built-in provider; choose another",
    "7: providers.keyless: found no apiKey, expected one; ${OPENAI_API_KEY} takes it from the environment",
    "9: agents.support.maxSteps: found 0, expected a whole number of 1 or more",
    "10: agents.fast.model: found nobody/x, expected provider/model with one of the providers local, keyless, practice, openai",
    '11: agents.Shouting: found the name "Shouting", expected a name of a-z, 0-9, - _ and . that starts with a letter or digit',
    "12: aliases.fast: this is the name of an agent too, and a request could mean either; rename one",
    "12: aliases.assistant: this is the name of the built-in agent too, and a request could mean either; rename one",
    '13: mcpServers.both.url: found "https://b.example", expected no url beside a command: a server has one of the two',
    "14: defaultAgent: found suport, expected an agent's name; did you mean support?",
    '15: publicUrls[0]: found "https://a.example/path", expected an origin such as https://box.example.com, without a path',
  ]);
});

describe("references", () => {
  test.each([
    [
      "agents: { a: { model: opnai/x } }",
      /^2: agents.a.model: found opnai\/x.*did you mean openai\?$/,
    ],
    ["agents: { a: { model: openai/ } }", /^2: agents.a.model: found openai\//],
    [
      "agents: { a: { model: fst } }\naliases: { fast: openai/x }",
      /found fst.*did you mean fast\?$/,
    ],
    ["aliases: { fast: nobody/x }", /^2: aliases.fast: found nobody\/x/],
    ["aliases: { fast: quick }", /^2: aliases.fast: found "quick", expected provider\/model$/],
    ["aliases: { fast: [openai/x, nobody/x] }", /^2: aliases.fast: found nobody\/x/],
    ["defaultAgent: nobody", /^2: defaultAgent: found nobody, expected an agent's name$/],
  ])("%s", async (text, message) => {
    expect(await problemsOf(openai + text)).toEqual([expect.stringMatching(message)]);
  });

  test("a model is all that follows the first slash", async () => {
    const { config } = await load(`${openai}agents: { a: { model: openai/org/model } }`);
    expect(config.agents.get("a")?.model).toBe("openai/org/model");
  });
});

test("an alias that lists models gives an agent what to go on with", async () => {
  const { config } =
    await load(`${openai}agents: { a: { model: fast, fallback: [openai/z, openai/y] } }
aliases: { fast: [openai/x, openai/y] }
budget: { usdPerKeyPerDay: 5, keys: { ci: { tokensPerDay: 9 } } }
`);
  expect(config.aliases.get("fast")).toEqual(["openai/x", "openai/y"]);
  expect(config.agents.get("a")).toMatchObject({
    model: "openai/x",
    fallback: ["openai/y", "openai/z"],
  });
  expect(config.budget).toEqual({
    each: { usdPerDay: 5, tokensPerDay: null },
    byName: new Map([["ci", { usdPerDay: null, tokensPerDay: 9 }]]),
  });
});

describe("a budget in dollars", () => {
  const agent = (budget: string) =>
    `${openai}agents: { a: { model: openai/x, budget: ${budget} } }\n`;

  test("needs a price for the model", async () => {
    expect(await problemsOf(agent("{ usdPerRequest: 1 }"))).toEqual([
      expect.stringMatching(/^2: agents.a.budget.usdPerRequest: there is no price for openai\/x/),
    ]);
  });

  test("needs none where tokens are bounded too", async () => {
    const { config } = await load(agent("{ usdPerRequest: 1, tokensPerRequest: 2 }"));
    expect(config.agents.get("a")?.budget).toMatchObject({
      usdPerRequest: 1,
      tokensPerRequest: 2,
    });
  });

  test("is taken where there is a price", async () => {
    const prices = "prices: { openai/x: { inputPerMTok: 1, outputPerMTok: 2 } }";
    const { config } = await load(agent("{ usdPerRequest: 1 }") + prices);
    expect(config.agents.get("a")?.budget).toMatchObject({ usdPerRequest: 1 });
  });

  test("is taken where the price is a public one", async () => {
    const text = agent("{ usdPerRequest: 1 }").replace("openai/x", "openai/gpt-4o");
    const { config } = await load(text);
    expect(config.agents.get("a")?.budget).toMatchObject({ usdPerRequest: 1 });
  });

  test("needs one for each model that the agent may go on with", async () => {
    const text = `${openai}agents: { a: { model: openai/x, fallback: [fast], budget: { usdPerSession: 1 } } }
aliases: { fast: [openai/x, openai/y] }
prices: { openai/x: { inputPerMTok: 1, outputPerMTok: 2 } }
`;
    expect(await problemsOf(text)).toEqual([
      expect.stringMatching(
        /^2: agents.a.budget.usdPerSession: there is no price for openai\/y.*tokensPerSession/,
      ),
    ]);
  });

  test("is not judged while its model's provider is not right", async () => {
    const text = `providers: { openai: { kind: openai, apiKey: "\${NONE}" } }
agents: { a: { model: openai/gpt-4o, budget: { usdPerRequest: 1 } } }`;
    expect(await problemsOf(text)).toEqual([expect.stringContaining("NONE is not set")]);
  });

  test("is not empty", async () => {
    expect(await problemsOf(agent("{}"))).toEqual([
      "2: agents.a.budget: found a map of keys, expected one or more of usdPerRequest, tokensPerRequest, usdPerSession, tokensPerSession",
    ]);
  });
});

describe("variables", () => {
  const instructions = async (text: string, env: Record<string, string>) => {
    const { config } = await load(
      `agents: { a: { model: practice/x, instructions: ${text} } }`,
      env,
    );
    return config.agents.get("a")?.instructions;
  };

  test.each([
    ["${NAME}", "Ann"],
    ['"hello ${NAME}, ${NAME}"', "hello Ann, Ann"],
    ["$${NAME}", "${NAME}"],
    ['"$${"', "${"],
    ['"costs $5 {x}"', "costs $5 {x}"],
  ])("%s becomes %s", async (text, filled) => {
    expect(await instructions(text, { NAME: "Ann" })).toBe(filled);
  });

  test("what a variable holds is text, whatever it looks like", async () => {
    expect(await instructions("${NAME}", { NAME: "${OTHER} }, b: [1]" })).toBe(
      "${OTHER} }, b: [1]",
    );
  });

  test("one that is not set is told once, by key, line and name", async () => {
    expect(
      await problemsOf("providers:\n  openai: { kind: openai,\n    apiKey: ${NO_KEY} }"),
    ).toEqual([
      "3: providers.openai.apiKey: the environment variable NO_KEY is not set; set it, or write $${ for a plain ${",
    ]);
  });

  test("a name that can't be one is told", async () => {
    expect(await problemsOf('dataDir: "${A:-b}"')).toEqual([
      "1: dataDir: found ${A:-b}, expected ${NAME}; write $${ for a plain ${",
    ]);
    expect(await problemsOf('dataDir: "${toString}"')).toHaveLength(1);
  });

  test("a wrong value that came from one is not shown", async () => {
    const [problem] = await problemsOf("port: ${PORT}", { PORT: "sk-canary" });
    expect(problem).toBe("1: port: found the value of ${PORT}, expected a port from 0 to 65535");
  });
});

describe("a file that is no config", () => {
  test.each([
    ["a: [", /^\d: : this is not valid YAML/],
    ["port: 1\nport: 2", /^2: : this is not valid YAML.*unique/],
    ["- 1\n- 2", /^1: : found a list, expected a map of keys$/],
    [
      "webhooks: { a: { secret: $, { A } } }",
      /^1: : this is not valid YAML: .* a \$\{…\} within \{ \} has to be quoted$/,
    ],
    ["providers: 7", /^1: providers: found 7, expected/],
    ["agents: { __proto__: { model: practice/x } }", /__proto__: this can't be a key/],
    ["lanes: &a { concurrency: *a }", /refers to itself|not valid YAML/],
    ["port: \uFDD0", /character that is no text/],
  ])("%j", async (file, message) => {
    const problems = await problemsOf(file);
    expect(problems.some((problem) => message.test(problem))).toBe(true);
  });

  test.each(["", " \n\n"])("%j is refused: it may be one that was cut short", async (file) => {
    await expect(load(file)).rejects.toThrow(
      "signalbox.yaml: the config file is empty; if that is meant, write {} into it.",
    );
  });

  test.each(["{}", "# nothing but words\n", "providers:\n"])(
    "%j is one without settings",
    async (file) => {
      const result = await load(file).catch((error: unknown) => String(error));
      if (file.startsWith("providers")) expect(result).toMatch(/providers: found nothing/);
      else expect(result).toMatchObject({ config: { defaultAgent: "assistant" } });
    },
  );

  test("aliases that multiply are stopped", async () => {
    const levels = Array.from(
      { length: 9 },
      (_, i) => `l${i + 1}: &l${i + 1} [${Array(9).fill(`*l${i}`).join(", ")}]`,
    );
    const problems = await problemsOf(["l0: &l0 [x]", ...levels].join("\n"));
    expect(problems.length).toBeLessThan(30);
  });
});

describe("how failed calls are made again, and when none are made", () => {
  const local = (more: string) =>
    `providers: { local: { kind: openai-compatible, baseUrl: "http://x/v1", ${more} } }\n`;

  test("is the same for every provider, unless it says otherwise", async () => {
    const { config } = await load(local("retries: { maxAttempts: 1 }, breaker: { maxHoldMs: 0 }"));
    const retries = { maxAttempts: 3, baseMs: 500, maxRetryAfterMs: 20_000 };
    const breaker = {
      windowMs: 30_000,
      failures: 5,
      failureRate: 0.5,
      openMs: 5_000,
      maxOpenMs: 60_000,
      maxHoldMs: 10_000,
    };
    expect(config.providers.get("practice")).toMatchObject({ retries, breaker });
    expect(config.providers.get("local")).toMatchObject({
      retries: { ...retries, maxAttempts: 1 },
      breaker: { ...breaker, maxHoldMs: 0 },
    });
  });

  test.each([
    ["retries: { maxAttempts: 0 }", "a whole number of 1 or more"],
    ["retries: { maxAttempts: 11 }", "a whole number from 1 to 10"],
    ["retries: { maxRetryAfterMs: -1 }", "whole milliseconds, 0 or more"],
    ["retries: { attempts: 3 }", "did you mean maxAttempts"],
    ["breaker: { failureRate: 0 }", "a share from 0.01 to 1"],
    ["breaker: { failureRate: 50 }", "a share from 0.01 to 1"],
    ["breaker: { windowMs: 10 }", "whole milliseconds, 1000 or more"],
    ["breaker: { opensMs: 10 }", "did you mean openMs"],
  ])("%s is refused", async (written, said) => {
    const [problem, ...others] = await problemsOf(local(written));
    expect(others).toEqual([]);
    expect(problem).toContain(said);
  });
});

test.each([
  [
    "agents: { a: { model: practice/x, fallback: practice/y } }",
    '1: agents.a.fallback: found "practice/y", expected a list of models, such as [local/qwen4]',
  ],
  [
    "agents: { a: { tools: [clock] } }",
    "1: agents.a.model: found nothing, expected provider/model or an alias",
  ],
  [
    "mcpServers: { a: { args: [x] } }",
    "1: mcpServers.a.command: found nothing, expected a program that speaks MCP, or a url in its place",
  ],
  [
    "mcpServers: { a: { command: npx, url: https://mcp.example.com/mcp } }",
    '1: mcpServers.a.url: found "https://mcp.example.com/mcp", expected no url beside a command: a server has one of the two',
  ],
])("%s is told in one line", async (file, problem) => {
  expect(await problemsOf(file)).toEqual([problem]);
});
