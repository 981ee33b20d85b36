import type { Message } from "@signalbox/api-contract";
import { useOpenRequest } from "../app/open-request.tsx";
import { formatBytes, shortId } from "../figures/figures.ts";
import { PlainText } from "../requests/plain-text.tsx";
import { visibleText } from "../ui/visible-text.ts";
import { timeText } from "../time/index.ts";
import { cx } from "../ui/index.ts";

export interface SessionMessagesProps {
  readonly messages: readonly Message[];
  readonly now: number;
}

const roles = {
  system: "text-muted",
  user: "text-text",
  assistant: "text-info",
  tool: "text-tool",
} as const;

/** What was said, oldest first, each message with the way to the request that said it. */
export function SessionMessages({ messages, now }: SessionMessagesProps) {
  const openRequest = useOpenRequest();
  return (
    <ol>
      {messages.map((message, i) => {
        const { role, tool, at, requestId, truncatedBytes, text } = message;
        // Told once for all that one request said.
        const isFirst = requestId === null || requestId !== messages[i - 1]?.requestId;
        return (
          <li
            // oxlint-disable-next-line react/no-array-index-key -- messages have no id, and only come at the end
            key={i}
            className="grid gap-x-3.5 gap-y-1 border-b border-line-soft px-3 py-2.5 sm:grid-cols-[128px_minmax(0,1fr)]"
          >
            <div className="flex gap-x-2.5 text-xs sm:flex-col">
              <h3 className={cx("font-semibold", roles[role])}>
                {role}
                {tool === null ? null : (
                  <span className="block font-mono font-normal wrap-anywhere text-muted max-sm:inline">
                    {" "}
                    {role === "assistant" ? "calls " : ""}
                    {visibleText(tool)}
                  </span>
                )}
              </h3>
              {at === null || !isFirst ? null : (
                <span className="text-faint">{timeText(at, now)}</span>
              )}
              {requestId === null || !isFirst ? null : (
                <button
                  type="button"
                  title={requestId}
                  aria-label={`Open the request ${visibleText(shortId(requestId))}`}
                  onClick={() => openRequest(requestId)}
                  className="truncate text-left font-mono text-2xs text-info hover:underline"
                >
                  {visibleText(shortId(requestId))}
                </button>
              )}
            </div>
            <div className="min-w-0">
              <pre className="font-mono text-xs leading-[1.55] wrap-anywhere whitespace-pre-wrap">
                <PlainText text={text} />
              </pre>
              {truncatedBytes > 0 ? (
                <p className="mt-1 text-xs text-muted">
                  {formatBytes(truncatedBytes)} were not kept
                </p>
              ) : null}
            </div>
          </li>
        );
      })}
    </ol>
  );
}
