import { lazy, use, type ReactNode } from "react";
import { answeredCode, useWhoami } from "../api/index.ts";
import { LinkProblem } from "../sign-in/login-code.ts";
import { signOut } from "../sign-in/session.ts";
import { Button, EmptyState } from "../ui/index.ts";

const SignInPage = lazy(async () => {
  const { SignInPage } = await import("../sign-in/sign-in-page.tsx");
  return { default: SignInPage };
});

/** Shows the page to those who may read it, and the way in to everyone else. */
export function AuthGate({ children }: { readonly children: ReactNode }) {
  const linkProblem = use(LinkProblem);
  const { data: you, error } = useWhoami();
  if (answeredCode(error) === "UNAUTHORIZED") return <SignInPage linkProblem={linkProblem} />;
  if (you?.role === "ingest") return <MayNotLook name={you.name} />;
  if (you !== undefined) return children;
  if (error === null) return null;
  return (
    <EmptyState title="The gateway does not answer">
      This page asks again every two seconds. Start the gateway, or check the address.
    </EmptyState>
  );
}

function MayNotLook({ name }: { readonly name: string }) {
  return (
    <EmptyState title="This token may not look at the dashboard">
      <p>
        {name} has the role ingest: it sends requests and sees its own. Sign in with a viewer,
        operator or admin token.
      </p>
      <Button className="mt-3" onClick={() => void signOut()}>
        Sign out
      </Button>
    </EmptyState>
  );
}
