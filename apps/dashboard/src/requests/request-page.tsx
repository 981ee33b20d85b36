import { useParams } from "@tanstack/react-router";
import { RequestView } from "./request-view.tsx";

/** One request on a page of its own, for a link that says only that. */
export function RequestPage() {
  const { requestId } = useParams({ from: "/requests/$requestId" });
  return (
    <div className="flex h-full min-h-0 flex-col overflow-hidden rounded-lg border border-line bg-bg">
      <RequestView key={requestId} requestId={requestId} onClose={null} />
    </div>
  );
}
