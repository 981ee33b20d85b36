import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { createRequire } from "node:module";
import { vi, expect } from "vitest";

const require = createRequire(import.meta.url);

/** Entry points of the reference servers from npm, to be run by node. */
export const everythingServer =
  require.resolve("@modelcontextprotocol/server-everything/dist/index.js");
export const filesystemServer =
  require.resolve("@modelcontextprotocol/server-filesystem/dist/index.js");

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  return typeof address === "object" && address !== null ? address.port : 0;
}

export interface HttpServer extends AsyncDisposable {
  readonly url: string;
  /** Ends it as a crash would. */
  crash(): Promise<void>;
  /** On the same port, as a new process that knows no session. */
  startAgain(): Promise<void>;
}

/** The reference server "everything" over Streamable HTTP, on loopback. */
export async function startEverythingOverHttp(): Promise<HttpServer> {
  const port = await freePort();
  const start = async () => {
    const child = spawn(process.execPath, [everythingServer, "streamableHttp"], {
      env: { ...process.env, PORT: String(port) },
      stdio: "ignore",
    });
    await vi.waitFor(
      async () => expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(404),
      { timeout: 15_000, interval: 50 },
    );
    return child;
  };
  let child = await start();
  const crash = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill("SIGKILL");
    await once(child, "exit");
  };
  return {
    url: `http://127.0.0.1:${port}/mcp`,
    crash,
    startAgain: async () => {
      await crash();
      child = await start();
    },
    [Symbol.asyncDispose]: crash,
  };
}
