import { useNavigate, useSearch } from "@tanstack/react-router";
import { lazy, Suspense, useCallback } from "react";

const EvidenceDrawer = lazy(async () => {
  const { EvidenceDrawer } = await import("../evidence/evidence-drawer.tsx");
  return { default: EvidenceDrawer };
});

/** What the verdict rests on, in a drawer over whatever page is open, where the URL says so. */
export function OpenEvidence() {
  const { evidence = false } = useSearch({ from: "__root__" });
  const navigate = useNavigate();
  const close = useCallback(() => {
    void navigate({ to: ".", search: (now) => ({ ...now, evidence: undefined }) });
  }, [navigate]);
  if (!evidence) return null;
  return (
    <Suspense>
      <EvidenceDrawer onClose={close} />
    </Suspense>
  );
}
