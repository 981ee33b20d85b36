import { describe, expect, test } from "vitest";
import { ConfigError, loadConfig, type LoadResult } from "./index.ts";

interface Given {
  argv?: string[];
  env?: Record<string, string>;
  file?: string;
}

function load({ argv = [], env = {}, file }: Given): Promise<LoadResult> {
  const readFile = (path: string) =>
    file === undefined
      ? Promise.reject(Object.assign(new Error(`no ${path}`), { code: "ENOENT" }))
      : Promise.resolve(file);
  return loadConfig({ argv, env, cwd: "/srv/box", readFile });
}

async function problemsOf(given: Given): Promise<string[]> {
  return (await errorOf(given)).problems.map(({ where, key, message }) =>
    [where, key, message].filter((part) => part !== "").join(": "),
  );
}

async function errorOf(given: Given): Promise<ConfigError> {
  const error = await load(given).then(
    () => null,
    (cause: unknown) => cause,
  );
  if (error instanceof ConfigError) return error;
  throw new Error("expected a ConfigError", { cause: error });
}

describe("with nothing given", () => {
  test("it listens on loopback and has the practice provider and the assistant", async () => {
    const { command, config, sources, warnings } = await load({});
    expect(command).toBe("run");
    expect(config).toMatchObject({
      host: "127.0.0.1",
      port: 4870,
      dataDir: "/srv/box/.signalbox",
      configFile: null,
      adminToken: null,
      behindProxy: false,
      tls: null,
      lanes: { concurrency: 64, maxDepth: 50, maxWaitMs: 120_000 },
      history: { retainDays: 14, maxBytes: 5_000_000_000, content: "full" },
      defaultAgent: "assistant",
      drainMs: 30_000,
      logLevel: "info",
    });
    expect([...config.providers.values()]).toMatchObject([
      { name: "practice", kind: "practice", baseUrl: null, apiKey: null, keyFrom: "none" },
    ]);
    expect(config.agents.get("assistant")).toMatchObject({
      model: "practice/swift-1",
      tools: ["clock", "calculator"],
      builtIn: true,
    });
    expect(new Set(Object.values(sources))).toEqual(new Set(["default"]));
    expect(warnings).toEqual([]);
  });

  test("providers come from the environment where their keys are", async () => {
    const env = { OPENAI_API_KEY: "sk-1", ANTHROPIC_API_KEY: "sk-2", OLLAMA_HOST: "gpu:9" };
    const { config, warnings, sources } = await load({ env });
    expect([...config.providers.values()]).toMatchObject([
      {
        name: "openai",
        kind: "openai",
        baseUrl: "https://api.openai.com/v1",
        keyFrom: "OPENAI_API_KEY",
        timeouts: { connectMs: 10_000, firstByteMs: 60_000, idleMs: 30_000, totalMs: 600_000 },
        maxConcurrent: 1024,
        streamUsage: "auto",
        allowPrivate: false,
      },
      {
        name: "anthropic",
        kind: "anthropic",
        baseUrl: "https://api.anthropic.com/v1",
        keyFrom: "ANTHROPIC_API_KEY",
      },
      { name: "ollama", baseUrl: "http://gpu:9/v1", allowPrivate: true, keyFrom: "none" },
      { name: "practice" },
    ]);
    expect(config.providers.get("openai")?.apiKey?.reveal()).toBe("sk-1");
    expect(sources["providers"]).toBe("env");
    expect(warnings).toEqual([]);
    expect(config.agents.get("assistant")?.model).toBe("practice/swift-1");
  });

  test.each([
    ["127.0.0.1", "http://127.0.0.1:11434/v1"],
    ["0.0.0.0:11434", "http://127.0.0.1:11434/v1"],
    ["https://ollama.example.com/", "https://ollama.example.com/v1"],
  ])("OLLAMA_HOST=%s is called at %s", async (host, baseUrl) => {
    const { config } = await load({ env: { OLLAMA_HOST: host } });
    expect(config.providers.get("ollama")?.baseUrl).toBe(baseUrl);
  });

  test("a variable set to nothing is not set", async () => {
    const env = { OPENAI_API_KEY: "", SIGNALBOX_PORT: "", SIGNALBOX_ADMIN_TOKEN: "" };
    const { config } = await load({ env });
    expect([...config.providers.keys()]).toEqual(["practice"]);
    expect(config.port).toBe(4870);
  });
});

describe("precedence", () => {
  const file = "port: 1\nhost: localhost\ndataDir: data\nlogLevel: warn\n";

  test("a flag goes before the environment, it before the file, the file before the default", async () => {
    const env = { SIGNALBOX_PORT: "2", LOG_LEVEL: "DEBUG" };
    const flagged = await load({ argv: ["--port", "3"], env, file });
    expect(flagged.config).toMatchObject({ port: 3, logLevel: "debug", host: "localhost" });
    expect(flagged.sources).toMatchObject({
      port: "flag",
      logLevel: "env",
      host: "file",
      drainMs: "default",
    });
    expect((await load({ env, file })).config.port).toBe(2);
    expect((await load({ file })).config.port).toBe(1);
  });

  test("a path in the file starts at the file, one elsewhere at the working directory", async () => {
    const argv = ["--config", "/etc/box/signalbox.yaml"];
    expect((await load({ argv, file })).config.dataDir).toBe("/etc/box/data");
    expect((await load({ argv: [...argv, "--data-dir", "d"], file })).config.dataDir).toBe(
      "/srv/box/d",
    );
  });
});

