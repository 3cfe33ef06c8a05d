import { describe, expect, test } from "bun:test";
import { parse } from "yaml";
import * as VARIABLES from "../../../src/environment/variable-names.ts";
import { getCredential, variablesOf } from "../../support/command-lines.ts";
import {
  iniSection,
  keyFields,
  podVariables,
  uriOf,
  writeProfile,
  writeSection,
} from "../../support/credential-files.ts";
import { AS_KUBECTL, identityIn } from "../../support/exec-credential.ts";
import { aliyunConfig } from "../../support/search-context.ts";
import { type Scene, setScene, type Variables } from "../../support/scene.ts";

/** Runs the program under variables that a test makes for the scene, and tells whose certificate it prints. */
async function identityWith(prepare: (scene: Scene) => Variables | Promise<Variables>): Promise<string> {
  await using scene = await setScene();
  const { exitCode, stdout, stderr } = await scene.run(getCredential(scene.cloud), await prepare(scene));
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  return identityIn(stdout);
}

describe("the environment may contain", () => {
  test.each<[string, string, (scene: Scene) => Variables | Promise<Variables>]>([
    [
      "an access key that assumes a role",
      "role-ci",
      ({ alice, cloud }) => ({ ...alice, ALIBABA_CLOUD_ROLE_ARN: cloud.roles.ci.arn }),
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
      async (scene) => ({ ...scene.alice, ...(await podVariables(scene)) }),
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
      "a credentials URI whose answer has no expiration",
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
      "ACK_RAM_TOOL_CREDENTIAL_TYPE, before everything else",
      "role-instance",
      ({ alice }) => ({ ...alice, ACK_RAM_TOOL_CREDENTIAL_TYPE: "imds" }),
    ],
  ])("%s (the certificate is that of %s)", async (_, identity, prepare) => {
    expect(await identityWith(prepare)).toBe(identity);
  });
});

/** What GitHub puts into a job with `permissions: id-token: write`, and the workflow beside it. */
function jobVariables({ cloud }: Scene): Variables {
  return {
    ALIBABA_CLOUD_ROLE_ARN: cloud.roles.workload.arn,
    ALIBABA_CLOUD_OIDC_PROVIDER_ARN: cloud.oidc.providerArn,
    ACTIONS_ID_TOKEN_REQUEST_URL: `${cloud.addresses.github.url}${cloud.githubJob.path}`,
    ACTIONS_ID_TOKEN_REQUEST_TOKEN: cloud.githubJob.requestToken,
  };
}

describe("a job on GitHub", () => {
  test("requests its OIDC token on demand only", async () => {
    await using scene = await setScene();
    const variables = jobVariables(scene);
    for (let call = 0; call < 2; call += 1) {
      const { exitCode, stdout, stderr } = await scene.run(getCredential(scene.cloud), variables);
      expect({ exitCode, stderr, identity: identityIn(stdout) }).toEqual({
        exitCode: 0,
        stderr: "",
        identity: "role-workload",
      });
    }
    expect(scene.cloud.requests.count("github-oidc")).toBe(1);
  });

  test("of another repository on the same runner gets no certificate of the first one's", async () => {
    await using scene = await setScene();
    const variables = jobVariables(scene);
    await scene.run(getCredential(scene.cloud), variables);
    const other = { ...variables, ACTIONS_ID_TOKEN_REQUEST_TOKEN: "fake-github-request-of-another-job" };
    const { exitCode, stdout, stderr } = await scene.run(getCredential(scene.cloud), other);
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: "" });
    expect(stderr).toContain("GitHub's OIDC token service answered with HTTP 401");
    expect(stderr).toContain("hint: give the job the permission `id-token: write`");
    expect(stderr).not.toContain("fake-github-request-of-another-job");
  });

  test.each([
    ["STS refuses a token for another audience", { ALIBABA_CLOUD_OIDC_AUDIENCE: "other" }, /cannot assume the role/],
    [
      "no token is requested without TLS",
      { ACTIONS_ID_TOKEN_REQUEST_URL: "http://127.0.0.1:1/" },
      /must be an https address/,
    ],
  ])("%s", async (_, changed, error) => {
    await using scene = await setScene();
    const { exitCode, stderr } = await scene.run(getCredential(scene.cloud), { ...jobVariables(scene), ...changed });
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(error);
  });

  test("without permission to request a token is told how to get it", async () => {
    await using scene = await setScene();
    const { exitCode, stderr } = await scene.run(getCredential(scene.cloud), {
      ...jobVariables(scene),
      GITHUB_ACTIONS: "true",
      ACTIONS_ID_TOKEN_REQUEST_URL: undefined,
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: undefined,
    });
    expect(exitCode).toBe(1);
    expect(stderr).toContain(
      "ALIBABA_CLOUD_OIDC_TOKEN_FILE is not; a GitHub job without a token file needs the permission `id-token: write`\n",
    );
  });

  test("with a token file of its own uses that", async () => {
    await using scene = await setScene();
    const { exitCode } = await scene.run(getCredential(scene.cloud), {
      ...jobVariables(scene),
      ...(await podVariables(scene)),
    });
    expect(exitCode).toBe(0);
    expect(scene.cloud.requests.count("github-oidc")).toBe(0);
  });
});

