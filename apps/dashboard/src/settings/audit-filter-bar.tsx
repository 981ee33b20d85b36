import { useNavigate, useSearch } from "@tanstack/react-router";
import { useMemo } from "react";
import type { SettingsSearch } from "../app/search.ts";
import { TextFilter } from "../filters/text-filter.tsx";
import { visibleText } from "../ui/visible-text.ts";
import type { AuditEntry } from "./audit-subject.ts";

const fieldLook = "h-7 max-w-56 rounded-md border border-line bg-raised px-2 text-xs text-text";

/** Nouns that actions are about; one of them stands for all that is done to it. */
const nouns = ["token.", "lane.", "model.", "tool.", "mcpServer.", "request."] as const;

/** Who, what and words; they stand in the URL. */
export function AuditFilterBar({ entries }: { readonly entries: readonly AuditEntry[] }) {
  const { who, action, text = "" } = useSearch({ from: "/settings" });
  const navigate = useNavigate();
  const set = (change: SettingsSearch) => {
    void navigate({ to: "/settings", replace: true, search: (now) => ({ ...now, ...change }) });
  };
  const people = useMemo(() => namesOf(entries, "who", who), [entries, who]);
  const actions = useMemo(
    () => [...new Set([...nouns, ...namesOf(entries, "action", action)])],
    [entries, action],
  );
  return (
    <>
      <select
        aria-label="Who"
        className={fieldLook}
        value={who ?? ""}
        onChange={({ target }) => set({ who: target.value === "" ? undefined : target.value })}
      >
        <option value="">everybody</option>
        {people.map((each) => (
          <option key={each} value={each}>
            {visibleText(each)}
          </option>
        ))}
      </select>
      <select
        aria-label="Action"
        className={fieldLook}
        value={action ?? ""}
        onChange={({ target }) => set({ action: target.value === "" ? undefined : target.value })}
      >
        <option value="">every action</option>
        {actions.map((each) => (
          <option key={each} value={each}>
            {each.endsWith(".") ? `${each}*` : visibleText(each)}
          </option>
        ))}
      </select>
      <TextFilter
        label="Search the audit log"
        placeholder="Search"
        className="w-52 text-xs"
        text={text}
        onChange={(typed) => set({ text: typed === "" ? undefined : typed })}
      />
    </>
  );
}

function namesOf(
  entries: readonly AuditEntry[],
  key: "who" | "action",
  chosen: string | undefined,
): string[] {
  const names = entries.map((entry) => entry[key]);
  return [...new Set(chosen === undefined ? names : [...names, chosen])].toSorted();
}
