import type { GenericSchema } from "valibot";
import { type ReadResult, readValue } from "./read-json.ts";

/**
 * Parses a text of YAML, an empty one as a mapping without fields, and checks it against the schema. Where the schema wants
 * a text and a scalar stands there without quotes that YAML takes for a number, a boolean or a date, the text is what stands
 * there, to the digit: Go's readers go by the type that is wanted, too (sigs.k8s.io/yaml), and a name of 21 digits must not
 * pass through a number. Never throws.
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
  // The engine does not tell what stood there; the package that does is seldom needed.
  const { withTextsAsWritten } = await import("./texts-as-written.ts");
  return readValue(schema, withTextsAsWritten(schema, value, text));
}
