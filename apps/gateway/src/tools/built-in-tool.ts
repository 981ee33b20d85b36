import { z } from "zod";
import { ToolError, type Tool, type ToolContext } from "./tool.ts";

/** A built-in tool, written over a typed input. */
export interface BuiltInTool<Input> {
  readonly name: string;
  readonly description: string;
  /** Checks the input, and is told to the model as a JSON schema. */
  readonly input: z.ZodType<Input>;
  run(input: Input, context: ToolContext): string | Promise<string>;
}

/** Makes a {@link Tool} of a built-in one. An input that does not fit is a `tool_input` error. */
export function builtInTool<Input>(definition: BuiltInTool<Input>): Tool {
  return {
    name: definition.name,
    description: definition.description,
    inputSchema: z.toJSONSchema(definition.input),
    source: "built-in",
    async run(input, context) {
      const parsed = definition.input.safeParse(input);
      if (!parsed.success) {
        const problems = parsed.error.issues.map(
          ({ path, message }) => `${["the input", ...path.map(String)].join(".")}: ${message}`,
        );
        throw new ToolError(
          "tool_input",
          `The input does not fit ${definition.name}: ${problems.join("; ")}.`,
        );
      }
      return definition.run(parsed.data, context);
    },
  };
}
