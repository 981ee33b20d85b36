import { Suspense } from "react";
import { AuthGate } from "./auth-gate.tsx";
import { Frame } from "./frame.tsx";

export function AppRoot() {
  return (
    <Suspense>
      <AuthGate>
        <Frame />
      </AuthGate>
    </Suspense>
  );
}
