import { describe, expect, test } from "bun:test";
import * as VARIABLES from "../../../src/variables.ts";
import { getCredential, variablesOf } from "../../support/command-lines.ts";
import { iniSection, keyFields, writeProfile, writeSection } from "../../support/credential-files.ts";
import { identityIn } from "../../support/exec-credential.ts";
import { type Scene, setScene, type Variables } from "../../support/scene.ts";

/** Runs the program under variables that a test makes for the scene, and tells whose certificate it prints. */
async function identityWith(prepare: (scene: Scene) => Variables | Promise<Variables>): Promise<string> {
  await using scene = await setScene();
  const { exitCode, stdout, stderr } = await scene.run(getCredential(scene.cloud), await prepare(scene));
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  return identityIn(stdout);
}

describe("an access key", () => {
  const { accessKeyId, accessKeySecret, securityToken } = VARIABLES;
  const families = accessKeyId.flatMap((id, index) => {
    const [secret, token] = [accessKeySecret[index], securityToken[index]];
    return secret === undefined || token === undefined ? [] : [[id, secret, token] as const];
  });

  test.each(families)("in %s and %s", async (id, secret) => {
    const identity = identityWith(({ cloud: { identities } }) => ({
      [id]: identities.alice.accessKeyId,
      [secret]: identities.alice.accessKeySecret,
    }));
    expect(await identity).toBe("alice");
  });

  test.each(families)("in %s and %s, with an STS token in %s", async (id, secret, token) => {
    const identity = identityWith(({ cloud }) => {
      const session = cloud.openSession(cloud.roles.ci);
      return { [id]: session.accessKeyId, [secret]: session.accessKeySecret, [token]: session.securityToken };
    });
    expect(await identity).toBe("role-ci");
  });

  test("in variables of two families", async () => {
    const identity = identityWith(({ cloud: { identities } }) => ({
      ALICLOUD_ACCESS_KEY: identities.alice.accessKeyId,
      ACCESS_KEY_SECRET: identities.alice.accessKeySecret,
    }));
    expect(await identity).toBe("alice");
  });

  test("with line breaks around it, as mounted secrets have them", async () => {
    const identity = identityWith(({ cloud: { identities } }) => ({
      ALIBABA_CLOUD_ACCESS_KEY_ID: `${identities.alice.accessKeyId}\n`,
      ALIBABA_CLOUD_ACCESS_KEY_SECRET: ` ${identities.alice.accessKeySecret}\r\n`,
    }));
    expect(await identity).toBe("alice");
  });
});

/** What RRSA puts into a pod. */
async function podVariables({ cloud, write }: Scene): Promise<Variables> {
  return {
    ALIBABA_CLOUD_ROLE_ARN: cloud.roles.workload.arn,
    ALIBABA_CLOUD_OIDC_PROVIDER_ARN: cloud.oidc.providerArn,
    ALIBABA_CLOUD_OIDC_TOKEN_FILE: await write("oidc-token", `${cloud.oidc.token}\n`),
  };
}

const uriOf = ({ cloud }: Scene, query = "role=ci") => `${cloud.addresses.credentialsUri.url}/credentials?${query}`;

describe("other forms", () => {
  test.each<[string, string, (scene: Scene) => Variables | Promise<Variables>]>([
    [
      "an access key that assumes a role",
      "role-ci",
      ({ cloud }) => ({ ...variablesOf(cloud.identities.alice), ALIBABA_CLOUD_ROLE_ARN: cloud.roles.ci.arn }),
    ],
    [
      "an STS token that assumes a role",
      "role-chained",
      ({ cloud }) => ({
        ...variablesOf(cloud.openSession(cloud.roles.ci)),
        ALIBABA_CLOUD_ROLE_ARN: cloud.roles.chained.arn,
      }),
    ],
    ["the OIDC token of a pod", "role-workload", podVariables],
    [
      "an OIDC token beside an access key: the token wins",
      "role-workload",
      async (scene) => ({ ...variablesOf(scene.cloud.identities.alice), ...(await podVariables(scene)) }),
    ],
    [
      "an OIDC token beside an STS token: the STS token wins",
      "role-ci",
      async (scene) => ({
        ...variablesOf(scene.cloud.openSession(scene.cloud.roles.ci)),
        ...(await podVariables(scene)),
      }),
    ],
    ["a credentials URI", "role-ci", (scene) => ({ ALIBABA_CLOUD_CREDENTIALS_URI: uriOf(scene) })],
    [
      "a credentials URI whose answer names no end",
      "role-ci",
      (scene) => ({ ALIBABA_CLOUD_CREDENTIALS_URI: uriOf(scene, "role=ci&omit=Expiration,Code") }),
    ],
    [
      "the role of the ECS instance",
      "role-instance",
      ({ cloud }) => ({ ALIBABA_CLOUD_ECS_METADATA: cloud.roles.instance.name }),
    ],
    [
      "an INI file that a variable names",
      "alice",
      async (scene) => ({
        ALIBABA_CLOUD_CREDENTIALS_FILE: await writeSection(
          scene,
          { type: "access_key", ...keyFields(scene.cloud.identities.alice) },
          "elsewhere.ini",
        ),
      }),
    ],
    [
      "a section of that INI file that a variable names",
      "role-ci",
      async ({ cloud, write }) => ({
        ALIBABA_CLOUD_PROFILE: "ci",
        ALIBABA_CLOUD_CREDENTIALS_FILE: await write(
          "elsewhere.ini",
          iniSection("default", { type: "access_key", ...keyFields(cloud.identities.mallory) }) +
            iniSection("ci", { type: "sts", ...keyFields(cloud.openSession(cloud.roles.ci)) }),
        ),
      }),
    ],
    [
      "half an access key, which is passed over for config.json",
      "alice",
      async (scene) => {
        await writeProfile(scene, { mode: "AK", ...keyFields(scene.cloud.identities.alice) });
        return { ALIBABA_CLOUD_ACCESS_KEY_ID: scene.cloud.identities.mallory.accessKeyId };
      },
    ],
    [
      "an access key that is to be ignored for config.json",
      "alice",
      async (scene) => {
        await writeProfile(scene, { mode: "AK", ...keyFields(scene.cloud.identities.alice) });
        const mallory = variablesOf(scene.cloud.identities.mallory);
        return { ...mallory, ACK_RAM_TOOL_IGNORE_ENV_CREDENTIALS: "1" };
      },
    ],
    [
      "ACK_RAM_TOOL_CREDENTIAL_TYPE, before everything else",
      "role-instance",
      ({ cloud }) => ({ ...variablesOf(cloud.identities.alice), ACK_RAM_TOOL_CREDENTIAL_TYPE: "imds" }),
    ],
  ])("%s: %s", async (_, identity, prepare) => {
    expect(await identityWith(prepare)).toBe(identity);
  });
});
