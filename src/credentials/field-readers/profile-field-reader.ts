import * as v from "valibot";
import { ToolError } from "../../errors/tool-error.ts";
import { parseBoolean } from "../../environment/read-variable.ts";
import { caseInsensitiveField } from "../../schema/case-insensitive-field.ts";
import { readValue } from "../../schema/read-json.ts";
import { isSecretText, isWebAddress, NO_WEB_ADDRESS, ODD_CHARACTERS } from "./field-checks.ts";

const string = v.string();
// config.json has numbers, an INI file only text. Not a `v.union`: its message for bad text would be "must be a (number
// | string), not a string".
const wholeNumber = () =>
  v.pipe(
    v.unknown(),
    v.check(
      (value) => (typeof value === "number" || typeof value === "string") && /^-?\d*$/.test(String(value)),
      "must be a whole number",
    ),
    v.transform(Number),
    v.safeInteger("is too large a number"),
  );

/**
 * Reads the fields of a profile in a file of either format. Each method checks one field, so errors name the field, and
 * fields that a mode does not use are not checked.
 */
export interface ProfileFields {
  /** Whether the field has a value. */
  readonly has: (name: string) => boolean;
  /** @throws ToolError `credentials_invalid` if missing */
  readonly text: (name: string) => string;
  readonly optionalText: (name: string) => string | undefined;
  /** Keys and tokens. @throws ToolError `credentials_invalid` if missing */
  readonly secret: (name: string) => string;
  readonly optionalSecret: (name: string) => string | undefined;
  /** An http or https address, as written. @throws ToolError `credentials_invalid` if missing */
  readonly address: (name: string) => string;
  /** A whole number; undefined if missing, 0 or negative. */
  readonly optionalNumber: (name: string) => number | undefined;
  /** False if missing. */
  readonly optionalSwitch: (name: string) => boolean;
  /** The error for a field with a wrong value. */
  readonly invalid: (problem: string, hint?: string) => ToolError;
}

/** A profile's key pair, without a token. @throws ToolError `credentials_invalid` if a part is missing */
export function keyPair(fields: ProfileFields): { readonly accessKeyId: string; readonly accessKeySecret: string } {
  return { accessKeyId: fields.secret("access_key_id"), accessKeySecret: fields.secret("access_key_secret") };
}

/**
 * @param label file and profile, for errors: `profile "dev" in /home/me/.aliyun/config.json`
 * @param profile an object, as parsed from JSON, or a Map
 * @param hint what to do about a missing or wrong field
 */
export function profileFields(label: string, profile: unknown, hint: () => string): ProfileFields {
  const invalid = (problem: string, otherHint?: string): ToolError =>
    new ToolError({ code: "credentials_invalid", message: `${label}: ${problem}`, hint: otherHint ?? hint() });

  /** Undefined if the field is absent, null or empty. */
  const read = <T>(name: string, schema: v.GenericSchema<unknown, T>): T | undefined => {
    if (typeof profile !== "object" || profile === null) throw invalid("it must be an object");
    const value: unknown = profile instanceof Map ? profile.get(name) : caseInsensitiveField(profile, name);
    if (value === undefined || value === null || value === "") return undefined;
    const result = readValue(schema, value, name);
    if (!result.ok) throw invalid(result.problem);
    return result.value;
  };
  const optionalText = (name: string): string | undefined => read(name, string)?.trim() || undefined;
  const optionalSecret = (name: string): string | undefined => {
    const secret = optionalText(name);
    if (secret !== undefined && !isSecretText(secret)) throw invalid(`${name} ${ODD_CHARACTERS}`);
    return secret;
  };
  const needed = (name: string, value: string | undefined): string => {
    if (value === undefined) throw invalid(`${name} is missing`);
    return value;
  };

  return {
    has: (name) => read(name, v.unknown()) !== undefined,
    text: (name) => needed(name, optionalText(name)),
    optionalText,
    secret: (name) => needed(name, optionalSecret(name)),
    optionalSecret,
    address: (name) => {
      const address = needed(name, optionalText(name));
      if (!isWebAddress(address)) throw invalid(`${name} ${NO_WEB_ADDRESS}`);
      return address;
    },
    optionalNumber: (name) => {
      const number = read(name, wholeNumber());
      return number === undefined || number <= 0 ? undefined : number;
    },
    optionalSwitch: (name) => {
      const value = read(name, v.union([v.boolean(), string]));
      return value === true || (typeof value === "string" && parseBoolean(value.trim()) === true);
    },
    invalid,
  };
}
