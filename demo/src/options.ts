import { parseArgs } from "node:util";

/** What `--help` prints. */
export const usage = `The gateway with two practice upstreams and traffic, in one process and with no network.

Usage
  demo [flags]

Flags
  --scenario NAME    plays an incident
  --after SECONDS    when it begins after the start (45)
  --list             name the incidents and exit
  --port PORT        port to listen on, 0 for any free one (4870)
  --seed NUMBER      the same number makes the same traffic and answers (7)
  --help             print this and exit
`;

export interface DemoOptions {
  readonly scenario: string | undefined;
  readonly afterMs: number;
  readonly list: boolean;
  readonly help: boolean;
  readonly port: string;
  readonly seed: number;
}

/** Reads the command line. Throws an Error whose message says what to change. */
export function parseOptions(argv: readonly string[]): DemoOptions {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      scenario: { type: "string" },
      after: { type: "string", default: "45" },
      list: { type: "boolean", default: false },
      help: { type: "boolean", short: "h", default: false },
      port: { type: "string", default: "4870" },
      seed: { type: "string", default: "7" },
    },
  });
  const { list, help, port, scenario } = values;
  const afterMs = wholeNumber("after", values.after) * 1_000;
  return { list, help, port, scenario, afterMs, seed: wholeNumber("seed", values.seed) };
}

function wholeNumber(flag: string, text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value >= 0) return value;
  throw new Error(`--${flag}: found ${text}, expected a whole number of 0 or more.`);
}
