const themes = ["system", "dark", "light"] as const;
export type Theme = (typeof themes)[number];

const storageKey = "signalbox-theme";
const changed = "signalbox-theme";
const systemIsLight = "(prefers-color-scheme: light)";

/** The operator's choice; the system's where none was made. Kept by the browser. */
export function readTheme(): Theme {
  const kept = localStorage.getItem(storageKey);
  return themes.find((theme) => theme === kept) ?? "system";
}

export function chooseTheme(theme: Theme): void {
  localStorage.setItem(storageKey, theme);
  dispatchEvent(new Event(changed));
}

export function onThemeChange(listener: () => void): () => void {
  const names = [changed, "storage"];
  for (const name of names) addEventListener(name, listener);
  return () => {
    for (const name of names) removeEventListener(name, listener);
  };
}

/** Puts the theme on the page now, and again whenever the system or another tab changes it. */
export function followTheme(): void {
  applyTheme();
  matchMedia(systemIsLight).addEventListener("change", applyTheme);
  onThemeChange(applyTheme);
}

function applyTheme(): void {
  const theme = readTheme();
  const isLight = theme === "light" || (theme === "system" && matchMedia(systemIsLight).matches);
  document.documentElement.dataset["theme"] = isLight ? "light" : "dark";
}
