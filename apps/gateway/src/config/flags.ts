import { parseArgs } from "node:util";
import { ConfigError } from "./config-error.ts";
import { nearest } from "../nearest.ts";

/** What the command line asked for. A flag that was not given is undefined. */
export interface Flags {
  readonly command: Command;
  readonly host: string | undefined;
  readonly port: number | undefined;
  readonly config: string | undefined;
  readonly dataDir: string | undefined;
}

export type Command = "run" | "login" | "check" | "help" | "version";

const options = {
  host: { type: "string" },
  port: { type: "string" },
  config: { type: "string" },
  "data-dir": { type: "string" },
  check: { type: "boolean" },
  version: { type: "boolean" },
  help: { type: "boolean", short: "h" },
} as const;

/**
 * Reads the command line, without the program's own name.
 * @throws {ConfigError} `usage`, for a flag or command that is not there, or a value that can't be.
 */
export function parseFlags(argv: readonly string[]): Flags {
  const { values, positionals } = parse(argv);
  const [word, ...more] = positionals;
  if (word !== undefined && word !== "login") {
    throw usage(word, "there is no such command; the only one is login.");
  }
  if (more[0] !== undefined) throw usage(more[0], "login takes nothing after it but flags.");
  return {
    command: commandOf(values, word),
    host: notEmpty("--host", values.host),
    port: values.port === undefined ? undefined : portFlag(values.port),
    config: notEmpty("--config", values.config),
    dataDir: notEmpty("--data-dir", values["data-dir"]),
  };
}

/** A port's number, or null where the text is none. */
export function parsePort(text: string): number | null {
  if (!/^\d{1,5}$/.test(text)) return null;
  const port = Number(text);
  return port <= 65_535 ? port : null;
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options, allowPositionals: true, strict: true });
  } catch (error) {
    throw unreadable(argv, error);
  }
}

function unreadable(argv: readonly string[], cause: unknown): ConfigError {
  const names = Object.keys(options).map((name) => `--${name}`);
  const typed = argv.map((arg) => arg.split("=", 1)[0] ?? arg);
  const unknown = typed.find((arg) => arg.startsWith("-") && arg !== "-h" && !names.includes(arg));
  if (unknown !== undefined) {
    const near = nearest(unknown, names);
    return usage(
      unknown,
      `there is no such flag${near === null ? "." : `; did you mean ${near}?`}`,
    );
  }
  const reason = cause instanceof Error ? cause.message : String(cause);
  return usage("command line", reason, cause);
}

function commandOf(
  values: { help?: boolean; version?: boolean; check?: boolean },
  word: "login" | undefined,
): Command {
  if (values.help === true) return "help";
  if (values.version === true) return "version";
  if (values.check === true) return "check";
  return word ?? "run";
}

function portFlag(text: string): number {
  const port = parsePort(text);
  if (port === null) {
    throw usage("--port", `found ${JSON.stringify(text)}, expected a number from 0 to 65535.`);
  }
  return port;
}

function notEmpty(flag: string, value: string | undefined): string | undefined {
  if (value === "") throw usage(flag, "found nothing, expected a value after it.");
  return value;
}

function usage(where: string, message: string, cause?: unknown): ConfigError {
  return new ConfigError("usage", [{ where, key: "", message }], cause);
}
