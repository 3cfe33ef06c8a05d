import { findVariable, type SetVariable } from "../../environment/read-variable.ts";
import { ToolError } from "../../errors/tool-error.ts";
import type { Env } from "../../world/world.ts";
import * as VARIABLES from "../../environment/variable-names.ts";
import { staticSource } from "../source.ts";
import { isSecretText, isWebAddress, NO_WEB_ADDRESS, ODD_CHARACTERS } from "./field-checks.ts";

/** For errors: who uses the variable, and what to do about a bad value. */
export interface VariableUse {
  readonly label: string;
  readonly hint: string;
}

/** A key or token in a variable. @throws ToolError `credentials_invalid` */
export function secretIn({ name, value }: SetVariable, use: VariableUse): string {
  if (value === "") throw invalid(`${name} is blank`, use);
  if (isInQuotes(value)) {
    throw invalid(`${name} must not be in quotes`, { ...use, hint: "set it again without the quotes" });
  }
  if (!isSecretText(value)) throw invalid(`${name} ${ODD_CHARACTERS}`, use);
  return value;
}

function isInQuotes(text: string): boolean {
  return (text.startsWith('"') && text.endsWith('"')) || (text.startsWith("'") && text.endsWith("'"));
}

/**
 * The key pair in the variables, with the STS token if one is set; undefined if id or secret is missing.
 * @throws ToolError `credentials_invalid`
 */
export function keysInVariables(env: Env, use: VariableUse): ReturnType<typeof staticSource> | undefined {
  const id = findVariable(env, VARIABLES.accessKeyId);
  const secret = findVariable(env, VARIABLES.accessKeySecret);
  if (id === undefined || secret === undefined) return undefined;
  const token = findVariable(env, VARIABLES.securityToken);
  return staticSource({
    accessKeyId: secretIn(id, use),
    accessKeySecret: secretIn(secret, use),
    securityToken: token && secretIn(token, use),
  });
}

/** An http or https address in a variable. @throws ToolError `credentials_invalid` */
export function addressIn({ name, value }: SetVariable, use: VariableUse): string {
  if (value === "") throw invalid(`${name} is blank`, use);
  if (!isWebAddress(value)) throw invalid(`${name} ${NO_WEB_ADDRESS}`, use);
  return value;
}

/** An https address in a variable. @throws ToolError `credentials_invalid` */
export function secureAddressIn({ name, value }: SetVariable, use: VariableUse): string {
  if (URL.parse(value)?.protocol !== "https:") throw invalid(`${name} must be an https address`, use);
  return value;
}

function invalid(problem: string, { label, hint }: VariableUse): ToolError {
  return new ToolError({ code: "credentials_invalid", message: `${label}: ${problem}`, hint });
}
