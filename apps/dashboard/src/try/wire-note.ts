import type { Language } from "../first-steps/snippets.ts";

const speaksAnthropic = new Set(["anthropic", "practice"]);
const speaksOpenai = new Set(["openai", "openai-compatible", "practice"]);

/** Why a call would be turned away: what is passed through has to speak the client's own wire. */
export function wireNote(kind: string | undefined, language: Language): string | null {
  if (kind === undefined || language === "tRPC") return null;
  const [wire, speakers] =
    language === "Anthropic"
      ? (["Anthropic's", speaksAnthropic] as const)
      : (["OpenAI's", speaksOpenai] as const);
  if (speakers.has(kind)) return null;
  return `This model's provider may not speak ${wire} wire; an agent answers on every one.`;
}
