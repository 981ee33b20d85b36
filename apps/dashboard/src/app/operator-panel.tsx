import { useSyncExternalStore, type ReactElement } from "react";
import { useWhoami } from "../api/index.ts";
import { signOut } from "../sign-in/session.ts";
import { Menu, MenuChoice, MenuItem, MenuLine, MenuNote } from "../ui/index.ts";
import { openPanel } from "./panels.ts";
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
      <MenuItem onSelect={() => openPanel("keys")}>Keyboard map</MenuItem>
      <MenuItem onSelect={() => void signOut()}>Sign out</MenuItem>
    </Menu>
  );
}
