import { openState } from "../index.ts";

/**
 * A process of its own with the state of a data directory open, for tests that kill it, take its disk
 * away or race it. Told by its arguments what to do, it writes one line for each thing that it did.
 */
const [dataDir = "", task = "hold", size = "100"] = process.argv.slice(2);

const say = (line: string) => process.stdout.write(`${line}\n`);

try {
  const state = await openState({ dataDir, now: () => 1_000 });
  say("open");
  const content = JSON.stringify("x".repeat(Number(size)));
  const append = (requestId: string) =>
    state.conversations.append(
      { clientId: "client", sessionId: "session" },
      [{ role: "user", content, requestId, at: 1 }],
      1,
    );
  if (task === "append") {
    // Several at once, so that a kill meets a batch half way.
    const lanes = Array.from({ length: 8 }, async (_, lane) => {
      for (let i = 0; ; i++) {
        await append(`${lane}-${i}`);
        say(`${lane}-${i}`);
      }
    });
    await Promise.race(lanes).catch((error: unknown) => say(codeOf(error)));
    say(JSON.stringify(state.status()));
    await state.close();
  }
  if (task === "read") {
    say(String(state.tokens.all().length));
    say(JSON.stringify(state.status()));
    await append("one").catch((error: unknown) => say(codeOf(error)));
    await state.close();
  }
} catch (error) {
  say(`refused ${codeOf(error)} ${String(error)}`);
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : String(error);
}
