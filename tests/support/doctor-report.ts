import * as v from "valibot";

const schema = v.object({
  version: v.literal(1),
  subject: v.string(),
  ok: v.boolean(),
  checks: v.array(
    v.object({
      name: v.string(),
      findings: v.array(v.object({ verdict: v.string(), text: v.string(), fix: v.optional(v.string()) })),
    }),
  ),
});

/** What `doctor --output json` prints. */
export type DoctorReport = v.InferOutput<typeof schema>;

/** Reads what the doctor printed. @throws when it is anything else */
export function readDoctorReport(stdout: string): DoctorReport {
  return v.parse(schema, JSON.parse(stdout));
}
