import type { GenericSchema } from "valibot";
import { type ReadResult, readValue } from "./read-json.ts";

/** Parses a text of YAML, an empty one as a mapping without fields, and checks it against the schema. Never throws. */
export function readYaml<T>(schema: GenericSchema<unknown, T>, text: string): ReadResult<T> {
  let value: unknown;
  try {
    value = Bun.YAML.parse(text) ?? {};
  } catch {
    // The engine's message may quote the text around the mistake.
    return { ok: false, problem: "it is not YAML" };
  }
  return readValue(schema, value);
}
