import { useNavigate, useSearch } from "@tanstack/react-router";
import { lazy, Suspense, useCallback } from "react";

const RequestDrawer = lazy(async () => {
  const { RequestDrawer } = await import("../requests/index.ts");
  return { default: RequestDrawer };
});

/** The request that the URL names, in a drawer over whatever page is open. */
export function OpenRequest() {
  const { request } = useSearch({ from: "__root__" });
  const navigate = useNavigate();
  const close = useCallback(() => {
    void navigate({ to: ".", search: (now) => ({ ...now, request: undefined, part: undefined }) });
  }, [navigate]);
  if (request === undefined) return null;
  return (
    <Suspense>
      <RequestDrawer requestId={request} onClose={close} />
    </Suspense>
  );
}

/** Opens a request over the page that is shown. */
export function useOpenRequest(): (requestId: string) => void {
  const navigate = useNavigate();
  return useCallback(
    (requestId) => {
      void navigate({ to: ".", search: (now) => ({ ...now, request: requestId }) });
    },
    [navigate],
  );
}
