import { nearest } from "../nearest.ts";
import { ToolError, type Tool } from "./tool.ts";

/** The longest name that is looked for and repeated in an error. */
const maxNameLength = 200;

/** The tools there are, by name: some for good, some that come and go with what they depend on. */
export class ToolRegistry {
  readonly #fixed: ReadonlyMap<string, Tool>;
  readonly #changing: () => Iterable<Tool>;

  /**
   * Two fixed tools of one name are a `tool_duplicate` error that names both sources; a changing one never
   * takes a fixed one's place.
   */
  constructor(fixed: Iterable<Tool>, changing: () => Iterable<Tool> = () => []) {
    const byName = new Map<string, Tool>();
    for (const tool of fixed) {
      const other = byName.get(tool.name);
      if (other !== undefined) {
        throw new ToolError(
          "tool_duplicate",
          `Two tools are called ${tool.name}: one from ${other.source}, one from ${tool.source}. Rename or remove one.`,
        );
      }
      byName.set(tool.name, tool);
    }
    this.#fixed = byName;
    this.#changing = changing;
  }

  /** All there are now, in the order they were given, the changing ones last. */
  list(): Tool[] {
    return [...this.#now().values()];
  }

  /** Of those that are there for good. */
  fixedNames(): string[] {
    return [...this.#fixed.keys()];
  }

  get(name: string): Tool | undefined {
    return this.#now().get(name);
  }

  /** The tools an agent names, each once. One that is not there is a `tool_unknown` error with the nearest. */
  subset(names: Iterable<string>): Tool[] {
    const now = this.#now();
    return Array.from(new Set(names), (name) => now.get(name) ?? unknown(name, now.keys()));
  }

  #now(): ReadonlyMap<string, Tool> {
    const changing = Array.from(this.#changing(), (tool) => [tool.name, tool] as const);
    return changing.length === 0
      ? this.#fixed
      : new Map([...this.#fixed, ...changing, ...this.#fixed]);
  }
}

function unknown(name: string, there: Iterable<string>): never {
  const asked = name.slice(0, maxNameLength);
  const known = [...there];
  const meant = nearest(asked, known);
  throw new ToolError(
    "tool_unknown",
    meant === null
      ? `There is no tool called ${asked}. There are: ${known.join(", ") || "none"}.`
      : `There is no tool called ${asked}. Did you mean ${meant}?`,
  );
}
