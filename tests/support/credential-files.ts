import { join } from "node:path";
import * as v from "valibot";
import type { AccessKey } from "../fakes/cloud/model.ts";
import type { Scene } from "./scene.ts";
import { aliyunConfig } from "./search-context.ts";

/** The aliyun CLI's default file. */
export const CONFIG = ".aliyun/config.json";

/** The SDKs' default file. */
export const INI = ".alibabacloud/credentials";

/** The text of the aliyun CLI's file as it is now. */
export async function configOf(scene: Scene): Promise<string> {
  return await Bun.file(join(scene.home, CONFIG)).text();
}

const configSchema = v.object({ profiles: v.array(v.record(v.string(), v.unknown())) });

/** The fields of one profile in it. */
export async function profileOf(scene: Scene, name: string): Promise<Readonly<Record<string, unknown>> | undefined> {
  const { profiles } = v.parse(configSchema, JSON.parse(await configOf(scene)));
  return profiles.find((profile) => profile["name"] === name);
}

/** Writes a config.json whose current profile, `default`, has these fields; others may stand beside it. */
export function writeProfile(scene: Scene, profile: object, ...others: readonly object[]): Promise<string> {
  return scene.write(CONFIG, aliyunConfig([{ name: "default", ...profile }, ...others]));
}

/** Writes an INI file whose section `default` has these lines. @returns its path */
export function writeSection(scene: Scene, fields: Readonly<Record<string, string>>, file = INI): Promise<string> {
  return scene.write(file, iniSection("default", fields));
}

/** One section of an INI file. */
export function iniSection(name: string, fields: Readonly<Record<string, string>>): string {
  const lines = Object.entries(fields).map(([key, value]) => `${key} = ${value}\n`);
  return `[${name}]\n${lines.join("")}`;
}

/** An access key in the fields that config.json and INI files have for it. */
export function keyFields({ accessKeyId, accessKeySecret, securityToken }: AccessKey): Record<string, string> {
  return {
    access_key_id: accessKeyId,
    access_key_secret: accessKeySecret,
    ...(securityToken !== undefined && { sts_token: securityToken }),
  };
}

/** Signs in with CloudSSO as the role ci. @returns a profile's fields */
export function cloudSsoFields({ cloud }: Scene, seconds?: number): object {
  const login = cloud.signInToCloudSso(cloud.roles.ci, seconds);
  return {
    mode: "CloudSSO",
    cloud_sso_sign_in_url: `${cloud.addresses.cloudSso.url}/start/login`,
    cloud_sso_account_id: login.accountId,
    cloud_sso_access_config: login.accessConfigurationId,
    access_token: login.accessToken,
    cloud_sso_access_token_expire: Math.floor(login.expiresAt / 1000),
  };
}

/** Writes an OIDC token. @returns the fields of a profile that assumes the role `workload` with it */
export async function oidcFields({ cloud, write }: Scene, token = cloud.oidc.token): Promise<object> {
  return {
    mode: "OIDC",
    oidc_provider_arn: cloud.oidc.providerArn,
    oidc_token_file: await write("oidc-token", token),
    ram_role_arn: cloud.roles.workload.arn,
  };
}

/** The variables that RRSA puts into a pod, and the token's file, which ends with a line break. */
export async function podVariables({ cloud, write }: Scene): Promise<Record<string, string>> {
  return {
    ALIBABA_CLOUD_ROLE_ARN: cloud.roles.workload.arn,
    ALIBABA_CLOUD_OIDC_PROVIDER_ARN: cloud.oidc.providerArn,
    ALIBABA_CLOUD_OIDC_TOKEN_FILE: await write("oidc-token", `${cloud.oidc.token}\n`),
  };
}

/** The address of the credentials of a role, `ci` unless the query says otherwise. */
export const uriOf = ({ cloud }: Scene, query = "role=ci"): string =>
  `${cloud.addresses.credentialsUri.url}/credentials?${query}`;

/** Writes a shell script below the home directory. @returns its path */
export function writeScript(scene: Scene, ...lines: readonly string[]): Promise<string> {
  return scene.write("bin/get credentials.sh", `#!/bin/sh\n${lines.join("\n")}\n`, 0o700);
}

/** A config.json as somebody's own editor leaves it: tabs, keys that nobody knows, a number that JavaScript cannot hold. */
export function handWritten(profile: object): string {
  return JSON.stringify(
    {
      current: "default",
      "my own key": [1, { two: "\u00e9" }],
      profiles: [
        { name: "other", mode: "AK", retry_count: "BIG" },
        { name: "default", language: "en", ...profile, region_id: "cn-hangzhou" },
      ],
      meta_path: "",
    },
    null,
    "\t",
  ).replace('"BIG"', "12345678901234567890");
}
