import { nearest } from "../nearest.ts";
import { ToolError, type Tool } from "./tool.ts";

/** The longest name that is looked for and repeated in an error. */
const maxNameLength = 200;

/** The tools there are, by name. */
export class ToolRegistry {
  readonly #tools: ReadonlyMap<string, Tool>;

  /** Two tools of one name are a `tool_duplicate` error that names both sources. */
  constructor(tools: Iterable<Tool>) {
    const byName = new Map<string, Tool>();
    for (const tool of tools) {
      const other = byName.get(tool.name);
      if (other !== undefined) {
        throw new ToolError(
          "tool_duplicate",
          `Two tools are called ${tool.name}: one from ${other.source}, one from ${tool.source}. Rename or remove one.`,
        );
      }
      byName.set(tool.name, tool);
    }
    this.#tools = byName;
  }

  /** All of them, in the order they were given. */
  list(): Tool[] {
    return [...this.#tools.values()];
  }

  get(name: string): Tool | undefined {
    return this.#tools.get(name);
  }

  /** The tools an agent names, each once. One that is not there is a `tool_unknown` error with the nearest. */
  subset(names: Iterable<string>): Tool[] {
    return Array.from(new Set(names), (name) => this.#tools.get(name) ?? this.#unknown(name));
  }

  #unknown(name: string): never {
    const asked = name.slice(0, maxNameLength);
    const meant = nearest(asked, this.#tools.keys());
    const known = [...this.#tools.keys()].join(", ") || "none";
    throw new ToolError(
      "tool_unknown",
      meant === null
        ? `There is no tool called ${asked}. There are: ${known}.`
        : `There is no tool called ${asked}. Did you mean ${meant}?`,
    );
  }
}
