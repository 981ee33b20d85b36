import { useRef, useState } from "react";
import { ActionButton } from "../actions/index.ts";
import { isApple, Kbd } from "../ui/index.ts";

export interface ComposerProps {
  /** Null where a message may be sent; else why not. */
  readonly whyNot: string | null;
  /** Nothing can be written either. */
  readonly isClosed: boolean;
  readonly isSending: boolean;
  readonly onSend: (message: string) => Promise<unknown>;
}

/** Where a message is written, and sent with the button or from the keyboard. */
export function Composer({ whyNot, isClosed, isSending, onSend }: ComposerProps) {
  const [message, setMessage] = useState("");
  const field = useRef<HTMLTextAreaElement>(null);
  const reason = whyNot ?? (message.trim() === "" ? "Write a message first." : null);
  const send = async () => {
    if (reason !== null || isSending) return;
    field.current?.focus();
    try {
      await onSend(message);
      setMessage((now) => (now === message ? "" : now));
    } catch {
      // What went wrong stands over the field, and what was written stays in it.
    }
  };
  return (
    <form
      className="flex shrink-0 flex-col gap-2 border-t border-line-soft p-3"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <textarea
        ref={field}
        aria-label="Message"
        value={message}
        rows={3}
        disabled={isClosed}
        placeholder="Ask it something: what time it is, or 17 % of 240."
        onChange={({ target }) => setMessage(target.value)}
        onKeyDown={(event) => {
          if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
          event.preventDefault();
          void send();
        }}
        className="max-h-60 min-h-16 resize-y rounded-md border border-line bg-bg px-2.5 py-2 disabled:opacity-60"
      />
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <ActionButton
          look="primary"
          whyNot={reason}
          aria-busy={isSending}
          onClick={() => void send()}
        >
          {isSending ? "Sending…" : "Send"}
        </ActionButton>
        <span className="text-muted">
          {whyNot ?? (
            <>
              or <Kbd>{isApple ? "⌘" : "Ctrl"}</Kbd> <Kbd>Enter</Kbd>
            </>
          )}
        </span>
      </div>
    </form>
  );
}
