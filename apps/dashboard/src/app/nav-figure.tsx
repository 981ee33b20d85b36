import { cx } from "../ui/index.ts";

/** The small figure beside a page's name. */
export interface NavFigure {
  readonly text: string;
  /** Where its colour says how well something is; the text says the same. */
  readonly tone?: "ok" | "warn" | "bad";
}

const tones = { ok: "text-ok", warn: "text-warn", bad: "text-bad" } as const;

export function NavFigureText({ figure }: { readonly figure: NavFigure | null }) {
  return (
    <span
      className={cx(
        "live-value font-mono text-2xs",
        figure?.tone === undefined ? "text-faint" : tones[figure.tone],
      )}
    >
      {figure?.text}
    </span>
  );
}