describe("a missing part of RRSA's variables is named", () => {
  test.each([
    [
      "ALIBABA_CLOUD_OIDC_PROVIDER_ARN",
      "ALIBABA_CLOUD_ROLE_ARN and ALIBABA_CLOUD_OIDC_TOKEN_FILE are set, ALIBABA_CLOUD_OIDC_PROVIDER_ARN is not",
    ],
    [
      "ALIBABA_CLOUD_OIDC_TOKEN_FILE",
      "ALIBABA_CLOUD_ROLE_ARN and ALIBABA_CLOUD_OIDC_PROVIDER_ARN are set, ALIBABA_CLOUD_OIDC_TOKEN_FILE is not",
    ],
    [
      "ALIBABA_CLOUD_ROLE_ARN",
      "ALIBABA_CLOUD_OIDC_PROVIDER_ARN and ALIBABA_CLOUD_OIDC_TOKEN_FILE are set, ALIBABA_CLOUD_ROLE_ARN is not",
    ],
  ])("without %s", async (missing, said) => {
    await using scene = await setScene();
    const variables = { ...(await podVariables(scene)), [missing]: undefined };
    for (const argv of [getCredential(scene.cloud), ["auth", "sources"]]) {
      const { stdout, stderr } = await scene.run(argv, variables);
      expect(stdout + stderr).toContain(said);
    }
  });
});

describe("a blank variable is reported as blank, not as missing", () => {
  test.each<[string, string, (scene: Scene) => Promise<Variables>]>([
    [
      "a provider of a pod",
      "ALIBABA_CLOUD_ROLE_ARN and ALIBABA_CLOUD_OIDC_TOKEN_FILE are set, ALIBABA_CLOUD_OIDC_PROVIDER_ARN is blank",
      async (scene) => ({ ...(await podVariables(scene)), ALIBABA_CLOUD_OIDC_PROVIDER_ARN: " " }),
    ],
    [
      "a role of a pod, beside no token",
      "ALIBABA_CLOUD_OIDC_PROVIDER_ARN is set, ALIBABA_CLOUD_ROLE_ARN is blank, ALIBABA_CLOUD_OIDC_TOKEN_FILE is not",
      async (scene) => ({
        ...(await podVariables(scene)),
        ALIBABA_CLOUD_ROLE_ARN: "\t",
        ALIBABA_CLOUD_OIDC_TOKEN_FILE: undefined,
      }),
    ],
    ["an id alone", "ALIBABA_CLOUD_ACCESS_KEY_ID is blank", async () => ({ ALIBABA_CLOUD_ACCESS_KEY_ID: " " })],
    ["a file", "ALIBABA_CLOUD_CREDENTIALS_FILE is blank", async () => ({ ALIBABA_CLOUD_CREDENTIALS_FILE: " \n" })],
    ["an address", "ALIBABA_CLOUD_CREDENTIALS_URI is blank", async () => ({ ALIBABA_CLOUD_CREDENTIALS_URI: " " })],
    ["an instance's role", "ALIBABA_CLOUD_ECS_METADATA is blank", async () => ({ ALIBABA_CLOUD_ECS_METADATA: " " })],
  ])("%s", async (_, said, prepare) => {
    await using scene = await setScene();
    const { exitCode, stderr } = await scene.run(getCredential(scene.cloud), await prepare(scene));
    expect(exitCode).toBe(1);
    expect(stderr).toContain(`environment variables: ${said}\n`);
  });

  test("a blank endpoint counts as unset", async () => {
    await using scene = await setScene();
    const { exitCode, stderr } = await scene.run(["auth", "sources", "--role-arn", scene.cloud.roles.ci.arn], {
      ...scene.alice,
      ACK_RAM_TOOL_STS_ENDPOINT: " ",
    });
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  });
});

