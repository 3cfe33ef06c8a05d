import type * as v from "valibot";
import { ToolError } from "../../errors/tool-error.ts";
import { readValue } from "../../schema/read-json.ts";
import type { Source } from "../source.ts";
import { staticSource } from "../static-source.ts";
import { akSchema, OTHER_MODES, type profileSchema, stsTokenSchema } from "./config-schema.ts";

type Profile = v.InferOutput<typeof profileSchema>;

/**
 * The source that a profile describes.
 * @param named file and profile, for errors
 * @throws ToolError `credentials_invalid` naming the field
 */
export function profileSource(named: string, name: string, profile: Profile): Source {
  const mode = profile.mode ?? "";
  switch (mode) {
    case "AK": {
      const fields = check(named, name, mode, akSchema, profile);
      return staticSource({ accessKeyId: fields.access_key_id, accessKeySecret: fields.access_key_secret });
    }
    case "StsToken": {
      const fields = check(named, name, mode, stsTokenSchema, profile);
      return staticSource({
        accessKeyId: fields.access_key_id,
        accessKeySecret: fields.access_key_secret,
        securityToken: fields.sts_token,
      });
    }
    case "":
      throw invalid(named, "is not configured yet (it has no mode)", configureHint(name));
    default:
      throw OTHER_MODES.has(mode)
        ? invalid(
            named,
            `has the mode ${mode}, which this version does not support yet`,
            "use a profile with the mode AK or StsToken, or environment variables",
          )
        : invalid(named, `has the unknown mode "${mode}"`, "modes are case-sensitive: AK, StsToken, …");
  }
}

function check<T>(named: string, name: string, mode: string, schema: v.GenericSchema<unknown, T>, profile: Profile): T {
  const read = readValue(schema, profile);
  if (read.ok) return read.value;
  throw invalid(named, `(mode ${mode}): ${read.problem}`, configureHint(name, mode));
}

function configureHint(name: string, mode?: string): string {
  return `run: aliyun configure${mode === undefined ? "" : ` --mode ${mode}`} --profile ${name}`;
}

function invalid(named: string, problem: string, hint: string): ToolError {
  return new ToolError({ code: "credentials_invalid", message: `${named} ${problem}`, hint });
}
