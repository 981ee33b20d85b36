/** Every flag there is, as node:util's parseArgs wants to know them. */
export const flagOptions = {
  host: { type: "string" },
  port: { type: "string" },
  config: { type: "string" },
  "data-dir": { type: "string" },
  from: { type: "string" },
  to: { type: "string" },
  format: { type: "string" },
  what: { type: "string" },
  out: { type: "string" },
  force: { type: "boolean" },
  check: { type: "boolean" },
  version: { type: "boolean" },
  help: { type: "boolean", short: "h" },
} as const;

type FlagName = keyof typeof flagOptions;

/** The words that may stand first; without one the gateway is started. */
export const commandWords = ["login", "export", "backup"] as const;
export type CommandWord = (typeof commandWords)[number];

const everywhere = ["config", "data-dir", "check", "version", "help"] as const;

/** The flags of each command. */
export const flagsOf: Readonly<Record<CommandWord | "run", readonly FlagName[]>> = {
  run: ["host", "port", ...everywhere],
  login: ["host", "port", ...everywhere],
  export: ["from", "to", "format", "what", "out", "force", ...everywhere],
  backup: ["force", ...everywhere],
};

/** Commands after which the name of a file stands. */
export const takesFile: readonly CommandWord[] = ["backup"];
