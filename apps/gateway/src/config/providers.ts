import { basename } from "node:path";
import type { Problem } from "./config-error.ts";
import type { ProviderConfig, ProviderKind } from "./config.ts";
import type { ParsedFile } from "./config-text.ts";
import { fileProvider, type FileProvider } from "./schema.ts";
import { Secret } from "./secret.ts";

export interface ResolvedProviders {
  readonly providers: ReadonlyMap<string, ProviderConfig>;
  readonly warnings: readonly string[];
  readonly problems: readonly Problem[];
}

const defaultBaseUrls: Readonly<Record<ProviderKind, string | null>> = {
  openai: "https://api.openai.com/v1",
  "openai-compatible": null,
  anthropic: "https://api.anthropic.com",
  practice: null,
};

/** The name of the built-in provider, which no file may take. */
export const practiceName = "practice";

/** What the built-in provider serves, from the quick to the thoughtful. */
const practiceModels = ["swift-1", "steady-1", "deep-1"] as const;

/** The file's providers, or the environment's where there is no file; `practice` always. */
export function resolveProviders(input: {
  readonly file: ParsedFile | null;
  readonly env: Readonly<Record<string, string>>;
}): ResolvedProviders {
  const { file, env } = input;
  const found = file === null ? fromEnvironment(env) : fromFile(file);
  const unserved = found.providers.filter(({ kind }) => kind === "anthropic");
  return {
    providers: new Map([...found.providers, practice()].map((one) => [one.name, one])),
    warnings: [
      ...found.warnings,
      ...unserved.map(
        ({ name }) => `The provider ${name} of kind anthropic is not served by this version yet.`,
      ),
    ],
    problems: found.problems,
  };
}

interface Found {
  readonly providers: readonly ProviderConfig[];
  readonly warnings: readonly string[];
  readonly problems: readonly Problem[];
}

function fromFile(file: ParsedFile): Found {
  const problems: Problem[] = [];
  const all = Object.entries(file.values.providers ?? {});
  if (file.namesUnder("providers").includes(practiceName)) {
    const message = "this name belongs to the built-in provider; choose another";
    problems.push(file.problem(["providers", practiceName], message));
  }
  const providers = all
    .filter(([name]) => name !== practiceName)
    .map(([name, written]) => {
      const at = ["providers", name];
      if (written.kind === "openai-compatible" && written.baseUrl === undefined) {
        const message = "found no baseUrl, expected one such as http://127.0.0.1:11434/v1";
        problems.push(file.problem(at, message));
      }
      if (written.kind !== "openai-compatible" && written.apiKey === undefined) {
        const message = `found no apiKey, expected one; \${${variableOf(written.kind)}} takes it from the environment`;
        problems.push(file.problem(at, message));
      }
      return provider(name, written, keyFrom(file, name, written));
    });
  return { providers, warnings: [], problems };
}

function keyFrom(file: ParsedFile, name: string, written: FileProvider): string {
  if (written.apiKey === undefined) return "none";
  return file.place(["providers", name, "apiKey"]).variables[0] ?? basename(file.name);
}

function variableOf(kind: FileProvider["kind"]): string {
  return kind === "anthropic" ? "ANTHROPIC_API_KEY" : "OPENAI_API_KEY";
}

function fromEnvironment(env: Readonly<Record<string, string>>): Found {
  const providers: ProviderConfig[] = [];
  const warnings: string[] = [];
  for (const kind of ["openai", "anthropic"] as const) {
    const apiKey = env[variableOf(kind)];
    if (apiKey === undefined) continue;
    providers.push(provider(kind, fileProvider.parse({ kind, apiKey }), variableOf(kind)));
  }
  const ollama = env["OLLAMA_HOST"];
  if (ollama !== undefined) {
    const baseUrl = ollamaUrl(ollama);
    if (baseUrl === null) {
      warnings.push("OLLAMA_HOST is no host or URL, so there is no provider named ollama.");
    } else {
      const written = { kind: "openai-compatible", baseUrl, allowPrivate: true };
      providers.push(provider("ollama", fileProvider.parse(written), "none"));
    }
  }
  return { providers, warnings, problems: [] };
}

const ollamaPort = "11434";

/** As Ollama's own clients read it: a host, a host and port, or a URL. */
function ollamaUrl(host: string): string | null {
  const hasScheme = /^https?:\/\//.test(host);
  const url = URL.parse(hasScheme ? host : `http://${host}`);
  if (url === null || url.username !== "" || url.password !== "") return null;
  if (!hasScheme && url.port === "" && !host.endsWith(":80")) url.port = ollamaPort;
  // What a server listens on is no address to call.
  if (url.hostname === "0.0.0.0") url.hostname = "127.0.0.1";
  return `${url.origin}${url.pathname.replace(/\/+$/, "")}/v1`;
}

function provider(name: string, written: FileProvider, from: string): ProviderConfig {
  const { kind, apiKey, baseUrl, models, ...rest } = written;
  return {
    ...rest,
    name,
    kind,
    baseUrl: baseUrl?.replace(/\/+$/, "") ?? defaultBaseUrls[kind],
    apiKey: apiKey === undefined ? null : new Secret(apiKey),
    keyFrom: from,
    models,
  };
}

function practice(): ProviderConfig {
  const bounds = fileProvider.parse({ kind: "openai-compatible" });
  return { ...provider(practiceName, bounds, "none"), kind: "practice", models: practiceModels };
}
