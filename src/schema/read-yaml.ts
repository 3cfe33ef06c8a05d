import type { GenericSchema } from "valibot";
import { type ReadResult, readValue } from "./read-json.ts";

/**
 * Parses YAML (an empty text is an empty mapping) and checks it against the schema. Never throws. Where the schema
 * wants a string, an unquoted scalar that YAML takes for a number, a boolean or a date becomes its source text, as for
 * Go's readers (sigs.k8s.io/yaml): a name of 21 digits must not become a number.
 */
export async function readYaml<T>(schema: GenericSchema<unknown, T>, text: string): Promise<ReadResult<T>> {
  let value: unknown;
  try {
    value = Bun.YAML.parse(text) ?? {};
  } catch {
    // The engine's message may quote the text around the mistake.
    return { ok: false, problem: "it is not YAML" };
  }
  const read = readValue(schema, value);
  if (read.ok) return read;
  // Bun does not keep the source text. The package that does is loaded only here, because it is rarely needed.
  const { withScalarsAsWritten } = await import("./scalars-as-written.ts");
  return readValue(schema, withScalarsAsWritten(schema, value, text));
}