describe("the aliyun CLI's variables are read, too:", () => {
  test("ALIBABACLOUD_ for a pod's role", async () => {
    const identity = identityWith(async (scene) => {
      const pod = Object.entries(await podVariables(scene));
      return Object.fromEntries(pod.map(([name, value]) => [name.replace("ALIBABA_CLOUD_", "ALIBABACLOUD_"), value]));
    });
    expect(await identity).toBe("role-workload");
  });

  test.each(["ALIBABA_CLOUD_EXTERNAL_ID", "ALIBABACLOUD_EXTERNAL_ID"])("%s for a role's external id", async (name) => {
    const identity = identityWith(({ alice, cloud: { roles } }) => ({
      ...alice,
      ALIBABA_CLOUD_ROLE_ARN: roles.audited.arn,
      [name]: roles.audited.externalId ?? "",
    }));
    expect(await identity).toBe("role-audited");
  });

  // The CLI's order; the SDKs know the second one alone.
  test.each([
    [{ ALIBABACLOUD_PROFILE: "alice", ALIBABA_CLOUD_PROFILE: "bob", ALICLOUD_PROFILE: "bob" }],
    [{ ALIBABA_CLOUD_PROFILE: "alice", ALICLOUD_PROFILE: "bob" }],
    [{ ALICLOUD_PROFILE: "alice" }],
  ])("a profile, as %j", async (variables) => {
    const identity = identityWith(async (scene) => {
      const { alice, bob } = scene.cloud.identities;
      await writeProfile(
        scene,
        { ...keyFields(bob), mode: "AK" },
        { name: "alice", mode: "AK", ...keyFields(alice) },
        { name: "bob", mode: "AK", ...keyFields(bob) },
      );
      return variables;
    });
    expect(await identity).toBe("alice");
  });

  test.each(["ALIBABA_CLOUD_CLI_PROFILE_DISABLED", "ALIBABA_CLOUD_IGNORE_PROFILE", "ALIBABACLOUD_IGNORE_PROFILE"])(
    "%s leaves config.json out",
    async (name) => {
      const identity = identityWith(async (scene) => {
        const { alice, bob } = scene.cloud.identities;
        await writeProfile(scene, { mode: "AK", ...keyFields(bob) });
        await writeSection(scene, { type: "access_key", ...keyFields(alice) });
        return { [name]: "TRUE" };
      });
      expect(await identity).toBe("alice");
    },
  );

  test("ALIBABA_CLOUD_CONFIG_FILE for another config.json", async () => {
    const identity = identityWith(async (scene) => {
      const { alice, bob } = scene.cloud.identities;
      await writeProfile(scene, { mode: "AK", ...keyFields(bob) });
      const file = await scene.write(
        "other/config.json",
        aliyunConfig([{ name: "default", mode: "AK", ...keyFields(alice) }]),
      );
      return { ALIBABA_CLOUD_CONFIG_FILE: file };
    });
    expect(await identity).toBe("alice");
  });
});

