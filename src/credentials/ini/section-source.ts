import * as v from "valibot";
import { ToolError } from "../../errors/tool-error.ts";
import { readValue } from "../../schema/read-json.ts";
import { secretText } from "../secret-text.ts";
import type { Source } from "../source.ts";
import { staticSource } from "../static-source.ts";

const accessKeySchema = v.object({ access_key_id: secretText, access_key_secret: secretText });

/** Types that the Go tool or the official SDK has and this tool does not speak yet. */
const OTHER_TYPES: ReadonlySet<string> = new Set([
  "ram_role_arn",
  "ecs_ram_role",
  "oidc_role_arn",
  "rsa_key_pair",
  "bearer",
  "credentials_uri",
  "external",
]);

/**
 * The source that a section describes.
 * @param named file and section, for errors
 * @throws ToolError `credentials_invalid` naming the key
 */
export function sectionSource(named: string, section: Readonly<Record<string, string>>): Source {
  const type = section["type"] ?? "";
  switch (type) {
    case "access_key": {
      const fields = check(named, type, accessKeySchema, section);
      return staticSource({ accessKeyId: fields.access_key_id, accessKeySecret: fields.access_key_secret });
    }
    case "sts": {
      // The Go tool reads sts_token, the official SDK security_token: whichever is there.
      const token = section["security_token"] || section["sts_token"] || "";
      const schema = v.object({ ...accessKeySchema.entries, security_token: secretText });
      const fields = check(named, type, schema, { ...section, security_token: token });
      return staticSource({
        accessKeyId: fields.access_key_id,
        accessKeySecret: fields.access_key_secret,
        securityToken: fields.security_token,
      });
    }
    case "":
      throw invalid(named, "type is missing", "add a line such as: type = access_key");
    default:
      throw OTHER_TYPES.has(type)
        ? invalid(
            named,
            `the type ${type} is not supported by this version yet`,
            "use the type access_key or sts, or environment variables",
          )
        : invalid(named, `the type "${type}" is unknown`, "types are case-sensitive: access_key, sts, …");
  }
}

function check<T>(named: string, type: string, schema: v.GenericSchema<unknown, T>, section: unknown): T {
  const read = readValue(schema, section);
  if (read.ok) return read.value;
  throw invalid(named, read.problem, `a section of the type ${type} needs it`);
}

function invalid(named: string, problem: string, hint: string): ToolError {
  return new ToolError({ code: "credentials_invalid", message: `${named}: ${problem}`, hint });
}
