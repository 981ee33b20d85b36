/** The demo's own signalbox.yaml: two providers that are practice upstreams, with prices and agents. */
export function demoConfig(urls) {
  return `
providers:
  north: { kind: openai-compatible, baseUrl: ${urls.north}, allowPrivate: true, models: [swift-1, steady-1] }
  south: { kind: openai-compatible, baseUrl: ${urls.south}, allowPrivate: true, models: [deep-1] }
agents:
  support: { model: north/steady-1, tools: [clock, calculator], instructions: "Answer briefly. Use the tools for times and sums." }
  research: { model: south/deep-1, tools: [calculator], instructions: "Think first, then answer in full." }
aliases: { fast: north/swift-1 }
lanes: { concurrency: 24 }
prices:
  north/swift-1: { inputPerMTok: 0.15, outputPerMTok: 0.6 }
  north/steady-1: { inputPerMTok: 1.1, outputPerMTok: 4.4 }
  south/deep-1: { inputPerMTok: 2.5, outputPerMTok: 10 }
`;
}
