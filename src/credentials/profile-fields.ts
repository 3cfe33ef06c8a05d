import * as v from "valibot";
import { ToolError } from "../errors/tool-error.ts";
import { readValue } from "../schema/read-json.ts";
import { isSecretText, isWebAddress, NO_WEB_ADDRESS, ODD_CHARACTERS } from "./field-checks.ts";

// Schemas are made when a field is read: a profile has three or four, and each schema costs 0.02 ms.
const secret = () => v.pipe(text(), v.check(isSecretText, ODD_CHARACTERS));
const requiredSecret = () => v.pipe(secret(), v.nonEmpty());
const text = () => v.pipe(v.string(), v.trim());
const requiredText = () => v.pipe(text(), v.nonEmpty());
const address = () => v.pipe(requiredText(), v.check(isWebAddress, NO_WEB_ADDRESS));
// The aliyun CLI writes numbers; INI files have text only. 0 stands for "not set". One check for both: a union's own
// message would be "must be a (number | string), not a string".
const wholeNumber = () =>
  v.pipe(
    v.unknown(),
    v.check(
      (value) => (typeof value === "number" || typeof value === "string") && /^-?\d*$/.test(String(value)),
      "must be a whole number",
    ),
    v.transform(Number),
    v.safeInteger("is too large a number"),
    v.minValue(0, "must not be negative"),
  );

/**
 * Reads the fields of one profile, whatever file it comes from. Each reading checks its field and nothing else, so an
 * error names the field, and a field that a mode does not use may hold anything.
 */
export interface ProfileFields {
  /** @throws ToolError `credentials_invalid` when missing */
  readonly text: (name: string) => string;
  readonly optionalText: (name: string) => string | undefined;
  /** Keys and tokens. @throws ToolError `credentials_invalid` when missing */
  readonly secret: (name: string) => string;
  readonly optionalSecret: (name: string) => string | undefined;
  /** An http or https address, as written. @throws ToolError `credentials_invalid` when missing */
  readonly address: (name: string) => string;
  /** A whole number; undefined when missing or 0. */
  readonly optionalNumber: (name: string) => number | undefined;
  /** The error for a field that is there and wrong. */
  readonly invalid: (problem: string, hint?: string) => ToolError;
}

/**
 * @param named file and profile, for errors: `profile "dev" in /home/me/.aliyun/config.json`
 * @param hint what to do about a missing or wrong field
 */
export function profileFields(named: string, profile: unknown, hint: string): ProfileFields {
  const invalid = (problem: string, otherHint = hint): ToolError =>
    new ToolError({ code: "credentials_invalid", message: `${named}: ${problem}`, hint: otherHint });

  const read = <T>(name: string, schema: v.GenericSchema<unknown, T>): T => {
    if (typeof profile !== "object" || profile === null) throw invalid("it must be an object");
    const value: unknown = Object.getOwnPropertyDescriptor(profile, name)?.value;
    const result = readValue(schema, value, name);
    if (!result.ok) throw invalid(result.problem);
    return result.value;
  };

  const readOptional = <T>(name: string, schema: v.GenericSchema<unknown, T>): T | undefined =>
    read(name, v.nullish(schema)) || undefined;

  return {
    text: (name) => read(name, requiredText()),
    optionalText: (name) => readOptional(name, text()),
    secret: (name) => read(name, requiredSecret()),
    optionalSecret: (name) => readOptional(name, secret()),
    address: (name) => read(name, address()),
    optionalNumber: (name) => readOptional(name, wholeNumber()),
    invalid,
  };
}
