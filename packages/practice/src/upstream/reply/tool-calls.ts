import type { Random } from "../../random.ts";
import { findArithmetic } from "./arithmetic.ts";
import { isJsonObject } from "./json-value.ts";
import type { OfferedTool, Prompt } from "./prompt.ts";
import { lastUserText } from "./prompt.ts";
import { sampleSchema } from "./schema-sample.ts";

/** A tool the model wants run. */
export interface PlannedCall {
  readonly name: string;
  /** A JSON object. */
  readonly argumentsText: string;
}

// A plain mention of a tool may just be talk about it; asking for it in so many words is not.
const MENTION_PROBABILITY = 0.25;

const CLOCK = /clock|time|date/i;
const CALCULATOR = /calc|math/i;
const ASKS_FOR_TIME =
  /\bwhat(?:'s| is)?\b[^.?!]{0,40}\b(?:time|date|day)\b|\b(?:time|date) (?:is it|now|today)\b|\bo'clock\b|\b(?:current|today's) (?:time|date)\b/i;

/** The calls that the last user message asks for; none if it asks for words. */
export function planCalls(prompt: Prompt, random: Random): PlannedCall[] {
  const { messages, tools, toolChoice } = prompt;
  const [firstTool] = tools;
  if (firstTool === undefined || toolChoice.kind === "none") return [];
  // A tool has answered: the turn is for words, else a forced choice would loop for ever.
  if (messages.at(-1)?.role === "tool") return [];

  const text = lastUserText(messages);
  if (toolChoice.kind === "named") {
    const named = tools.find(({ name }) => name === toolChoice.name);
    return named === undefined ? [] : [callOf(named, text, random)];
  }
  const wanted = tools.filter((tool) => asksFor(tool, text, random));
  if (wanted.length === 0 && toolChoice.kind === "required") wanted.push(firstTool);
  const calls = wanted.map((tool) => callOf(tool, text, random));
  return prompt.parallelCalls ? calls : calls.slice(0, 1);
}

function asksFor({ name }: OfferedTool, text: string, random: Random): boolean {
  if (CLOCK.test(name) && ASKS_FOR_TIME.test(text)) return true;
  if (CALCULATOR.test(name) && findArithmetic(text) !== undefined) return true;
  const plainName = name.toLowerCase().replaceAll(/[^a-z0-9]+/g, " ");
  const plainText = ` ${text.toLowerCase().replaceAll(/[^a-z0-9]+/g, " ")} `;
  const mention = plainText.indexOf(` ${plainName} `);
  if (mention === -1) return false;
  const before = plainText.slice(0, mention);
  return /\b(?:use|call|run|try)(?: the)?$/.test(before) || random.chance(MENTION_PROBABILITY);
}

function callOf(tool: OfferedTool, text: string, random: Random): PlannedCall {
  const sampled = sampleSchema(tool.parameters, { random, text });
  const filled: Record<string, unknown> = isJsonObject(sampled) ? { ...sampled } : {};
  const expression = findArithmetic(text);
  if (CALCULATOR.test(tool.name) && expression !== undefined) {
    filled[expressionName(tool.parameters)] = expression;
  }
  return { name: tool.name, argumentsText: JSON.stringify(filled) };
}

/** The parameter that takes the calculation: `expression`, or else the first that is a string. */
function expressionName(schema: unknown): string {
  const properties = isJsonObject(schema) ? schema["properties"] : undefined;
  if (!isJsonObject(properties) || "expression" in properties) return "expression";
  const firstString = Object.entries(properties).find(
    ([, property]) => isJsonObject(property) && property["type"] === "string",
  );
  return firstString?.[0] ?? "expression";
}
