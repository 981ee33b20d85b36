import { cx } from "../ui/index.ts";

/** The small figure beside a page's name. */
export interface NavFigure {
  readonly text: string;
  readonly isBad?: boolean;
}

export function NavFigureText({ figure }: { readonly figure: NavFigure | null }) {
  return (
    <span
      className={cx(
        "live-value font-mono text-2xs",
        figure?.isBad === true ? "text-bad" : "text-faint",
      )}
    >
      {figure?.text}
    </span>
  );
}
