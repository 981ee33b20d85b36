import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { openPanel } from "../app/panels.ts";
import { cx, Dot } from "../ui/index.ts";
import { presetWindows } from "./time-window.ts";

const customValue = "custom";
const momentValue = "moment";
const choiceLook = "flex items-center gap-1.5 px-2.5 leading-[26px] -outline-offset-2";

/** The one control of time for the whole app: live, or a window that ends now or at a past moment. */
export function TimeControl() {
  const { window, at } = useSearch({ from: "__root__" });
  // A moment by itself has the window that is its page's own: none is marked.
  const isLive = window === undefined && at === undefined;
  const custom = isPreset(window) ? undefined : window;
  return (
    <>
      <nav
        aria-label="Time"
        className="hidden h-7 overflow-hidden rounded-md border border-line md:inline-flex"
      >
        <Link
          to="."
          search={(now) => ({ ...now, window: undefined, at: undefined })}
          // The router says which one is current: the one whose window is in the address, or is not.
          activeOptions={{ exact: true, includeSearch: true, explicitUndefined: true }}
          className={lookOf(isLive)}
        >
          <Dot tone={isLive ? "ok" : "none"} />
          Live
        </Link>
        {presetWindows.map((preset) => (
          <Link
            key={preset}
            to="."
            search={(now) => ({ ...now, window: preset })}
            activeOptions={{ exact: true, includeSearch: true, explicitUndefined: true }}
            className={lookOf(window === preset)}
          >
            {preset}
          </Link>
        ))}
        <button
          type="button"
          aria-haspopup="dialog"
          aria-keyshortcuts="t"
          onClick={() => openPanel("time")}
          className={lookOf(custom !== undefined)}
        >
          {custom === undefined ? "Custom…" : `${custom}…`}
        </button>
      </nav>
      <TimeSelect chosen={isLive ? "live" : (window ?? momentValue)} custom={custom} />
    </>
  );
}

interface TimeSelectProps {
  readonly chosen: string;
  readonly custom: string | undefined;
}

/** The same on a screen too narrow for the row. */
function TimeSelect({ chosen, custom }: TimeSelectProps) {
  const navigate = useNavigate();
  const choose = (value: string) => {
    if (value === customValue) {
      openPanel("time");
      return;
    }
    if (value === momentValue) return;
    const window = presetWindows.find((preset) => preset === value);
    void navigate({
      to: ".",
      search: (now) => ({ ...now, window, at: window === undefined ? undefined : now.at }),
    });
  };
  return (
    <select
      aria-label="Time"
      value={chosen}
      className="h-7 rounded-md border border-line bg-raised px-1.5 md:hidden"
      onChange={({ target }) => choose(target.value)}
    >
      <option value="live">Live</option>
      {presetWindows.map((preset) => (
        <option key={preset}>{preset}</option>
      ))}
      {custom === undefined ? null : <option>{custom}</option>}
      {chosen === momentValue ? <option value={momentValue}>A moment</option> : null}
      <option value={customValue}>Custom…</option>
    </select>
  );
}

function lookOf(isChosen: boolean): string {
  return cx(choiceLook, isChosen ? "bg-ok/15 text-text" : "text-muted hover:text-text");
}

function isPreset(window: string | undefined): boolean {
  return window === undefined || presetWindows.some((preset) => preset === window);
}
