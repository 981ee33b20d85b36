import { readFile } from "node:fs/promises";
import { isAbsolute, resolve } from "node:path";
import { ConfigError, type Problem } from "./config-error.ts";
import type { Config } from "./config.ts";
import { findUnpriced } from "./dollar-limits.ts";
import { parseFlags, type ArchiveFlags, type Command } from "./flags.ts";
import { unreadableFile, readConfigText, type ConfigText } from "./config-text.ts";
import type { Source } from "./origins.ts";
import { resolveConfig } from "./resolve.ts";

export interface LoadOptions {
  /** The command line without the program's own name. */
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** A file's text; the real disk unless handed in. */
  readonly readFile?: (path: string) => Promise<string>;
}

export interface LoadResult {
  readonly command: Command;
  /** What `export` and `backup` were told. */
  readonly archive: ArchiveFlags;
  readonly config: Config;
  /** Which of the four said it, by the name of a key in {@link Config}. */
  readonly sources: Readonly<Record<string, Source>>;
  /** Plain sentences about what was understood but has no effect. */
  readonly warnings: readonly string[];
}

/**
 * Reads flags, environment and file: flags go before the environment, it before the file.
 * `help` and `version` read neither environment nor file, so that they work whatever is in there.
 * @throws {ConfigError} `usage` (exit code 2) or `bad_config` (exit code 78), with all problems at once.
 */
export async function loadConfig(options: LoadOptions): Promise<LoadResult> {
  const flags = parseFlags(options.argv);
  const { command } = flags;
  const bare = command === "help" || command === "version";
  const env = bare ? {} : withoutEmpty(options.env);
  const named = flags.config ?? env["SIGNALBOX_CONFIG"];
  const file = bare ? null : await readText(options, named);
  const { config, sources, warnings, ...found } = resolveConfig({
    flags,
    env,
    file: file === null ? null : readConfigText(file, env),
    cwd: options.cwd,
  });
  const problems = [
    ...found.problems,
    ...(await findUnpriced(found.dollarLimits, config.providers)),
  ];
  if (problems.length > 0) throw new ConfigError("bad_config", byLine(problems));
  return { command, archive: flags.archive, config, sources, warnings };
}

/** The file's problems from top to bottom, then the others. */
function byLine(problems: readonly Problem[]): Problem[] {
  const line = ({ where }: Problem) => Number(/:(\d+)$/.exec(where)?.[1] ?? Infinity);
  // Infinity less itself is no number.
  return problems.toSorted((a, b) => (line(a) === line(b) ? 0 : line(a) - line(b)));
}

/** A variable set to nothing is how compose files say "not set". */
function withoutEmpty(env: LoadOptions["env"]): Record<string, string> {
  const set = Object.entries(env).filter((entry): entry is [string, string] => Boolean(entry[1]));
  return Object.fromEntries(set);
}

/** Where the config file is, or would be: absolute. */
export function configFileOf({ argv, env, cwd }: LoadOptions): string {
  return absolutePath(cwd, parseFlags(argv).config ?? withoutEmpty(env)["SIGNALBOX_CONFIG"]);
}

function absolutePath(cwd: string, named: string = defaultFile): string {
  return isAbsolute(named) ? named : resolve(cwd, named);
}

const defaultFile = "signalbox.yaml";

async function readText(
  options: LoadOptions,
  named: string | undefined,
): Promise<ConfigText | null> {
  const absolute = absolutePath(options.cwd, named);
  const read = options.readFile ?? ((file: string) => readFile(file, "utf8"));
  const name = named ?? defaultFile;
  let text: string;
  try {
    text = await read(absolute);
  } catch (error) {
    if (named === undefined && isMissing(error)) return null;
    throw unreadableFile(absolute, error);
  }
  // An editor's write may begin with it, and so may a disk that is full.
  if (text.trim() === "") throw emptyFile(name);
  return { path: absolute, name, text };
}

function emptyFile(where: string): ConfigError {
  const message = "the config file is empty; if that is meant, write {} into it.";
  return new ConfigError("bad_config", [{ where, key: "", message }]);
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}
