import { Dialog } from "@base-ui/react/dialog";
import { RequestView } from "./request-view.tsx";

export interface RequestDrawerProps {
  readonly requestId: string;
  readonly onClose: () => void;
}

/** One request over the page it was opened from. Focus stays in it, and goes back when Esc closes it. */
export function RequestDrawer({ requestId, onClose }: RequestDrawerProps) {
  return (
    <Dialog.Root open modal="trap-focus" onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Dialog.Portal>
        <Dialog.Popup className="fixed inset-y-0 right-0 z-30 flex w-[min(880px,100vw)] flex-col overflow-hidden border-l border-line bg-bg shadow-2xl outline-none">
          <Dialog.Title className="sr-only">Request {requestId}</Dialog.Title>
          <RequestView key={requestId} requestId={requestId} onClose={onClose} />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
