/** How each level of the verdict looks, and the word that says the same. */
export const verdictLevels = {
  ok: { mark: "●", word: "Normal", box: "border-line bg-surface", tone: "text-ok" },
  warn: {
    mark: "▲",
    word: "Warning",
    box: "border-[color-mix(in_srgb,var(--warn)_45%,var(--line))] bg-[color-mix(in_srgb,var(--warn)_7%,var(--surface))]",
    tone: "text-warn",
  },
  bad: {
    mark: "■",
    word: "Problem",
    box: "border-[color-mix(in_srgb,var(--bad)_50%,var(--line))] bg-[color-mix(in_srgb,var(--bad)_8%,var(--surface))]",
    tone: "text-bad",
  },
  unknown: {
    mark: "?",
    word: "Unknown",
    box: "border-line border-dashed bg-surface",
    tone: "text-muted",
  },
} as const;
