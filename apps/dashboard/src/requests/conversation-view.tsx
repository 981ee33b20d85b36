import type { Message } from "@signalbox/api-contract";
import { EmptyState, cx } from "../ui/index.ts";
import { formatBytes } from "../figures/figures.ts";
import { PlainText } from "./plain-text.tsx";
import { visibleText } from "../ui/visible-text.ts";

export interface ConversationViewProps {
  readonly messages: readonly Message[];
  readonly requestId: string;
}

/** What was said, oldest first; the messages of other requests of the session are quieter. */
export function ConversationView({ messages, requestId }: ConversationViewProps) {
  if (messages.length === 0) {
    return (
      <EmptyState title="No messages">
        Content is not kept, or nothing has been said yet.
      </EmptyState>
    );
  }
  return (
    <ol className="grid gap-3.5">
      {messages.map((message, i) => {
        const isOther = message.requestId !== null && message.requestId !== requestId;
        return (
          <li
            // oxlint-disable-next-line react/no-array-index-key -- messages have no id, and only come at the end
            key={i}
            className={cx("rounded-lg border border-line bg-surface", isOther && "opacity-70")}
          >
            <h2 className="flex gap-2.5 border-b border-line-soft px-3 py-1.75 text-xs font-semibold">
              {message.role}
              <span className="font-[450] text-muted">
                {message.tool !== null && visibleText(message.tool)}{" "}
                {isOther && "from an earlier request "}
                {message.truncatedBytes > 0 &&
                  `${formatBytes(message.truncatedBytes)} were not kept`}
              </span>
            </h2>
            <pre className="px-3 py-2.25 font-mono text-xs leading-[1.55] wrap-anywhere whitespace-pre-wrap">
              <PlainText text={message.text} />
            </pre>
          </li>
        );
      })}
    </ol>
  );
}
