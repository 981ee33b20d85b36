import { TRPCError, type TRPCDefaultErrorShape } from "@trpc/server";
import { z } from "zod";
import {
  ContractError,
  contractErrors,
  type ContractErrorCode,
  type ContractErrorDetail,
} from "../error.ts";

/** How many of an input's problems are told, and how long each may be: an input can have thousands. */
const inputProblems = { max: 5, maxLength: 300 } as const;

/** What a client reads in `error.data`, beside tRPC's own code and status. */
export interface ErrorData extends ContractErrorDetail {
  code: TRPCDefaultErrorShape["data"]["code"];
  httpStatus: number;
  path?: string;
  /** The code in {@link contractErrors}; missing where tRPC itself refused the call. */
  reason?: ContractErrorCode;
}

/** A coded error as tRPC wants it, so that its status and code are right. */
export function toTRPCError(error: ContractError): TRPCError {
  return new TRPCError({
    code: contractErrors[error.code].trpc,
    message: error.message,
    cause: error,
  });
}

/**
 * What a client is told of an error. A coded one speaks for itself, a bad input is told field by field.
 * An unforeseen one may have paths, keys or names in its words, and any stack tells of the machine: both stay
 * in the log.
 */
export function errorShape(shape: TRPCDefaultErrorShape, error: TRPCError) {
  const { code, httpStatus, path } = shape.data;
  const data: ErrorData = { code, httpStatus, ...(path === undefined ? {} : { path }) };
  const { cause } = error;
  if (cause instanceof ContractError) {
    return told(shape, shape.message, { ...data, reason: cause.code, ...cause.detail });
  }
  if (error.code === "BAD_REQUEST" && cause instanceof z.ZodError) {
    return told(shape, describeProblems(cause), { ...data, reason: "invalid" });
  }
  if (error.code === "INTERNAL_SERVER_ERROR") {
    const message = "Something failed inside the gateway; its log says what.";
    return told(shape, message, { ...data, reason: "internal" });
  }
  return told(shape, shape.message, data);
}

function told(shape: TRPCDefaultErrorShape, message: string, data: ErrorData) {
  return { ...shape, message, data };
}

function describeProblems({ issues }: z.ZodError): string {
  const problems = issues.slice(0, inputProblems.max).map(({ path, message }) => {
    const field = path.map(String).join(".") || "input";
    return `${field}: ${message}`.slice(0, inputProblems.maxLength);
  });
  const more = issues.length - problems.length;
  return `The input does not fit. ${problems.join("; ")}${more > 0 ? `; and ${more} more` : ""}.`;
}
