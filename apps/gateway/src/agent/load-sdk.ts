/**
 * The AI SDK, loaded when the first agent runs: it costs a tenth of a second that a start without agents
 * need not wait for.
 */
export async function loadSdk() {
  const sdk = await import("ai");
  // It would print what a provider's wire can't carry; nobody reads a gateway's console for that.
  globalThis.AI_SDK_LOG_WARNINGS = false;
  return sdk;
}