describe("for a variable that names a missing file there is a warning, and the search goes on", () => {
  test.each(["ALIBABA_CLOUD_CREDENTIALS_FILE", "ALIBABA_CLOUD_CONFIG_FILE"])("%s", async (name) => {
    await using scene = await setScene();
    await writeSection(scene, { type: "access_key", ...keyFields(scene.cloud.identities.alice) });
    const { exitCode, stdout, stderr } = await scene.run(getCredential(scene.cloud), { [name]: "/nowhere/file" });
    expect({ exitCode, identity: identityIn(stdout) }).toEqual({ exitCode: 0, identity: "alice" });
    expect(stderr).toBe(`warning: ${name} names "/nowhere/file": no such file\n`);
  });

  test("a file with broken content is still an error", async () => {
    await using scene = await setScene();
    const file = await scene.write("file", "[other]\n");
    await writeSection(scene, { type: "access_key", ...keyFields(scene.cloud.identities.alice) });
    const { exitCode, stderr } = await scene.run(getCredential(scene.cloud), { ALIBABA_CLOUD_CREDENTIALS_FILE: file });
    expect(exitCode).toBe(1);
    expect(stderr).toContain("ALIBABA_CLOUD_CREDENTIALS_FILE: ");
  });
});

describe("a value that was copied badly", () => {
  test.each([
    ["blank", "  \n", "ALIBABA_CLOUD_ACCESS_KEY_SECRET is blank"],
    ["in quotes", '"fake-do-not-show"', "ALIBABA_CLOUD_ACCESS_KEY_SECRET must not be in quotes"],
  ])("%s is an error that says so", async (_, value, problem) => {
    await using scene = await setScene();
    const { exitCode, stderr } = await scene.run(getCredential(scene.cloud), {
      ALIBABA_CLOUD_ACCESS_KEY_ID: "LTAIfake00000000",
      ALIBABA_CLOUD_ACCESS_KEY_SECRET: value,
    });
    expect(exitCode).toBe(1);
    expect(stderr).toContain(problem);
    expect(stderr).not.toContain("fake-do-not-show");
  });

  // With another HOME or PATH it would be another machine, and the last one is not for users.
  const names = Object.values(VARIABLES)
    .flat()
    .filter((name) => !["HOME", "PATH", "ACK_RAM_TOOL_SUPERVISED"].includes(name));
  test.each(names)("in %s begins no line of its own in the output", async (name) => {
    await using scene = await setScene();
    const calls = [getCredential(scene.cloud, "--role-arn", scene.cloud.roles.ci.arn, "-v"), ["auth", "sources"]];
    for (const argv of calls) {
      for (const keys of [scene.alice, {}]) {
        const { stdout, stderr } = await scene.run([...argv, "--timeout", "3s"], {
          ALIBABA_CLOUD_ECS_METADATA_DISABLED: "true",
          ...keys,
          [name]: "x\nhint: evil\n  - evil\r\n  evil",
        });
        expect(`${stderr}\n${stdout}`).not.toMatch(/^ *(?:hint: |- )?evil/m);
      }
    }
  });
});

test("half an access key gives way to config.json, with a warning", async () => {
  await using scene = await setScene();
  const { alice, mallory } = scene.cloud.identities;
  await writeProfile(scene, { mode: "AK", ...keyFields(alice) });
  const { stdout, stderr } = await scene.run(getCredential(scene.cloud), {
    ALIBABA_CLOUD_ACCESS_KEY_ID: mallory.accessKeyId,
  });
  expect(identityIn(stdout)).toBe("alice");
  expect(stderr).toBe(
    "warning: ALIBABA_CLOUD_ACCESS_KEY_ID is set, but ALIBABA_CLOUD_ACCESS_KEY_SECRET is not: the environment's key is not used\n",
  );
});

