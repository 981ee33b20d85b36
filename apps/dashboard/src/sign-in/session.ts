import { ownCallHeaders } from "../api/index.ts";

export type Credential = { readonly code: string } | { readonly token: string };

/** Trades a login code or a token for the browser's session; what went wrong comes back as words. */
export async function openSession(credential: Credential): Promise<string | null> {
  try {
    const response = await fetch("/session", {
      method: "POST",
      headers: { ...ownCallHeaders, "content-type": "application/json" },
      body: JSON.stringify(credential),
    });
    return response.ok ? null : refusalOf(response.status, credential);
  } catch {
    return "The gateway does not answer. Check that it runs, then try again.";
  }
}

async function closeSession(): Promise<void> {
  await fetch("/session", { method: "DELETE", headers: ownCallHeaders });
}

export async function signOut(): Promise<void> {
  await closeSession();
  globalThis.location.reload();
}

export function refusalOf(status: number, credential: Credential): string {
  switch (status) {
    case 400:
    case 401:
      return "code" in credential
        ? "This login link has been used or is older than ten minutes. Run npx -y pnpm@12 signalbox login for another, or sign in with a token."
        : "The gateway does not know this token, or it has expired or been revoked. Check that all of it was copied.";
    case 403:
      return "The gateway does not accept this address. Open the one it prints when it starts, or add this one to publicUrls.";
    case 429:
      return "Too many attempts from this address. Wait a minute, then try again.";
    default:
      return `The gateway answered ${status}. Its log says why.`;
  }
}
