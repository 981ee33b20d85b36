export type DrawnPhase =
  | "queued"
  | "waiting"
  | "streaming"
  | "tool"
  | "failed"
  | "cancelled"
  | "interrupted";

/**
 * Phases differ by pattern, not by colour alone: hatched, hollow, solid, stippled. Ends differ by shape:
 * failed is a tick, cancelled a cross, interrupted a torn edge.
 */
export const phasePattern = {
  queued: "bg-[repeating-linear-gradient(135deg,var(--queue)_0_3px,transparent_3px_6px)]",
  waiting: "border-[1.3px] border-stream bg-[color-mix(in_srgb,var(--stream)_16%,transparent)]",
  streaming: "bg-stream",
  tool: "bg-tool bg-[radial-gradient(circle,var(--bg)_1px,transparent_1.4px)] bg-[length:5px_4px]",
  failed: "bg-bad",
  cancelled: "text-muted",
  interrupted: "text-warn",
} as const satisfies Record<DrawnPhase, string>;