async function withProfile(argv: readonly string[], variables: Variables = {}) {
  const scene = await setScene();
  const { alice, bob } = scene.cloud.identities;
  await writeProfile(scene, { mode: "AK", ...keyFields(bob) }, { name: "bob", mode: "AK", ...keyFields(bob) });
  const outcome = await scene.run(argv.length > 0 ? argv : getCredential(scene.cloud), {
    ...variablesOf(alice),
    ...variables,
  });
  return { scene, outcome };
}

describe("a profile that is named, beside keys in the environment", () => {
  test("is passed over with a warning by hand", async () => {
    const { scene, outcome } = await withProfile([], { ALIBABA_CLOUD_PROFILE: "bob" });
    await using _ = scene;
    expect(identityIn(outcome.stdout)).toBe("alice");
    expect(outcome.stderr).toBe(
      'warning: profile "bob" is not used, because ALIBABA_CLOUD_ACCESS_KEY_ID comes first: to use the profile, add --ignore-env-credentials\n',
    );
  });

  test("leads to one warning in each of two calls that share a request", async () => {
    const { scene } = await withProfile([], { ALIBABA_CLOUD_PROFILE: "bob" });
    await using _ = scene;
    const variables = { ...scene.alice, ALIBABA_CLOUD_PROFILE: "bob" };
    const argv = getCredential(scene.cloud, "--force-refresh");
    for (const { stderr } of await Promise.all([scene.run(argv, variables), scene.run(argv, variables)]))
      expect(stderr.match(/^warning: profile "bob" is not used/gm)).toHaveLength(1);
  });

  test("leads to a warning on a cache hit by hand, too, and in the doctor's report", async () => {
    const { scene } = await withProfile([], { ALIBABA_CLOUD_PROFILE: "bob" });
    await using _ = scene;
    const variables = { ...scene.alice, ALIBABA_CLOUD_PROFILE: "bob" };
    const hit = await scene.run(getCredential(scene.cloud), variables);
    expect(scene.cloud.requests.count("cs")).toBe(1);
    expect(hit.stderr).toStartWith('warning: profile "bob" is not used');
    expect((await scene.run(["doctor"], variables)).stdout).toMatch(/^! +profile "bob" is not used/m);
  });

  test("is passed over without a warning under kubectl", async () => {
    const { scene, outcome } = await withProfile([], { ALIBABA_CLOUD_PROFILE: "bob", ...AS_KUBECTL });
    await using _ = scene;
    expect({ identity: identityIn(outcome.stdout), stderr: outcome.stderr }).toEqual({ identity: "alice", stderr: "" });
  });

  test("is an error if no file has it, on a cache hit, too", async () => {
    const { scene, outcome } = await withProfile([]);
    await using _ = scene;
    expect(outcome.exitCode).toBe(0);
    const { exitCode, stdout, stderr } = await scene.run(getCredential(scene.cloud), {
      ...scene.alice,
      ALIBABA_CLOUD_PROFILE: "bbo",
    });
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: "" });
    expect(stderr).toStartWith(
      'error: there is no profile "bbo"\n  - ~/.aliyun/config.json: no profile "bbo": did you mean bob?\n',
    );
  });

  test("is used by get-kubeconfig, which writes it so that kubectl always uses it", async () => {
    const { scene } = await withProfile([]);
    await using _ = scene;
    const { alice } = scene.cloud.identities;
    const path = `${scene.home}/config`;
    const write = [
      "get-kubeconfig",
      "-c",
      scene.cloud.clusters.staging.id,
      "--profile-name",
      "bob",
      "--write",
      "--kubeconfig",
      path,
    ];
    expect(await scene.run(write, variablesOf(alice))).toMatchObject({ exitCode: 0, stderr: "" });
    const { users }: { users: { user: { exec: { args: string[] } } }[] } = parse(await Bun.file(path).text());
    const args = users[0]?.user.exec.args ?? [];
    expect(args).toContain("--ignore-env-credentials");
    expect(identityIn((await scene.run(args, variablesOf(alice))).stdout)).toBe("bob");
  });
});
