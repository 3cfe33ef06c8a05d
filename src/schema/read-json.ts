import * as v from "valibot";

/** A value validated by a schema, or the problem. A problem never quotes a value, because it may be a secret. */
export type ReadResult<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: string };

/** Parses JSON text (a leading byte order mark is skipped) and checks it against the schema. Never throws. */
export function readJson<T>(schema: v.GenericSchema<unknown, T>, text: string): ReadResult<T> {
  let value: unknown;
  try {
    value = JSON.parse(text.startsWith("\uFEFF") ? text.slice(1) : text);
  } catch {
    // The engine's message quotes the text around the mistake.
    return { ok: false, problem: text.trim() === "" ? "it is empty" : "it is not valid JSON" };
  }
  return readValue(schema, value);
}

/**
 * Checks a value against the schema. Never throws.
 * @param label the value's name in a problem
 */
export function readValue<T>(schema: v.GenericSchema<unknown, T>, value: unknown, label = "it"): ReadResult<T> {
  // valibot, like JavaScript, accepts an array as an object.
  if ((schema.type === "object" || schema.type === "loose_object") && Array.isArray(value)) {
    return { ok: false, problem: `${label} must be an object, not an array` };
  }
  const result = v.safeParse(schema, value, { abortEarly: true, abortPipeEarly: true });
  if (result.success) return { ok: true, value: result.output };
  return { ok: false, problem: describeIssue(result.issues[0], label) };
}

function describeIssue(issue: v.BaseIssue<unknown>, label: string): string {
  const name = v.getDotPath(issue) ?? label;
  if (issue.input === null && name === "it") return "it contains only null";
  if (issue.input === undefined || issue.input === null || issue.input === "") return `${name} is missing`;
  // The schemas' checks have messages of ours; valibot's own messages quote the value.
  if (issue.kind === "validation") return `${name} ${issue.message}`;
  return `${name} must be ${article(issue.expected ?? issue.type)}, not ${article(typeName(issue.input))}`;
}

function typeName(value: unknown): string {
  return Array.isArray(value) ? "array" : typeof value;
}

function article(noun: string): string {
  const word = noun.toLowerCase();
  return /^[aeio]/.test(word) ? `an ${word}` : `a ${word}`;
}
