import { parseArgs } from "node:util";

export interface HistoryFlags {
  /** 1 is a file of two million requests; each benchmark has its own where none is told. */
  readonly scale: number | undefined;
  readonly seed: number;
  readonly file: string | undefined;
  readonly keep: boolean;
  readonly seconds: number;
  /** The dashboard's only: less of everything, for a look. */
  readonly quick: boolean;
}

const options = {
  scale: { type: "string" },
  seed: { type: "string", default: "1" },
  file: { type: "string" },
  keep: { type: "boolean", default: false },
  seconds: { type: "string", default: "60" },
  quick: { type: "boolean", default: false },
} as const;

/** The benchmarks that were named, and how the history ones are to run. */
export function readArguments(args: readonly string[]) {
  const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
  const flags: HistoryFlags = {
    scale: values.scale === undefined ? undefined : positive("scale", values.scale),
    seed: positive("seed", values.seed),
    file: values.file,
    keep: values.keep,
    seconds: positive("seconds", values.seconds),
    quick: values.quick,
  };
  return { named: positionals, flags };
}

function positive(name: string, text: string): number {
  const number = Number(text);
  if (number > 0 && Number.isFinite(number)) return number;
  throw new Error(`--${name} takes a number above 0, and not ${text}`);
}
