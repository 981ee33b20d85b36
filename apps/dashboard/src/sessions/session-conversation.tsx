import type { Message, RequestRow } from "@signalbox/api-contract";
import { Card, EmptyState } from "../ui/index.ts";
import { useRequestDetail } from "../requests/use-request-detail.ts";
import { SessionMessages } from "./session-messages.tsx";

export interface SessionConversationProps {
  /** Undefined until it is there. */
  readonly messages: readonly Message[] | undefined;
  readonly requests: readonly RequestRow[];
  readonly now: number;
  /** The past moment that is shown. */
  readonly at: number | undefined;
}

const look = "lg:min-h-0";
const bodyLook = "overflow-y-auto";

/** The conversation as it is kept; of what is passed through, what the newest request carried. */
export function SessionConversation(props: SessionConversationProps) {
  const { messages, requests, now, at } = props;
  const said = messages?.filter((message) => at === undefined || (message.at ?? 0) <= at) ?? [];
  if (said.length > 0) {
    return (
      <Card
        title="Conversation"
        subtitle={`${said.length === 1 ? "1 message" : `${said.length} messages`}, oldest first`}
        className={look}
        bodyClassName={bodyLook}
      >
        <SessionMessages messages={said} now={now} />
      </Card>
    );
  }
  const newest = requests.at(-1);
  if (newest !== undefined && (messages === undefined || messages.length === 0)) {
    return <CarriedMessages request={newest} now={now} />;
  }
  return (
    <Card title="Conversation" className={look}>
      <EmptyState title={at === undefined ? "Nothing was said yet" : "Nothing had been said"} />
    </Card>
  );
}

/** A client that is passed through sends the whole conversation each time: the last one tells it. */
function CarriedMessages({ request, now }: { readonly request: RequestRow; readonly now: number }) {
  const { detail, error } = useRequestDetail(request.id);
  const carried = detail?.messages ?? [];
  return (
    <Card
      title="Conversation"
      subtitle="none is kept here; this is what the newest request carried"
      className={look}
      bodyClassName={bodyLook}
    >
      {carried.length > 0 ? (
        <SessionMessages messages={carried} now={now} />
      ) : detail === null && error === null ? (
        <EmptyState title="Loading…" />
      ) : (
        <EmptyState title="No messages">
          What was said is not kept, or nothing was said yet.
        </EmptyState>
      )}
    </Card>
  );
}
