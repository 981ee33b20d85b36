import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  type Document,
  type Node,
} from "yaml";
import { interpolate, mark, unmark } from "./interpolate.ts";

export type Path = readonly (string | number)[];

/** Where a value stands in the file, and which variables it was made of. */
export interface Place {
  readonly line: number;
  readonly variables: readonly string[];
}

/** A value that was made of variables, and what they held. */
interface Filled {
  readonly path: Path;
  readonly variables: readonly string[];
  readonly texts: readonly string[];
}

/** Something wrong at a line of the file. */
export interface Finding {
  readonly path: Path;
  readonly line: number;
  readonly message: string;
}

/** What the parser says in words of its own options. */
const yamlMessages = new Map([
  [
    "With stringKeys, all keys must be strings",
    "a map or a list stands where a key belongs; a ${…} within { } has to be quoted",
  ],
]);

const maxDepth = 32;
const maxValues = 20_000;

/** Reads YAML with its variables filled in. It never throws: what is wrong is among `findings`. */
export function parseYaml(text: string, env: Readonly<Record<string, string>>): YamlTree {
  const lines = new LineCounter();
  const document = parseDocument(mark(text), {
    lineCounter: lines,
    prettyErrors: false,
    stringKeys: true,
  });
  return new YamlTree(document, (offset) => lines.linePos(offset).line, env);
}

/** A YAML document as plain data, which remembers the line of every value. */
export class YamlTree {
  readonly root: unknown;
  readonly #findings: Finding[] = [];
  readonly #places = new Map<string, Place>();
  readonly #document: Document.Parsed;
  readonly #lineAt: (offset: number) => number;
  readonly #env: Readonly<Record<string, string>>;
  readonly #filled: Filled[] = [];
  #values = 0;

  constructor(
    document: Document.Parsed,
    lineAt: (offset: number) => number,
    env: Readonly<Record<string, string>>,
  ) {
    this.#document = document;
    this.#lineAt = lineAt;
    this.#env = env;
    for (const error of [...document.errors, ...document.warnings]) {
      const message = yamlMessages.get(error.message) ?? unmark(error.message);
      this.#find([], lineAt(error.pos[0]), `this is not valid YAML: ${message}`);
    }
    const empty = document.errors.length > 0 || document.contents === null;
    this.root = empty ? {} : (this.#read(document.contents, [], 1) ?? {});
  }

  get findings(): readonly Finding[] {
    return this.#findings;
  }

  /** The same tree with one thing more that is wrong. */
  with(finding: Finding): this {
    this.#findings.push(finding);
    return this;
  }

  /** Where a path stands; for one that is not there, the nearest thing around it. */
  place(path: Path): Place {
    for (let length = path.length; length > 0; length--) {
      const found = this.#places.get(JSON.stringify(path.slice(0, length)));
      if (found !== undefined) return length === path.length ? found : { ...found, variables: [] };
    }
    return { line: 1, variables: [] };
  }

  /** The line of what is written at a path; null where nothing is. */
  lineOf(path: Path): number | null {
    return this.#places.get(JSON.stringify(path))?.line ?? null;
  }

  /** The variables that a value was made of, or what is within it. */
  variablesWithin(path: Path): string[] {
    const found = this.#filled.filter((filled) => path.every((part, i) => part === filled.path[i]));
    return [...new Set(found.flatMap(({ variables }) => variables))];
  }

  /** Every text that a variable put in. */
  get filledTexts(): string[] {
    return this.#filled.flatMap(({ texts }) => texts);
  }

  /** The keys of a map at the top. */
  namesUnder(key: string): string[] {
    return Object.keys(entries(entries(this.root)[key]));
  }

  #read(node: Node | null, path: Path, line: number): unknown {
    if (path.length > maxDepth || this.#values++ > maxValues) {
      if (this.#values <= maxValues + 1 || path.length > maxDepth) {
        this.#find(path, line, "this is nested too deep or refers to itself; write it out plainly");
      }
      return null;
    }
    if (isAlias(node)) return this.#read(node.resolve(this.#document) ?? null, path, line);
    if (isMap(node)) return this.#readMap(node, path);
    if (isSeq<Node>(node)) {
      return node.items.map((item, i) => {
        const at = this.#lineOf(item, line);
        const inside = [...path, i];
        this.#places.set(JSON.stringify(inside), { line: at, variables: [] });
        return this.#read(item, inside, at);
      });
    }
    if (!isScalar(node)) return null;
    return typeof node.value === "string" ? this.#fill(node.value, path, line) : node.value;
  }

  #readMap(node: { items: readonly { key: unknown; value: unknown }[] }, path: Path): unknown {
    // A map with no prototype has no key that means something to JavaScript.
    const map: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
    for (const { key, value } of node.items) {
      const name = unmark(String(isScalar(key) ? key.value : key));
      const line = this.#lineOf(key, 1);
      const inside = [...path, name];
      if (name === "__proto__") {
        this.#find(inside, line, "this can't be a key; choose another name");
        continue;
      }
      this.#places.set(JSON.stringify(inside), { line, variables: [] });
      map[name] = this.#read(isNode(value) ? value : null, inside, line);
    }
    return map;
  }

  #fill(text: string, path: Path, line: number): string {
    const filled = interpolate(text, this.#env);
    if (filled.variables.length > 0) {
      const { variables } = filled;
      const texts = variables.flatMap((name) => this.#env[name] ?? []);
      this.#filled.push({ path, variables, texts });
      this.#places.set(JSON.stringify(path), { line, variables: filled.variables });
    }
    for (const problem of filled.problems) this.#find(path, line, problem);
    return filled.text;
  }

  #lineOf(node: unknown, otherwise: number): number {
    const range = isNode(node) ? node.range : undefined;
    return range ? this.#lineAt(range[0]) : otherwise;
  }

  #find(path: Path, line: number, message: string): void {
    this.#findings.push({ path, line, message });
  }
}

function isNode(value: unknown): value is Node {
  return isScalar(value) || isMap(value) || isSeq(value) || isAlias(value);
}

/** A map's entries, or none where the value is no map. */
export function entries(value: unknown): Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return {};
  // An object that is no array may be read by any key.
  return value as Record<string, unknown>;
}
