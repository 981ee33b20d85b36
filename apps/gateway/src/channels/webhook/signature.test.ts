import { randomBytes } from "node:crypto";
import { Webhook } from "standardwebhooks";
import { describe, expect, it } from "vitest";
import { Secret } from "../../config/index.ts";
import { signatureHeaders, signedMessageId } from "./signature.ts";

const newSecret = (): Secret => new Secret(`whsec_${randomBytes(24).toString("base64")}`);
const [first, second, other] = [newSecret(), newSecret(), newSecret()];
const message = { id: "msg_1", body: '{"a":1.0}', at: Date.now() };

describe("what we sign", () => {
  it("fits each of the secrets it was signed with, as any library of the standard sees it", () => {
    const headers = signatureHeaders([first, second], message);
    for (const secret of [first, second]) {
      expect(new Webhook(secret.reveal()).verify(message.body, headers)).toEqual({ a: 1 });
    }
    expect(() => new Webhook(other.reveal()).verify(message.body, headers)).toThrow("No matching");
  });
});

describe("what is signed to us", () => {
  const headers = signatureHeaders([first], message);

  it("is known by its id where one of the secrets fits", () => {
    expect(signedMessageId([second, first], headers, message.body)).toBe("msg_1");
  });

  it.each([
    ["no secret fits", [second], headers, message.body],
    ["there is no secret", [], headers, message.body],
    ["the body is another by one space", [first], headers, '{"a": 1.0}'],
    ["there are no headers", [first], {}, message.body],
    [
      "it is six minutes old",
      [first],
      signatureHeaders([first], { ...message, at: message.at - 360_000 }),
      message.body,
    ],
    [
      "it is six minutes ahead",
      [first],
      signatureHeaders([first], { ...message, at: message.at + 360_000 }),
      message.body,
    ],
    [
      "its id holds a full stop",
      [first],
      signatureHeaders([first], { ...message, id: "msg.1" }),
      message.body,
    ],
    [
      "its id is longer than any",
      [first],
      signatureHeaders([first], { ...message, id: "m".repeat(257) }),
      message.body,
    ],
  ] as const)("is nobody's where %s", (_, secrets, headers, body) => {
    expect(signedMessageId(secrets, headers, body)).toBeNull();
  });
});
