import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { cx, Dot } from "../ui/index.ts";
import type { TimeWindow } from "./search.ts";

const choices: readonly { readonly window: TimeWindow | undefined; readonly label: string }[] = [
  { window: undefined, label: "Live" },
  { window: "15m", label: "15m" },
  { window: "1h", label: "1h" },
  { window: "6h", label: "6h" },
  { window: "24h", label: "24h" },
];

const whyNoCustom =
  "Charts go back 24 hours at most, and no further than the gateway's last start. Earlier requests are on the page Requests.";

/** The one control of time for the whole app. */
export function TimeControl() {
  const { window } = useSearch({ from: "__root__" });
  return (
    <>
      <nav
        aria-label="Time"
        className="hidden h-7 overflow-hidden rounded-md border border-line sm:inline-flex"
      >
        {choices.map((choice) => {
          const isChosen = choice.window === window;
          return (
            <Link
              key={choice.label}
              to="."
              search={(now) => ({ ...now, window: choice.window })}
              // The router says which one is current: the one whose window is in the address, or is not.
              activeOptions={{ exact: true, includeSearch: true, explicitUndefined: true }}
              className={cx(
                "flex items-center gap-1.5 px-2.5 leading-[26px] -outline-offset-2",
                isChosen ? "bg-ok/15 text-text" : "text-muted hover:text-text",
              )}
            >
              {choice.window === undefined ? <Dot tone={isChosen ? "ok" : "none"} /> : null}
              {choice.label}
            </Link>
          );
        })}
        <button
          type="button"
          aria-disabled
          aria-describedby="why-no-custom"
          title={whyNoCustom}
          className="hidden cursor-not-allowed px-2.5 text-muted opacity-60 -outline-offset-2 lg:block"
        >
          Custom…
        </button>
        <span id="why-no-custom" hidden>
          {whyNoCustom}
        </span>
      </nav>
      <TimeSelect window={window} />
    </>
  );
}

/** The same on a screen too narrow for the row. */
function TimeSelect({ window }: { readonly window: TimeWindow | undefined }) {
  const navigate = useNavigate();
  return (
    <select
      aria-label="Time"
      value={window ?? "live"}
      className="h-7 rounded-md border border-line bg-raised px-1.5 sm:hidden"
      onChange={({ target }) => {
        const choice = choices.find((each) => each.label === target.value);
        void navigate({ to: ".", search: (now) => ({ ...now, window: choice?.window }) });
      }}
    >
      {choices.map(({ label, window: value }) => (
        <option key={label} value={value ?? "live"}>
          {label}
        </option>
      ))}
    </select>
  );
}
