import { useSearch } from "@tanstack/react-router";
import { useNow } from "../app/use-now.ts";
import { cx } from "../ui/index.ts";
import { momentText } from "./moment-text.ts";
import { stepMsOf } from "./scrub.ts";
import { formatWindow } from "./time-window.ts";
import { useGoLive, useScrub } from "./use-scrub.ts";
import { windowMsOf } from "./use-view-time.ts";

const minute = 60_000;
const buttonLook = "h-full px-2.5 -outline-offset-2 hover:bg-info/15";

/** Which past moment is shown, a step back and forward from it, and the way back to live. */
export function MomentBar({ className }: { readonly className?: string }) {
  const { at, window } = useSearch({ from: "__root__" });
  const now = useNow(minute);
  const scrub = useScrub();
  const goLive = useGoLive();
  if (at === undefined) return null;
  const step = formatWindow(stepMsOf(windowMsOf(window)));
  return (
    <fieldset
      aria-label="Past moment"
      className={cx(
        "inline-flex h-7 items-center rounded-md border border-info/60 bg-info/10 whitespace-nowrap text-text",
        className,
      )}
    >
      <button
        type="button"
        aria-label={`Back by ${step}`}
        aria-keyshortcuts="["
        title={`Back by ${step} ([)`}
        onClick={() => scrub(-1)}
        className={cx(buttonLook, "rounded-l-md")}
      >
        <span aria-hidden>◂</span>
      </button>
      <output className="px-1.5">
        <span className="text-muted">as of</span>{" "}
        <time dateTime={new Date(at).toISOString()}>{momentText(at, now)}</time>
      </output>
      <button
        type="button"
        aria-label={`Forward by ${step}`}
        aria-keyshortcuts="]"
        title={`Forward by ${step} (])`}
        onClick={() => scrub(1)}
        className={buttonLook}
      >
        <span aria-hidden>▸</span>
      </button>
      <button
        type="button"
        aria-keyshortcuts="l"
        onClick={goLive}
        className={cx(buttonLook, "rounded-r-md border-l border-info/60")}
      >
        Back to live
      </button>
    </fieldset>
  );
}
