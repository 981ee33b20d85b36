import { ConfigError } from "./config-error.ts";
import type { Problem } from "./config-error.ts";
import { checkShape } from "./check-shape.ts";
import { hasMarks } from "./interpolate.ts";
import type { FileConfig } from "./schema.ts";
import { entries, parseYaml, type Path, type Place } from "./yaml-tree.ts";

/** A config file as it was read. */
export interface ConfigText {
  /** Absolute. */
  readonly path: string;
  /** As it was named, for messages. */
  readonly name: string;
  readonly text: string;
}

/** A config file understood as far as it could be, and what could not. */
export interface ParsedFile {
  readonly path: string;
  readonly name: string;
  readonly text: string;
  /** What is well formed; a part with a problem is left out. */
  readonly values: FileConfig;
  /** The keys at the top. */
  writtenKeys(): string[];
  /** The names under a key, well formed or not. */
  namesUnder(key: string): string[];
  /** Where a key stands, or the nearest thing around it. */
  place(path: Path): Place;
  /** The line of what is written at a path; null where nothing is. */
  lineOf(path: Path): number | null;
  /** The variables that a value was made of, or what is within it. */
  variablesWithin(path: Path): readonly string[];
  /** Every text that a variable put in. */
  readonly filledTexts: readonly string[];
  problem(path: Path, message: string): Problem;
  readonly problems: readonly Problem[];
}

export function readConfigText(
  file: ConfigText,
  env: Readonly<Record<string, string>>,
): ParsedFile {
  const tree = hasMarks(file.text)
    ? parseYaml("", env).with({ line: 1, path: [], message: "found a character that is no text" })
    : parseYaml(file.text, env);
  const place = (path: Path) => tree.place(path);
  const problem = (path: Path, message: string, line = place(path).line): Problem => ({
    where: `${file.name}:${line}`,
    key: keyPath(path),
    message,
  });
  const shape = checkShape(tree);
  const problems = [...tree.findings, ...shape.findings].map((finding) =>
    problem(finding.path, finding.message, finding.line),
  );
  return {
    path: file.path,
    name: file.name,
    text: file.text,
    values: shape.values,
    writtenKeys: () => Object.keys(entries(tree.root)),
    namesUnder: (key) => tree.namesUnder(key),
    place,
    lineOf: (path) => tree.lineOf(path),
    variablesWithin: (path) => tree.variablesWithin(path),
    filledTexts: tree.filledTexts,
    problem,
    problems,
  };
}

function keyPath(path: Path): string {
  return path
    .map((part, i) => (typeof part === "number" ? `[${part}]` : i === 0 ? part : `.${part}`))
    .join("");
}

/** The error of a file that was named and can't be read. */
export function unreadableFile(path: string, cause: unknown): ConfigError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  const message = `the config file can't be read (${reason}); check the path and its permissions.`;
  return new ConfigError("bad_config", [{ where: path, key: "", message }], cause);
}
