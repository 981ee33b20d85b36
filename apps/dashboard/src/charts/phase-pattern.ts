export type DrawnPhase = "queued" | "waiting" | "streaming" | "tool" | "failed";

/** Phases differ by pattern, not by colour alone: hatched, hollow, solid, stippled; failed is a tick. */
export const phasePattern = {
  queued: "bg-[repeating-linear-gradient(135deg,var(--queue)_0_3px,transparent_3px_6px)]",
  waiting: "border-[1.3px] border-stream bg-[color-mix(in_srgb,var(--stream)_16%,transparent)]",
  streaming: "bg-stream",
  tool: "bg-tool bg-[radial-gradient(circle,var(--bg)_1px,transparent_1.4px)] bg-[length:5px_4px]",
  failed: "bg-bad",
} as const satisfies Record<DrawnPhase, string>;
