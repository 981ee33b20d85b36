import { useNavigate, useSearch } from "@tanstack/react-router";
import { settingsTabs } from "../app/search.ts";
import { useShown } from "../live/index.ts";
import { Tabs } from "../ui/index.ts";
import { AuditView } from "./audit-view.tsx";
import { ConfigView } from "./config-view.tsx";
import { StorageView } from "./storage-view.tsx";
import { TokensView } from "./tokens-view.tsx";

const labels = {
  tokens: "Tokens",
  config: "Config in force",
  storage: "Storage",
  audit: "Audit log",
} as const;

const views = {
  tokens: <TokensView />,
  config: <ConfigView />,
  storage: <StorageView />,
  audit: <AuditView />,
} as const;

/** Who may do what, what is in force, what is kept, and who changed what. */
export function SettingsPage() {
  const { tab = "tokens" } = useSearch({ from: "/settings" });
  const navigate = useNavigate();
  const isPast = useShown(({ past }) => past !== null);
  return (
    <>
      <h1 className="sr-only">Settings</h1>
      {isPast ? (
        <p role="note" className="shrink-0 text-xs text-warn">
          Settings are as they are now, not as of the moment that other pages show.
        </p>
      ) : null}
      <Tabs
        value={tab}
        onChange={(next) => {
          // What one part was filtered by means nothing to another.
          void navigate({ to: "/settings", search: { tab: next } });
        }}
        className="flex-1"
        panelClassName="flex min-h-0 flex-1 flex-col gap-3 pt-3"
        tabs={settingsTabs.map((value) => ({
          value,
          label: labels[value],
          content: views[value],
        }))}
      />
    </>
  );
}
