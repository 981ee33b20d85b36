import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Random } from "../../random.ts";
import { sampleSchema } from "./schema-sample.ts";

const sample = (schema: unknown, text = "late trains") =>
  sampleSchema(schema, { random: new Random(3), text });

describe("sampleSchema", () => {
  it("fills required properties, by their type and name", () => {
    const schema = {
      type: "object",
      properties: {
        query: { type: "string" },
        limit: { type: "integer", minimum: 5, maximum: 9 },
        order: { enum: ["asc"] },
        timezone: { type: "string" },
        flags: { type: "array", items: { type: "boolean" }, minItems: 2 },
        where: { $ref: "#/$defs/place" },
        code: { type: "string", minLength: 3, maxLength: 3 },
        either: { anyOf: [{ type: "null" }, { type: "string" }] },
        unused: { type: "string" },
      },
      required: ["query", "limit", "order", "timezone", "flags", "where", "code", "either"],
      $defs: { place: { type: "object", properties: { at: { const: 1 } }, required: ["at"] } },
    };
    expect(sample(schema)).toEqual({
      query: "late trains",
      limit: expect.toSatisfy((limit: number) => limit >= 5 && limit <= 9),
      order: "asc",
      timezone: "UTC",
      flags: [expect.any(Boolean), expect.any(Boolean)],
      where: { at: 1 },
      code: "lat",
      either: null,
    });
  });

  it("ends on a schema that refers to itself", () => {
    const schema = {
      type: "object",
      properties: { child: { $ref: "#" } },
      required: ["child"],
    };
    expect(JSON.stringify(sample(schema)).length).toBeLessThan(1_000);
  });

  it("ends soon on a schema that branches at every level", () => {
    const names = Array.from({ length: 40 }, (_, index) => `p${index}`);
    const properties = Object.fromEntries(names.map((name) => [name, { $ref: "#" }]));
    const value = sample({ type: "object", properties, required: names });
    expect(JSON.stringify(value).length).toBeLessThan(50_000);
  });

  it("keeps numbers within their bounds", () => {
    fc.assert(
      fc.property(fc.integer(), fc.nat(1_000), fc.nat(), (minimum, span, seed) => {
        const schema = { type: "integer", minimum, maximum: minimum + span };
        const value = sampleSchema(schema, { random: new Random(seed), text: "" });
        expect(value).toSatisfy((n: number) => n >= minimum && n <= minimum + span);
      }),
    );
  });

  it("never throws, whatever it is given for a schema", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (schema) => {
        sample(schema);
      }),
    );
  });
});
