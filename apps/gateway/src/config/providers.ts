import { basename } from "node:path";
import type { Problem } from "./config-error.ts";
import {
  providerWires,
  type ProviderConfig,
  type ProviderKind,
  type ProviderWire,
} from "./config.ts";
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
  anthropic: "https://api.anthropic.com/v1",
  practice: null,
};

/** What each kind speaks, unless the file says otherwise of a server of its own. */
const spokenWires: Readonly<Record<ProviderKind, readonly ProviderWire[]>> = {
  openai: ["chat", "responses", "embeddings"],
  "openai-compatible": ["chat", "responses", "embeddings"],
  anthropic: ["messages"],
  practice: providerWires,
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
  return {
    providers: new Map([...found.providers, practice()].map((one) => [one.name, one])),
    warnings: found.warnings,
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
      if (written.kind !== "openai-compatible" && written.wires !== undefined) {
        const message = `a provider of kind ${written.kind} speaks ${spokenWires[written.kind].join(", ")}; leave wires out, or make it openai-compatible`;
        problems.push(file.problem([...at, "wires"], message));
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
  const { kind, apiKey, baseUrl, models, wires, ...rest } = written;
  return {
    ...rest,
    name,
    kind,
    wires: wires ?? spokenWires[kind],
    baseUrl: baseUrl === undefined ? defaultBaseUrls[kind] : versioned(kind, baseUrl),
    apiKey: apiKey === undefined ? null : new Secret(apiKey),
    keyFrom: from,
    models,
  };
}

/** Anthropic's clients are told the address without the version, so both spellings are taken. */
function versioned(kind: ProviderKind, baseUrl: string): string {
  const bare = baseUrl.replace(/\/+$/, "");
  return kind === "anthropic" && !/\/v\d+$/.test(bare) ? `${bare}/v1` : bare;
}

function practice(): ProviderConfig {
  const bounds = fileProvider.parse({ kind: "openai-compatible", wires: [...providerWires] });
  return { ...provider(practiceName, bounds, "none"), kind: "practice", models: practiceModels };
}
