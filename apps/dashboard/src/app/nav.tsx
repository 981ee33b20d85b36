import { Link, useLocation } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { useShown } from "../live/index.ts";
import { cx } from "../ui/index.ts";
import { navEntries, type NavEntry } from "./nav-entries.ts";
import { NavFigureText, type NavFigure } from "./nav-figure.tsx";

const groups = [...new Set(navEntries.map(({ group }) => group))];

/** Under the breakpoint `md`. */
const phone = "(width < 900px)";

/** Pages at the left edge; along the bottom on a narrow screen. */
export function Nav() {
  const page = useLocation({ select: ({ pathname }) => pathname });
  const nav = useRef<HTMLElement>(null);
  useEffect(() => {
    // A phone's bar holds a few pages at a time: the one that is open is among them. Where all are in sight, to look
    // for it would lay the page out before there is anything on it.
    if (!matchMedia(phone).matches) return;
    const open = page === "" ? null : nav.current?.querySelector("[aria-current=page]");
    open?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [page]);
  return (
    <nav
      ref={nav}
      aria-label="Pages"
      className={cx(
        "order-last flex shrink-0 border-t border-line bg-surface max-md:overflow-x-auto",
        "md:order-none md:w-[188px] md:flex-col md:gap-0.5 md:border-t-0 md:border-r md:px-2 md:py-3",
      )}
    >
      {groups.map((group) => (
        <div key={group} className="contents md:flex md:flex-col md:gap-0.5">
          {group === "" ? null : (
            <h2 className="hidden px-2.5 pt-3.5 pb-1 text-2xs text-faint md:block">{group}</h2>
          )}
          {navEntries
            .filter((entry) => entry.group === group)
            .map((entry) => (
              <NavLink key={entry.to} entry={entry} />
            ))}
        </div>
      ))}
    </nav>
  );
}

function NavLink({ entry }: { readonly entry: NavEntry }) {
  return (
    <Link
      to={entry.to}
      activeOptions={{ exact: entry.to === "/", includeSearch: false }}
      title={`${entry.label} (g ${entry.key})`}
      className={cx(
        "flex flex-1 flex-col items-center rounded-md px-2.5 py-1.5 text-2xs text-muted hover:text-text",
        "md:flex-none md:flex-row md:justify-between md:text-sm",
        "aria-[current=page]:bg-raised aria-[current=page]:text-text",
        "aria-[current=page]:shadow-[inset_0_2px_0_0_var(--ok)] md:aria-[current=page]:shadow-[inset_2px_0_0_0_var(--ok)]",
      )}
    >
      {entry.label}
      {entry.AskedFigure === undefined ? <LiveFigure entry={entry} /> : <entry.AskedFigure />}
    </Link>
  );
}

const none: NavFigure = { text: "" };

function LiveFigure({ entry }: { readonly entry: NavEntry }) {
  const figure = useShown(
    (state) => (state.loaded ? entry.figure?.(state) : null) ?? none,
    (a, b) => a.text === b.text && a.tone === b.tone,
  );
  if (entry.figure !== undefined) return <NavFigureText figure={figure} />;
  return <span className="hidden font-mono text-2xs text-faint md:inline">g {entry.key}</span>;
}
