export interface SnippetInput {
  /** The base URL for OpenAI clients, ending in /v1. */
  readonly baseUrl: string;
  readonly model: string;
  readonly token: string;
  /** The model is an agent's name. */
  readonly isAgent?: boolean;
}

/** For a first client: those of OpenAI. */
export const languages = ["curl", "Node", "Python"] as const;
/** Every client that is spoken to. */
export const moreLanguages = ["curl", "Node", "Anthropic", "tRPC", "Python"] as const;
export type Language = (typeof moreLanguages)[number];

/** A call that works when it is pasted as it is. */
export function snippetFor(language: Language, input: SnippetInput): string {
  return writers[language](input);
}

const writers: Record<Language, (input: SnippetInput) => string> = {
  curl: ({ baseUrl, model, token }) => `curl ${baseUrl}/chat/completions \\
  -H "authorization: Bearer ${token}" \\
  -H "content-type: application/json" \\
  -d '{
    "model": "${model}",
    "messages": [
      { "role": "user", "content": "Hello" }
    ]
  }'`,
  Node: ({ baseUrl, model, token }) => `// npm install openai
import OpenAI from "openai";

const client = new OpenAI({
  baseURL: "${baseUrl}",
  apiKey: "${token}",
});
const answer = await client.chat.completions.create({
  model: "${model}",
  messages: [{ role: "user", content: "Hello" }],
});
console.log(answer.choices[0].message.content);`,
  Anthropic: ({ baseUrl, model, token }) => `// npm install @anthropic-ai/sdk
import Anthropic from "@anthropic-ai/sdk";

const client = new Anthropic({
  baseURL: "${originOf(baseUrl)}",
  apiKey: "${token}",
});
const answer = await client.messages.create({
  model: "${model}",
  max_tokens: 1024,
  messages: [{ role: "user", content: "Hello" }],
});
console.log(answer.content[0].text);`,
  tRPC: ({
    baseUrl,
    model,
    token,
    isAgent = false,
  }) => `// In a checkout: npx -y pnpm@12 --filter @signalbox/api-contract pack --pack-destination .
// In your project: npm install ./signalbox-api-contract-*.tgz
import { createClient } from "@signalbox/api-contract";

const client = createClient({
  url: "${originOf(baseUrl)}",
  token: "${token}",
});
const { text } = await client.agent.send.mutate({
  message: "Hello",
  ${isAgent ? "agent" : "model"}: "${model}",
});
console.log(text);`,
  Python: ({ baseUrl, model, token }) => `# pip install openai
from openai import OpenAI

client = OpenAI(
    base_url="${baseUrl}",
    api_key="${token}",
)
answer = client.chat.completions.create(
    model="${model}",
    messages=[{"role": "user", "content": "Hello"}],
)
print(answer.choices[0].message.content)`,
};

/** These clients add the path themselves. */
function originOf(baseUrl: string): string {
  return baseUrl.replace(/\/v1$/, "");
}

/** Where a provider's key goes. */
export const providerWays = ["Environment", "signalbox.yaml"] as const;
export type ProviderWay = (typeof providerWays)[number];

export const providerSnippets: Record<ProviderWay, string> = {
  Environment: `export OPENAI_API_KEY=sk-…
# or: export OLLAMA_HOST=127.0.0.1
# then start the gateway again`,
  "signalbox.yaml": `providers:
  openai: { kind: openai, apiKey: \${OPENAI_API_KEY} }
  local:  { kind: openai-compatible,
            baseUrl: http://127.0.0.1:11434/v1, allowPrivate: true }`,
};
