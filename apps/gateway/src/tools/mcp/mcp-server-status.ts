/** How a server is. Times are epoch milliseconds. */
export type McpServerStatus =
  | { readonly state: "stopped"; readonly since: number }
  /** `reason` is why it ended before; null where it is started without having failed. */
  | { readonly state: "starting"; readonly since: number; readonly reason: string | null }
  | { readonly state: "ready"; readonly since: number }
  | {
      readonly state: "backoff";
      readonly since: number;
      readonly reason: string;
      readonly nextAttemptAt: number;
    }
  | { readonly state: "disabled"; readonly since: number; readonly reason: string };

/** Why its tools are not there, for whoever misses them; null where they are. */
export function whyNotReady(status: McpServerStatus): string | null {
  switch (status.state) {
    case "ready":
      return null;
    case "stopped":
      return "it is stopped";
    case "starting":
      return status.reason === null
        ? "it is starting"
        : `${status.reason}; it is being started again`;
    case "backoff":
      return `${status.reason}; it is started again by itself`;
    case "disabled":
      break;
  }
  return `${status.reason}; it failed too often and waits for an operator to restart it`;
}
