import type { Random } from "../../random.ts";
import type { Prompt, PromptMessage } from "./prompt.ts";
import { lastUserText } from "./prompt.ts";
import { INTRODUCTION, TOPICS } from "./prose.ts";
import { sampleSchema } from "./schema-sample.ts";
import { countTokens } from "./tokenizer.ts";

const ASKS_WHO =
  /\bwho (?:are|r) (?:you|u)\b|\bwhat are you\b|\bare you (?:a|an|real)\b|\bwhat model\b/i;
const MAX_QUOTE_CHARACTERS = 400;
const SENTENCES_PER_PARAGRAPH = 4;

/** What the model says, about so many tokens long. */
export function answerText(prompt: Prompt, targetTokens: number, random: Random): string {
  const question = lastUserText(prompt.messages);
  if (prompt.jsonSchema !== undefined) {
    return JSON.stringify(sampleSchema(prompt.jsonSchema, { random, text: question }));
  }
  const results = toolResults(prompt.messages);
  if (results.length > 0) return results.join(" ");
  if (ASKS_WHO.test(question)) return INTRODUCTION;
  return prose(question, targetTokens, random);
}

/** One sentence for each result that came in since the model last spoke. */
function toolResults(messages: readonly PromptMessage[]): string[] {
  const lastOther = messages.findLastIndex(({ role }) => role !== "tool");
  const names = messages[lastOther]?.calls;
  return messages.slice(lastOther + 1).map(({ text, callId }) => {
    const name = names?.get(callId ?? "") ?? "tool";
    const quote =
      text.length > MAX_QUOTE_CHARACTERS ? `${text.slice(0, MAX_QUOTE_CHARACTERS)}…` : text;
    return quote === "" ? `The ${name} gave no result.` : `The ${name} says: ${quote}`;
  });
}

/** Sentences on what was asked first, then on anything else, until the length is reached. */
function prose(question: string, targetTokens: number, random: Random): string {
  const asked = TOPICS.filter(({ asksFor }) => asksFor.test(question));
  const others = random.shuffled(TOPICS.filter((topic) => !asked.includes(topic)));
  const supply = [...asked, ...others].flatMap(({ sentences }) => random.shuffled(sentences));
  const said: string[] = [];
  let tokens = 0;
  for (let index = 0; tokens < targetTokens || index === 0; index += 1) {
    const sentence = supply[index % supply.length] ?? "";
    const startsParagraph = index > 0 && index % SENTENCES_PER_PARAGRAPH === 0;
    said.push(index === 0 ? "" : startsParagraph ? "\n\n" : " ", sentence);
    tokens += countTokens(sentence);
  }
  return said.join("");
}
