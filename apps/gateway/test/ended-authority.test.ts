import { expect, it } from "vitest";
import { startGateway } from "./start-gateway.ts";

/** Resolves when the answer's body has ended, one way or the other. */
async function ended(response: Response): Promise<void> {
  try {
    await response.text();
  } catch {
    // Cut off in the middle.
  }
}

const live = "/trpc/system.live?input=%7B%7D";
const soon = { signal: AbortSignal.timeout(10_000) };

it("closes the streams of a token that expires while they are open", async () => {
  await using gateway = await startGateway();
  const { token } = await gateway.admin.auth.createToken.mutate({
    name: "short",
    role: "viewer",
    expiresAt: Date.now() + 1_500,
  });
  const headers = { authorization: `Bearer ${token}` };
  const response = await fetch(gateway.url + live, { headers, ...soon });
  expect(response.status).toBe(200);
  await ended(response);
  expect(soon.signal.aborted).toBe(false);
  expect((await fetch(gateway.url + live, { headers })).status).toBe(401);
});

it("closes the streams of a browser that signs out, and those of no other", async () => {
  await using gateway = await startGateway();
  const signIn = async () => {
    const body = JSON.stringify({ token: gateway.adminToken });
    const { headers } = await fetch(`${gateway.url}/session`, { method: "POST", body });
    const cookie = headers.get("set-cookie")?.split(";")[0] ?? "";
    return { cookie, origin: gateway.url, "x-signalbox-request": "1" };
  };
  const [leaving, staying] = [await signIn(), await signIn()];
  const [left, stayed] = [
    await fetch(gateway.url + live, { headers: leaving, ...soon }),
    await fetch(gateway.url + live, { headers: staying, ...soon }),
  ];
  expect([left.status, stayed.status]).toEqual([200, 200]);
  await fetch(`${gateway.url}/session`, { method: "DELETE", headers: leaving });
  await ended(left);
  expect(soon.signal.aborted).toBe(false);
  const reader = stayed.body?.getReader();
  for (let read = 0; read < 3; read += 1) expect((await reader?.read())?.done).toBe(false);
  await reader?.cancel();
});
