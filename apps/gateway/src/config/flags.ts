import { parseArgs } from "node:util";
import {
  commandWords,
  flagOptions,
  flagsOf,
  takesFile,
  type CommandWord,
} from "./command-flags.ts";
import { ConfigError } from "./config-error.ts";
import { nearest } from "../nearest.ts";

/** What the command line asked for. A flag that was not given is undefined. */
export interface Flags {
  readonly command: Command;
  readonly host: string | undefined;
  readonly port: number | undefined;
  readonly config: string | undefined;
  readonly dataDir: string | undefined;
  readonly archive: ArchiveFlags;
}

export type Command = "run" | CommandWord | "check" | "help" | "version";

/** What `export` and `backup` were told, as it was typed. */
export interface ArchiveFlags {
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly format: string | undefined;
  readonly what: string | undefined;
  /** Where to write: `--out`, or what stands after `backup`. */
  readonly file: string | undefined;
  /** A file that is there already may be replaced. */
  readonly force: boolean;
}

/**
 * Reads the command line, without the program's own name.
 * @throws {ConfigError} `usage`, for a flag or command that is not there, or a value that can't be.
 */
export function parseFlags(argv: readonly string[]): Flags {
  // Whoever is used to npm writes it before flags, and pnpm hands it on.
  const args = withMomentsJoined(argv[0] === "--" ? argv.slice(1) : argv);
  const { values, positionals } = parse(args);
  const [typed, ...operands] = positionals;
  const word = commandWord(typed);
  refuseOthersFlags(Object.keys(values), word ?? "run");
  const command = commandOf(values, word);
  const file = operandOf(word, command, operands);
  return {
    command,
    host: notEmpty("--host", values.host),
    port: values.port === undefined ? undefined : portFlag(values.port),
    config: notEmpty("--config", values.config),
    dataDir: notEmpty("--data-dir", values["data-dir"]),
    archive: {
      from: notEmpty("--from", values.from),
      to: notEmpty("--to", values.to),
      format: notEmpty("--format", values.format),
      what: notEmpty("--what", values.what),
      file: notEmpty("--out", values.out) ?? file,
      force: values.force ?? false,
    },
  };
}

/** A port's number, or null where the text is none. */
export function parsePort(text: string): number | null {
  if (!/^\d{1,5}$/.test(text)) return null;
  const port = Number(text);
  return port <= 65_535 ? port : null;
}

/** `--from -24h` as `--from=-24h`: a value with a dash in front would be taken for a flag. */
function withMomentsJoined(argv: readonly string[]): string[] {
  const args: string[] = [];
  for (const arg of argv) {
    const before = args.at(-1);
    const isMoment = /^-\d/.test(arg) && (before === "--from" || before === "--to");
    if (isMoment) args.splice(-1, 1, `${before}=${arg}`);
    else args.push(arg);
  }
  return args;
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: flagOptions,
      allowPositionals: true,
      strict: true,
    });
  } catch (error) {
    throw unreadable(args, error);
  }
}

function unreadable(args: readonly string[], cause: unknown): ConfigError {
  const names = new Set(Object.keys(flagOptions).map((name) => `--${name}`));
  const typed = args.map((arg) => arg.split("=", 1)[0] ?? arg);
  const unknown = typed.find((arg) => arg.startsWith("-") && arg !== "-h" && !names.has(arg));
  if (unknown !== undefined) {
    const word = commandWords.find((known) => args.includes(known)) ?? "run";
    const near = nearest(
      unknown,
      flagsOf[word].map((name) => `--${name}`),
    );
    return usage(
      unknown,
      `there is no such flag${near === null ? "." : `; did you mean ${near}?`}`,
    );
  }
  const reason = cause instanceof Error ? cause.message : String(cause);
  return usage("command line", reason, cause);
}

function commandWord(typed: string | undefined): CommandWord | undefined {
  const word = commandWords.find((known) => known === typed);
  if (typed === undefined || word !== undefined) return word;
  const near = nearest(typed, commandWords);
  const hint =
    near === null ? `those there are: ${commandWords.join(", ")}.` : `did you mean ${near}?`;
  throw usage(typed, `there is no such command; ${hint}`);
}

/** A flag that another command has is no mistake of the hand: the reader is told whose it is. */
function refuseOthersFlags(given: readonly string[], command: CommandWord | "run"): void {
  const has = (word: CommandWord | "run", name: string): boolean =>
    flagsOf[word].some((flag) => flag === name);
  const other = given.find((name) => !has(command, name));
  if (other === undefined) return;
  const owners = (["run", ...commandWords] as const).filter((word) => has(word, other));
  const names = owners.map(nameOf).join(" and ");
  throw usage(`--${other}`, `a flag of ${names}; ${nameOf(command)} has none of that name.`);
}

function nameOf(command: CommandWord | "run"): string {
  return command === "run" ? "the gateway" : command;
}

function operandOf(
  word: CommandWord | undefined,
  command: Command,
  operands: readonly string[],
): string | undefined {
  if (word === undefined) return undefined;
  const [first, second] = operands;
  if (!takesFile.includes(word)) {
    if (first !== undefined) throw usage(first, `${word} takes nothing after it but flags.`);
    return undefined;
  }
  if (second !== undefined) throw usage(second, `${word} takes one FILE, and flags.`);
  if (command === word && (first === undefined || first === "")) {
    throw usage(word, `it takes the FILE to write after it: signalbox ${word} FILE`);
  }
  return first;
}

function commandOf(
  values: { help?: boolean; version?: boolean; check?: boolean },
  word: CommandWord | undefined,
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