describe("the command line", () => {
  test.each([
    [[], "run"],
    [["login"], "login"],
    [["export", "--from", "-24h"], "export"],
    [["backup", "a.tar", "--force"], "backup"],
    [["backup", "--help"], "help"],
    [["--check"], "check"],
    [["--help"], "help"],
    [["-h"], "help"],
    [["--version"], "version"],
  ])("%j means %s", async (argv, command) => {
    expect((await load({ argv })).command).toBe(command);
  });

  test("export and backup get what they were told, a moment with a dash in front included", async () => {
    const argv = [
      "export",
      "--from",
      "-24h",
      "--to=-1h",
      "--what",
      "events",
      "--out",
      "a",
      "--force",
    ];
    expect((await load({ argv })).archive).toEqual({
      from: "-24h",
      to: "-1h",
      format: undefined,
      what: "events",
      file: "a",
      force: true,
    });
    const { archive, config } = await load({ argv: ["--data-dir", "d", "backup", "b.tar"] });
    expect(archive).toMatchObject({ file: "b.tar", force: false });
    expect(config.dataDir).toBe("/srv/box/d");
  });

  test("--help works whatever the file and the environment hold", async () => {
    const given = { argv: ["--help"], env: { SIGNALBOX_PORT: "x" }, file: "{{{" };
    expect((await load(given)).command).toBe("help");
  });

  test.each([
    [["--prot", "1"], "--prot: there is no such flag; did you mean --port?"],
    [["--port", "99999"], '--port: found "99999", expected a number from 0 to 65535.'],
    [["serve"], "serve: there is no such command; those there are: login, export, backup."],
    [["exprot"], "exprot: there is no such command; did you mean export?"],
    [["login", "now"], "now: login takes nothing after it but flags."],
    [["export", "all.jsonl"], "all.jsonl: export takes nothing after it but flags."],
    [["export", "--form", "-24h"], "--form: there is no such flag; did you mean --from?"],
    [
      ["export", "--port", "1"],
      "--port: a flag of the gateway and login; export has none of that name.",
    ],
    [["--from", "now"], "--from: a flag of export; the gateway has none of that name."],
    [["login", "--force"], "--force: a flag of export and backup; login has none of that name."],
    [["backup"], "backup: it takes the FILE to write after it: signalbox backup FILE"],
    [["backup", "a.tar", "b.tar"], "b.tar: backup takes one FILE, and flags."],
    [["export", "--out="], "--out: found nothing, expected a value after it."],
    [["--config="], "--config: found nothing, expected a value after it."],
  ])("%j is a usage error", async (argv, message) => {
    const error = await errorOf({ argv });
    expect(error).toMatchObject({ code: "usage", exitCode: 2 });
    expect(error.message).toBe(`${message}\nRun with --help to see every flag.`);
  });

  test("a config file that was named has to be there", async () => {
    const error = await errorOf({ argv: ["--config", "no.yaml"] });
    expect(error).toMatchObject({ code: "bad_config", exitCode: 78 });
    expect(error.message).toContain("/srv/box/no.yaml: the config file can't be read");
  });
});

describe("the address to listen on", () => {
  test.each([
    ["127.0.0.1", "{}"],
    ["127.8.8.8", "{}"],
    ["::1", "{}"],
    ["localhost", "{}"],
    ["0.0.0.0", "behindProxy: true"],
    ["::", "tls: { certFile: c.pem, keyFile: k.pem }"],
  ])("%s is taken with %j", async (host, file) => {
    expect((await load({ argv: ["--host", host], file })).config.host).toBe(host);
  });

  test.each(["0.0.0.0", "::", "192.168.1.4", "127.evil.example", "localhost.evil.example"])(
    "%s alone is refused",
    async (host) => {
      const [problem, ...more] = await problemsOf({ argv: ["--host", host] });
      expect(problem).toMatch(/^--host: found .*others on the network can reach.*tls.*behindProxy/);
      expect(more).toEqual([]);
    },
  );

  test("the problem names where the host came from", async () => {
    const [fromFile] = await problemsOf({ file: "\nhost: 0.0.0.0" });
    expect(fromFile).toMatch(/^signalbox.yaml:2: host: /);
    const [fromEnv] = await problemsOf({ env: { SIGNALBOX_HOST: "a b" } });
    expect(fromEnv).toBe(
      'SIGNALBOX_HOST: found "a b", expected an IP address or a host name without a port',
    );
  });
});

test("an admin token of one's own has 32 characters at least, and its text is never told", async () => {
  const short = await problemsOf({ env: { SIGNALBOX_ADMIN_TOKEN: "canary-too-short" } });
  expect(short).toEqual([expect.stringMatching(/^SIGNALBOX_ADMIN_TOKEN: found 16 characters/)]);
  expect(short.join()).not.toContain("canary");
  const token = "x".repeat(32);
  const { config } = await load({ env: { SIGNALBOX_ADMIN_TOKEN: token } });
  expect(config.adminToken?.reveal()).toBe(token);
});
