/** The coded errors of the config: what each one is, and what the process exits with. */
const configErrors = {
  usage: { exitCode: 2 },
  bad_config: { exitCode: 78 },
} as const;

export type ConfigErrorCode = keyof typeof configErrors;

/** One thing that is wrong, where it stands, and what would be right. */
export interface Problem {
  /** `signalbox.yaml:12`, `--host` or `SIGNALBOX_PORT`. */
  readonly where: string;
  /** The key's path in the file, such as `agents.support.model`; empty outside the file. */
  readonly key: string;
  /** What was found and what was expected. Never holds a secret. */
  readonly message: string;
}

/** The command line or the config can't be used. Its message lists every problem, one a line. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
  readonly code: ConfigErrorCode;
  readonly exitCode: number;
  readonly problems: readonly Problem[];

  constructor(code: ConfigErrorCode, problems: readonly Problem[], cause?: unknown) {
    super(describe(code, problems), cause === undefined ? undefined : { cause });
    this.code = code;
    this.exitCode = configErrors[code].exitCode;
    this.problems = problems;
  }
}

function describe(code: ConfigErrorCode, problems: readonly Problem[]): string {
  const lines = problems.map(({ where, key, message }) =>
    key === "" ? `${where}: ${message}` : `${where}: ${key}: ${message}`,
  );
  if (code === "usage") return [...lines, "Run with --help to see every flag."].join("\n");
  const count = lines.length === 1 ? "a problem" : `${lines.length} problems`;
  return [`The config has ${count}:`, ...lines.map((line) => `  ${line}`)].join("\n");
}
