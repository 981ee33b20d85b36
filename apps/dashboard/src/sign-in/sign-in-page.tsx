import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useState, type FormEvent } from "react";
import { whoamiKey } from "../api/index.ts";
import { Brand } from "../app/brand.tsx";
import { Button } from "../ui/index.ts";
import { takeLoginCode } from "./login-code.ts";
import { openSession, type Credential } from "./session.ts";

export interface SignInPageProps {
  /** What became of a login link, where one brought the operator here. */
  readonly linkProblem: string | null;
}

export function SignInPage({ linkProblem }: SignInPageProps) {
  const queryClient = useQueryClient();
  const [token, setToken] = useState("");
  const [problem, setProblem] = useState(linkProblem);
  const [isBusy, setIsBusy] = useState(false);

  const signIn = useCallback(
    async (credential: Credential) => {
      setIsBusy(true);
      const refusal = await openSession(credential);
      setProblem(refusal);
      setIsBusy(false);
      if (refusal === null) await queryClient.resetQueries({ queryKey: whoamiKey });
    },
    [queryClient],
  );

  useEffect(() => {
    // A login link opened in this very tab changes the fragment and loads nothing.
    const take = () => {
      const code = takeLoginCode(location, history);
      if (code !== null) void signIn({ code });
    };
    addEventListener("hashchange", take);
    return () => removeEventListener("hashchange", take);
  }, [signIn]);

  function submit(event: FormEvent) {
    event.preventDefault();
    void signIn({ token: token.trim() });
  }

  return (
    <main className="flex min-h-full items-center justify-center p-4">
      <form
        onSubmit={submit}
        className="flex w-full max-w-sm flex-col gap-4 rounded-lg border border-line bg-surface p-6"
      >
        <Brand />
        <div>
          <h1 className="text-lg font-semibold">Sign in</h1>
          <p className="mt-1 text-muted">
            Open the link the gateway prints when it starts, or that{" "}
            <code className="font-mono text-xs text-text">npx -y pnpm@12 signalbox login</code>{" "}
            prints. Or use a token.
          </p>
        </div>
        <label className="flex flex-col gap-1.5">
          <span className="text-xs text-muted">Token</span>
          <input
            type="password"
            name="token"
            autoComplete="current-password"
            spellCheck={false}
            value={token}
            placeholder="sbx_…"
            aria-describedby="sign-in-problem"
            aria-invalid={problem !== null}
            onChange={(event) => setToken(event.target.value)}
            className="h-8 rounded-md border border-line bg-bg px-2.5 font-mono"
          />
        </label>
        <p id="sign-in-problem" role="alert" className="text-bad empty:hidden">
          {problem}
        </p>
        <Button
          type="submit"
          look="primary"
          disabled={isBusy || token.trim() === ""}
          className="justify-center"
        >
          {isBusy ? "Signing in…" : "Sign in"}
        </Button>
      </form>
    </main>
  );
}
