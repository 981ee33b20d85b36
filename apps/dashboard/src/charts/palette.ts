/** Colours of the current theme by token name (`stream`, `line-soft` …), and the two font stacks. */
export type Palette = (token: string) => string;

/** Reads tokens from the page's custom properties, each once. Make a new one when the theme changes. */
export function readPalette(root: Element = document.documentElement): Palette {
  const style = getComputedStyle(root);
  const read = new Map<string, string>();
  return (token) => {
    const name = token.startsWith("--") ? token : `--${token}`;
    const known = read.get(name);
    if (known !== undefined) return known;
    const value = style.getPropertyValue(name).trim();
    read.set(name, value);
    return value;
  };
}

/** Calls back after the page's theme changed, whoever changed it. Returns what stops it. */
export function onThemeChange(callback: () => void): () => void {
  const attribute = new MutationObserver(callback);
  attribute.observe(document.documentElement, {
    attributes: true,
    attributeFilter: ["data-theme", "class"],
  });
  const system = matchMedia("(prefers-color-scheme: dark)");
  system.addEventListener("change", callback);
  return () => {
    attribute.disconnect();
    system.removeEventListener("change", callback);
  };
}
