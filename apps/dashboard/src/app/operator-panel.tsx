import { useSyncExternalStore, type ReactElement } from "react";
import { useWhoami } from "../api/index.ts";
import { signOut } from "../sign-in/session.ts";
import { Menu, MenuChoice, MenuItem, MenuLine, MenuNote } from "../ui/index.ts";
import { openPanel } from "./panels.ts";
import { useOpenView, useSavedViews } from "./use-saved-views.ts";
import { onNoticesChange, readNotices, wantNotices } from "./notices.ts";
import { chooseTheme, onThemeChange, readTheme } from "./theme.ts";

const themeOptions = [
  { value: "system", label: "As the system" },
  { value: "dark", label: "Dark" },
  { value: "light", label: "Light" },
] as const;

export interface OperatorPanelProps {
  readonly trigger: ReactElement<Record<string, unknown>>;
}

export function OperatorPanel({ trigger }: OperatorPanelProps) {
  const { data: you } = useWhoami();
  const theme = useSyncExternalStore(onThemeChange, readTheme);
  return (
    <Menu trigger={trigger} defaultOpen>
      <MenuNote>
        Signed in as <b className="font-medium text-text">{you?.name}</b>, {you?.role}
      </MenuNote>
      <MenuLine />
      <MenuChoice label="Theme" value={theme} options={themeOptions} onChange={chooseTheme} />
      <MenuLine />
      <SavedViews />
      <MenuLine />
      <Notices />
      <MenuItem onSelect={() => openPanel("keys")}>Keyboard map</MenuItem>
      <MenuItem onSelect={() => void signOut()}>Sign out</MenuItem>
    </Menu>
  );
}

/** More than these would not fit; the palette has them all. */
const viewsShown = 8;

function SavedViews() {
  const views = useSavedViews();
  const openView = useOpenView();
  return (
    <>
      {views.slice(0, viewsShown).map((view) => (
        <MenuItem key={view.name} onSelect={() => openView(view)}>
          <span className="max-w-56 truncate">{view.name}</span>
        </MenuItem>
      ))}
      <MenuItem onSelect={() => openPanel("views")}>
        {views.length === 0 ? "Save this view…" : "Saved views…"}
      </MenuItem>
    </>
  );
}

/** Asks the browser's leave only when it is pressed. */
function Notices() {
  const standing = useSyncExternalStore(onNoticesChange, readNotices);
  if (standing === "unsupported") return null;
  if (standing === "blocked") return <MenuNote>Notifications are blocked in this browser</MenuNote>;
  return (
    <MenuItem onSelect={() => void wantNotices(standing === "off")}>
      {standing === "off" ? "Notify me when something turns red" : "Stop notifying me"}
    </MenuItem>
  );
}
