import * as v from "valibot";
import { findVariable, type SetVariable, VARIABLES } from "../../environment.ts";
import { ToolError } from "../../errors/tool-error.ts";
import { readValue } from "../../schema/read-json.ts";
import { absent, type Place } from "../place.ts";
import { secretText } from "../secret-text.ts";
import { staticSource } from "../static-source.ts";

/** Environment variables. Each field takes the first of its names that is set; families may be mixed, as with the Go tool. */
export const environmentPlace: Place = {
  name: "environment variables",
  search: ({ world: { env } }) => {
    const id = findVariable(env, VARIABLES.accessKeyId);
    const secret = findVariable(env, VARIABLES.accessKeySecret);
    const token = findVariable(env, VARIABLES.securityToken);
    if (id === undefined || secret === undefined) return Promise.resolve(absent(whatIsMissing(id, secret)));
    const source = staticSource({
      accessKeyId: readSecret(id),
      accessKeySecret: readSecret(secret),
      securityToken: token && readSecret(token),
    });
    return Promise.resolve({
      found: true,
      source,
      origin: { description: "environment variables", identity: ["environment"] },
    });
  },
};

function whatIsMissing(id: SetVariable | undefined, secret: SetVariable | undefined): string {
  if (id !== undefined) return `${id.name} is set, but ${VARIABLES.accessKeySecret[0]} is not`;
  if (secret !== undefined) return `${secret.name} is set, but ${VARIABLES.accessKeyId[0]} is not`;
  return `${VARIABLES.accessKeyId[0]} is not set`;
}

function readSecret({ name, value }: SetVariable): string {
  const read = readValue(v.object({ [name]: secretText }), { [name]: value });
  if (read.ok) return read.value[name] ?? "";
  throw new ToolError({
    code: "credentials_invalid",
    message: `environment variable ${read.problem}`,
    hint: `set ${name} again, or leave the environment out with --ignore-env-credentials`,
  });
}
