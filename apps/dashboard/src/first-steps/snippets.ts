export interface SnippetInput {
  /** The base URL for OpenAI clients, ending in /v1. */
  readonly baseUrl: string;
  readonly model: string;
  readonly token: string;
}

export const languages = ["curl", "Node", "Python"] as const;
export type Language = (typeof languages)[number];

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
    "messages": [{ "role": "user", "content": "Hello" }]
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
