import { useNavigate } from "@tanstack/react-router";
import { useId, useMemo, useRef, useState, type KeyboardEvent } from "react";
import { shownStore } from "../live/index.ts";
import { modelAddress } from "../models/model-address.ts";
import { signOut } from "../sign-in/session.ts";
import { useGoLive } from "../time/index.ts";
import { cx, Dialog, Kbd } from "../ui/index.ts";
import { navEntries } from "./nav-entries.ts";
import { useOpenRequest } from "./open-request.tsx";
import {
  matchEntries,
  modelEntries,
  requestEntries,
  type PaletteEntry,
} from "./palette-entries.ts";
import { openPanel } from "./panels.ts";
import type { SettingsSearch } from "./search.ts";
import { chooseTheme } from "./theme.ts";
import { useTogglePause } from "./use-pause.ts";
import { useOpenView, useSavedViews } from "./use-saved-views.ts";

/** Finds pages, models, requests in flight and actions by typing. */
export function Palette({ onClose }: { readonly onClose: () => void }) {
  const [query, setQuery] = useState("");
  const [selected, setSelected] = useState(0);
  const entries = useEntries(query);
  const listId = useId();
  const list = useRef<HTMLDivElement>(null);

  function choose(entry: PaletteEntry | undefined) {
    if (entry === undefined) return;
    onClose();
    entry.run();
  }

  function press(event: KeyboardEvent) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Enter") choose(entries[selected]);
    else if (step === undefined || entries.length === 0) return;
    else {
      const next = (selected + step + entries.length) % entries.length;
      setSelected(next);
      list.current?.children.item(next)?.scrollIntoView({ block: "nearest" });
    }
    event.preventDefault();
  }

  return (
    <Dialog open onOpenChange={onClose} title="Search or run a command" hideTitle>
      <input
        role="combobox"
        aria-expanded
        aria-controls={listId}
        aria-activedescendant={entries.length === 0 ? undefined : `${listId} ${selected}`}
        aria-label="Search or run a command"
        placeholder="A page, an action, a model, or a request by id, session or client"
        value={query}
        onChange={({ target }) => {
          setQuery(target.value);
          setSelected(0);
        }}
        onKeyDown={press}
        className="h-11 w-full shrink-0 border-b border-line-soft bg-transparent px-4 outline-none"
      />
      {/* oxlint-disable jsx-a11y/prefer-tag-over-role, jsx-a11y/click-events-have-key-events -- A combobox's list has no tag of its own, and the field above has its keys. */}
      <div ref={list} id={listId} role="listbox" aria-label="Found" className="overflow-auto p-1.5">
        {entries.map((entry, index) => (
          <div
            key={entry.id}
            id={`${listId} ${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === selected}
            onClick={() => choose(entry)}
            onPointerMove={() => setSelected(index)}
            className={cx(
              "flex cursor-default items-center gap-3 rounded-md px-2.5 py-1.5",
              index === selected && "bg-line-soft",
            )}
          >
            <span className="min-w-0 truncate">{entry.label}</span>
            <span className="ml-auto shrink-0 text-xs text-muted">{entry.hint}</span>
          </div>
        ))}
      </div>
      {/* oxlint-enable jsx-a11y/prefer-tag-over-role, jsx-a11y/click-events-have-key-events */}
      {entries.length === 0 ? (
        <p className="px-4 pb-4 text-muted">Nothing here has that name.</p>
      ) : (
        <p className="flex gap-3 border-t border-line-soft px-4 py-2 text-2xs text-faint">
          <span>
            <Kbd>↑</Kbd> <Kbd>↓</Kbd> choose
          </span>
          <span>
            <Kbd>Enter</Kbd> open
          </span>
          <span>
            <Kbd>Esc</Kbd> close
          </span>
        </p>
      )}
    </Dialog>
  );
}

function useEntries(query: string): PaletteEntry[] {
  const navigate = useNavigate();
  const openRequest = useOpenRequest();
  const togglePause = useTogglePause();
  const goLive = useGoLive();
  const views = useSavedViews();
  const openView = useOpenView();
  const fixed = useMemo<PaletteEntry[]>(() => {
    const action = (label: string, hint: string, run: () => void) =>
      ({ id: `action ${label}`, group: "Actions", label, hint, run }) as const;
    const openSettings = (tab: SettingsSearch["tab"]) =>
      void navigate({ to: "/settings", search: { tab } });
    return [
      ...navEntries.map(({ to, label, key }) => ({
        id: `page ${to}`,
        group: "Pages" as const,
        label,
        hint: `g ${key}`,
        run: () => void navigate({ to }),
      })),
      ...views.map((view) => ({
        id: `view ${view.name}`,
        group: "Saved views" as const,
        label: view.name,
        hint: "saved view",
        run: () => openView(view),
      })),
      action("Slowest requests in flight", "Requests", () => {
        void navigate({ to: "/requests", search: { state: "running", sort: "age" } });
      }),
      action("Failed requests", "Requests", () => {
        void navigate({ to: "/requests", search: { outcome: "failed" } });
      }),
      action("First steps: connect a client, add a provider", "Overview", () => {
        void navigate({ to: "/", search: { steps: true } });
      }),
      action("Tokens: who may do what", "Settings", () => openSettings("tokens")),
      action("Config in force", "Settings", () => openSettings("config")),
      action("Storage and retention", "Settings", () => openSettings("storage")),
      action("Audit log: who changed what, and why", "Settings", () => openSettings("audit")),
      action("Pause, or go on", "space", togglePause),
      action("Look at the past", "t", () => openPanel("time")),
      action("Back to live", "l", goLive),
      action("Save this view, or change saved ones", "v", () => openPanel("views")),
      action("Evidence of the verdict", "action", () => {
        void navigate({ to: ".", search: (now) => ({ ...now, evidence: true }) });
      }),
      action("Copy view URL", "action", () => {
        void navigator.clipboard.writeText(globalThis.location.href);
      }),
      action("Dark theme", "action", () => chooseTheme("dark")),
      action("Light theme", "action", () => chooseTheme("light")),
      action("Theme as the system", "action", () => chooseTheme("system")),
      action("Keyboard map", "?", () => openPanel("keys")),
      action("Sign out", "action", () => void signOut()),
    ];
  }, [navigate, togglePause, goLive, views, openView]);
  return useMemo(() => {
    const { requests, recent, models } = shownStore.getState();
    const rows = [...requests.values(), ...recent];
    return [
      ...matchEntries(fixed, query),
      ...modelEntries(models, query, (model) => void navigate(modelAddress(model))),
      ...requestEntries(rows, query, openRequest),
    ];
  }, [fixed, query, navigate, openRequest]);
}
