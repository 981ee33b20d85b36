import { parseArgs } from "node:util";

/** What `--help` prints. */
export const usage = `The gateway with two practice upstreams and traffic, in one process and with no network.

Usage
  demo [flags]

Flags
  --scenario NAME    plays an incident 45 seconds after the start
  --list             name the incidents and exit
  --port PORT        port to listen on, 0 for any free one (4870)
  --seed NUMBER      the same number makes the same traffic and answers (7)
  --help             print this and exit
`;

export interface DemoOptions {
  readonly scenario: string | undefined;
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
      list: { type: "boolean", default: false },
      help: { type: "boolean", short: "h", default: false },
      port: { type: "string", default: "4870" },
      seed: { type: "string", default: "7" },
    },
  });
  const seed = Number(values.seed);
  if (!Number.isSafeInteger(seed) || seed < 0) {
    throw new Error(`--seed: found ${values.seed}, expected a whole number of 0 or more.`);
  }
  return { ...values, scenario: values.scenario, seed };
}
