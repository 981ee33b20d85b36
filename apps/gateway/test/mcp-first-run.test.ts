import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { startGateway } from "./start-gateway.ts";

const unruly = fileURLToPath(new URL("mcp-servers/unruly-server.ts", import.meta.url));
const serverThat = (behaviour: object) => ({
  command: process.execPath,
  args: [unruly, JSON.stringify(behaviour)],
});

test("a run waits for a server's first start, so that an agent has its tools from the first message on", async () => {
  await using gateway = await startGateway({
    config: {
      mcpServers: { docs: serverThat({}) },
      agents: { support: { model: "local/swift-1", tools: ["docs.echo"] } },
    },
  });
  const { requestId } = await gateway.admin.agent.send.mutate({
    message: "Please call docs echo.",
  });
  const { spans, messages } = await gateway.admin.requests.get.query({ requestId });
  expect(spans.filter(({ kind }) => kind === "tool")).toMatchObject([
    { id: `${requestId}.t1`, name: "docs.echo", status: "ok" },
  ]);
  expect(messages.filter(({ role }) => role === "system")).toEqual([]);
});

test("a run without a tool of its agent says which, and why", async () => {
  await using gateway = await startGateway({
    config: {
      mcpServers: { docs: serverThat({ start: "crash" }), notes: serverThat({}) },
      agents: { support: { model: "local/swift-1", tools: ["docs.*", "notes.nothing"] } },
    },
  });
  const { requestId } = await gateway.admin.agent.send.mutate({ message: "Hello." });
  const { messages } = await gateway.admin.requests.get.query({ requestId });
  const note = messages.find(({ role }) => role === "system");
  expect(note?.text.split("\n")).toEqual([
    expect.stringMatching(
      /^Ran without docs\.\*\. The MCP server docs: its process ended with exit code \d+/,
    ),
    "Ran without notes.nothing: notes does not offer it, or it is held.",
  ]);
  const warned = await gateway.admin.system.events.query({ source: "agent.support" });
  expect(warned).toMatchObject([
    { level: "warn", requestId, message: note?.text.replaceAll("\n", " ") },
  ]);
});

test("a run does not wait for long for a server that says nothing", async () => {
  await using gateway = await startGateway({
    config: {
      mcpServers: { docs: serverThat({ start: "silent" }) },
      agents: { support: { model: "local/swift-1", tools: ["docs.*"] } },
    },
    mcpLimits: { firstStartWaitMs: 20 },
  });
  const { requestId } = await gateway.admin.agent.send.mutate({ message: "Hello." });
  const { messages } = await gateway.admin.requests.get.query({ requestId });
  expect(messages.map(({ text }) => text)).toContain(
    "Ran without docs.*. The MCP server docs: it is starting.",
  );
});
