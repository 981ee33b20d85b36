import { useMemo } from "react";
import { useOpenRequest } from "../app/open-request.tsx";
import { LanesHeader, LanesView } from "../lanes/index.ts";
import { liveStore } from "../live/index.ts";
import { sessionLane } from "./session-lane.ts";

export interface LaneStripProps {
  readonly sessionId: string | undefined;
  readonly clientId: string;
}

const title = "Its lane, last 60 s";

/** The conversation's own lane, as it runs. Live whatever moment is shown: what is tried is tried now. */
export function LaneStrip({ sessionId, clientId }: LaneStripProps) {
  const openRequest = useOpenRequest();
  // No session has an empty name.
  const store = useMemo(
    () => sessionLane(liveStore, { sessionId: sessionId ?? "", clientId }),
    [sessionId, clientId],
  );
  return (
    <div className="h-[92px] shrink-0 border-b border-line-soft">
      <LanesView
        store={store}
        title={title}
        header={<LanesHeader store={store} title={title} />}
        onOpenRequest={openRequest}
        isStrip
      />
    </div>
  );
}
