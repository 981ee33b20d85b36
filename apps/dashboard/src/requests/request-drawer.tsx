import { Drawer } from "../ui/index.ts";
import { RequestView } from "./request-view.tsx";

export interface RequestDrawerProps {
  readonly requestId: string;
  readonly onClose: () => void;
}

/** One request over the page it was opened from. */
export function RequestDrawer({ requestId, onClose }: RequestDrawerProps) {
  return (
    <Drawer title={`Request ${requestId}`} onClose={onClose}>
      <RequestView key={requestId} requestId={requestId} onClose={onClose} />
    </Drawer>
  );
}
