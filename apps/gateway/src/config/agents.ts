import type { Problem } from "./config-error.ts";
import type { AgentConfig, ProviderConfig } from "./config.ts";
import type { ParsedFile } from "./config-text.ts";
import { resolveAgentBudget } from "./budgets.ts";
import { dollarLimitsOf, type DollarLimit } from "./dollar-limits.ts";
import { nearest } from "../nearest.ts";
import { practiceName } from "./providers.ts";
import type { FileAgent } from "./schema.ts";
import type { Path } from "./yaml-tree.ts";

export interface ResolvedAgents {
  readonly agents: ReadonlyMap<string, AgentConfig>;
  readonly defaultAgent: string;
  readonly problems: readonly Problem[];
  /** To be checked against the public prices. */
  readonly dollarLimits: readonly DollarLimit[];
}

const builtInName = "assistant";
const practiceModel = `${practiceName}/swift-1`;

/** The file's agents and the built-in one, each with a model of a provider that is there. */
export function resolveAgents(input: {
  readonly file: ParsedFile | null;
  readonly providers: ReadonlyMap<string, ProviderConfig>;
}): ResolvedAgents {
  const { file, providers } = input;
  const names = file?.namesUnder("agents") ?? [];
  const agents = new Map<string, AgentConfig>();
  const problems: Problem[] = [];
  const dollarLimits: DollarLimit[] = [];
  if (file !== null) {
    const check = referenceCheck(file, providers, problems);
    checkAliases(file, check, names, problems);
    for (const [name, written] of Object.entries(file.values.agents ?? {})) {
      const at = ["agents", name];
      const named = [
        ...check([...at, "model"], written.model),
        ...written.fallback.flatMap((one, i) => check([...at, "fallback", i], one)),
      ];
      const [model = written.model, ...fallback] = new Set(named);
      agents.set(name, agent(name, written, model, fallback));
      dollarLimits.push(...dollarLimitsOf(file, name, written, [model, ...fallback]));
      checkWires(file, name, [model, ...fallback], providers, problems);
    }
  }
  if (!names.includes(builtInName)) agents.set(builtInName, builtIn(providers));
  const named = file?.values.defaultAgent;
  if (file !== null && named !== undefined && !agents.has(named) && !names.includes(named)) {
    const message = `found ${named}, expected an agent's name${meant(named, [...agents.keys(), ...names])}`;
    problems.push(file.problem(["defaultAgent"], message));
  }
  const [first = builtInName] = agents.keys();
  return { agents, defaultAgent: named ?? first, problems, dollarLimits };
}

/** Answers each `provider/model` that a model's name stands for, and notes one that stands for nothing. */
type ReferenceCheck = (path: Path, reference: string) => readonly string[];

function referenceCheck(
  file: ParsedFile,
  providers: ReadonlyMap<string, ProviderConfig>,
  problems: Problem[],
): ReferenceCheck {
  const aliases = new Map(Object.entries(file.values.aliases ?? {}));
  const aliasNames = file.namesUnder("aliases");
  const providerNames = new Set([...providers.keys(), ...file.namesUnder("providers")]);
  return (path, reference) => {
    const slash = reference.indexOf("/");
    if (slash < 0) {
      if (!aliasNames.includes(reference)) {
        const message = `found ${reference}, expected provider/model or an alias${meant(reference, aliasNames)}`;
        problems.push(file.problem(path, message));
      }
      return aliases.get(reference) ?? [reference];
    }
    const provider = reference.slice(0, slash);
    if (!providerNames.has(provider) || slash === reference.length - 1) {
      const message = `found ${reference}, expected provider/model with one of the providers ${[...providerNames].join(", ")}${meant(provider, providerNames)}`;
      problems.push(file.problem(path, message));
    }
    return [reference];
  };
}

function checkAliases(
  file: ParsedFile,
  check: ReferenceCheck,
  agentNames: readonly string[],
  problems: Problem[],
): void {
  for (const [alias, targets] of Object.entries(file.values.aliases ?? {})) {
    for (const target of targets) check(["aliases", alias], target);
    if (!agentNames.includes(alias) && alias !== builtInName) continue;
    const whose = agentNames.includes(alias) ? "an agent" : "the built-in agent";
    const message = `this is the name of ${whose} too, and a request could mean either; rename one`;
    problems.push(file.problem(["aliases", alias], message));
  }
}

/** An agent talks with a model in chat or in messages. */
function isForAgents({ wires }: ProviderConfig): boolean {
  return wires.includes("chat") || wires.includes("messages");
}

function checkWires(
  file: ParsedFile,
  name: string,
  models: readonly string[],
  providers: ReadonlyMap<string, ProviderConfig>,
  problems: Problem[],
): void {
  const targets = models.map((model) => providers.get(model.slice(0, model.indexOf("/"))));
  const deaf = targets.find((provider) => provider !== undefined && !isForAgents(provider));
  if (deaf === undefined) return;
  const message = `${deaf.name} speaks ${deaf.wires.join(", ")}, and agents talk in chat or messages; name another provider, or add chat to providers.${deaf.name}.wires`;
  problems.push(file.problem(["agents", name, "model"], message));
}

function meant(word: string, candidates: Iterable<string>): string {
  const near = nearest(word, candidates);
  return near === null ? "" : `; did you mean ${near}?`;
}

function agent(
  name: string,
  written: FileAgent,
  model: string,
  fallback: readonly string[],
): AgentConfig {
  return {
    name,
    model,
    fallback,
    instructions: written.instructions ?? null,
    tools: written.tools,
    maxSteps: written.maxSteps,
    timeoutMs: written.timeoutMs,
    contextTokens: written.contextTokens ?? null,
    budget: resolveAgentBudget(written.budget),
    builtIn: false,
  };
}

function builtIn(providers: ReadonlyMap<string, ProviderConfig>): AgentConfig {
  const served = [...providers.values()].find(
    (one) => one.kind !== "practice" && one.models.length > 0 && isForAgents(one),
  );
  return {
    name: builtInName,
    model: served === undefined ? practiceModel : `${served.name}/${served.models[0]}`,
    fallback: [],
    instructions: null,
    tools: ["clock", "calculator"],
    maxSteps: 8,
    timeoutMs: 600_000,
    contextTokens: null,
    budget: null,
    builtIn: true,
  };
}
