import type { z } from "zod";
import { configFile, type FileConfig } from "./schema.ts";
import { entries, type Finding, type Path, type YamlTree } from "./yaml-tree.ts";

export interface Shape {
  /** What is well formed; a part with a finding is left out. */
  readonly values: FileConfig;
  readonly findings: readonly Finding[];
}

/** Keys under which a problem in one entry leaves the others as they are. */
const named: ReadonlySet<unknown> = new Set([
  "providers",
  "agents",
  "aliases",
  "mcpServers",
  "prices",
  "webhooks",
]);

/** Keys whose values are never shown, nor anything within them. */
const secretKeys: ReadonlySet<unknown> = new Set(["apiKey", "env", "headers", "secret"]);

/** Holds a file's values against the schema. */
export function checkShape(tree: YamlTree): Shape {
  const whole = configFile.safeParse(tree.root);
  if (whole.success) return { values: whole.data, findings: [] };
  const findings = whole.error.issues.flatMap((issue) => describe(tree, issue));
  const rest = structuredClone(tree.root);
  for (const issue of whole.error.issues) leaveOut(rest, issue);
  const partial = configFile.safeParse(rest);
  return { values: partial.success ? partial.data : configFile.parse({}), findings };
}

function describe(tree: YamlTree, issue: z.core.$ZodIssue): Finding[] {
  const path = pathOf(issue);
  if (issue.code === "unrecognized_keys") {
    const advice = issue.message.split("\n");
    return issue.keys.map((key, i) => {
      const inside = [...path, key];
      return { path: inside, line: tree.place(inside).line, message: advice[i] ?? "unknown key" };
    });
  }
  const { line, variables } = tree.place(path);
  // A variable that is not set left nothing there; that was told already.
  if (tree.findings.some((finding) => isSamePath(finding.path, path))) return [];
  const expected = issue.code === "invalid_key" ? (issue.issues[0]?.message ?? "") : issue.message;
  const found =
    issue.code === "invalid_key"
      ? `the name ${shown(path.at(-1))}`
      : foundAt(tree.root, path, variables, expectsKeys(issue));
  return [{ path, line, message: `found ${found}, expected ${expected}` }];
}

function expectsKeys(issue: z.core.$ZodIssue): boolean {
  return issue.code === "invalid_type" && ["object", "record"].includes(issue.expected);
}

function foundAt(
  root: unknown,
  path: Path,
  variables: readonly string[],
  expectsKeys: boolean,
): string {
  const value = path.reduce<unknown>(
    (at, part) => (Array.isArray(at) ? at[Number(part)] : entries(at)[String(part)]),
    root,
  );
  if (value === undefined || value === null) return "nothing";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "a map of keys";
  if (variables.length > 0)
    return `the value of ${variables.map((name) => `\${${name}}`).join(", ")}`;
  // A text in the place of keys may be what belongs under one of them, such as a provider's key.
  const isHidden =
    path.some((part) => secretKeys.has(part)) || (expectsKeys && typeof value === "string");
  return isHidden ? `a ${typeof value}` : shown(value);
}

const longestShown = 60;

function shown(value: unknown): string {
  // A URL may hold a password, which is what is wrong with it.
  const text = JSON.stringify(value).replace(/\/\/[^/@]*@/, "//[secret]@");
  return text.length > longestShown ? `${text.slice(0, longestShown)}…` : text;
}

function leaveOut(root: unknown, issue: z.core.$ZodIssue): void {
  const path = pathOf(issue);
  if (issue.code === "unrecognized_keys") {
    for (const key of issue.keys) remove(root, [...path, key]);
  } else {
    remove(root, path.slice(0, named.has(path[0]) ? 2 : 1));
  }
}

function remove(root: unknown, path: Path): void {
  const last = path.at(-1);
  if (last === undefined) return;
  const parent = path.slice(0, -1).reduce((at, part) => entries(entries(at)[part]), entries(root));
  delete parent[last];
}

function isSamePath(a: Path, b: Path): boolean {
  return a.length === b.length && a.every((part, i) => part === b[i]);
}

function pathOf(issue: z.core.$ZodIssue): Path {
  return issue.path.filter((part) => typeof part !== "symbol");
}
