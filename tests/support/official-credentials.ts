import { join } from "node:path";
import * as v from "valibot";
import { startProgram } from "./binary.ts";
import type { Scene, Variables } from "./scene.ts";

/** What the official package answered; `undefined` when it threw, whatever it threw: its errors may hold anything. */
export type OfficialAnswer = Readonly<Record<string, string>> | undefined;

const answerSchema = v.union([
  v.strictObject({ failed: v.literal(true) }),
  v.pipe(
    v.object({ accessKeyId: v.string(), accessKeySecret: v.string(), securityToken: v.optional(v.string()) }),
    v.transform(({ securityToken, ...key }) => ({ ...key, ...(securityToken && { securityToken }) })),
  ),
]);

/**
 * Asks `@alicloud/credentials` on the scene's machine, in a process of its own, since it reads its files and its
 * authorities when it is loaded. It must never look for a real instance's metadata.
 * @param provider an expression that makes a provider, `sdk` being the package
 */
export async function askOfficialPackage(
  scene: Scene,
  provider: string,
  variables: Variables = {},
): Promise<OfficialAnswer> {
  const program = `
    const sdk = await import("@alicloud/credentials");
    let answer = { failed: true };
    try {
      const { accessKeyId, accessKeySecret, securityToken } = await (${provider}).getCredentials();
      answer = { accessKeyId, accessKeySecret, securityToken };
    } catch {}
    console.log(JSON.stringify(answer));`;
  const env = { ...scene.env, ALIBABA_CLOUD_ECS_METADATA_DISABLED: "true" };
  const given = Object.entries(variables).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]));
  const argv = [process.execPath, "-e", program];
  const { outcome } = startProgram(argv, { ...env, ...Object.fromEntries(given) }, join(import.meta.dir, ".."));
  const answer = v.parse(answerSchema, JSON.parse((await outcome).stdout));
  return "failed" in answer ? undefined : answer;
}
