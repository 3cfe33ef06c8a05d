import { describe, expect, test } from "bun:test";
import { mkdir } from "node:fs/promises";
import { variablesOf } from "../support/command-lines.ts";
import { CONFIG, INI, iniSection, keyFields, writeProfile, writeScript } from "../support/credential-files.ts";
import { expectRefusal } from "../support/expect-refusal.ts";
import { setScene } from "../support/scene.ts";

describe("auth whoami", () => {
  test("shows a user as a table", async () => {
    await using scene = await setScene();
    const { exitCode, stdout, stderr } = await scene.runInProcess(["auth", "whoami"], scene.alice);
    expect(stdout.split("\n").map((line) => line.split(/ {2,}/))).toEqual([
      ["AccountId", "1000000000000001"],
      ["IdentityType", "RAMUser"],
      ["UserId", scene.cloud.identities.alice.owner.id],
      ["UserName", "alice"],
      ["Arn", "acs:ram::1000000000000001:user/alice"],
      ["PrincipalId", scene.cloud.identities.alice.owner.id],
      [""],
    ]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  });

  test("shows as JSON the role that --role-arn assumes", async () => {
    await using scene = await setScene();
    const { roles } = scene.cloud;
    const argv = ["auth", "whoami", "--role-arn", roles.ci.arn, "--output", "json"];
    const { stdout } = await scene.runInProcess(argv, scene.alice);
    expect(JSON.parse(stdout)).toEqual({
      AccountId: "1000000000000001",
      IdentityType: "AssumedRoleUser",
      RoleId: roles.ci.id,
      RoleName: "ci",
      Arn: "acs:ram::1000000000000001:assumed-role/ci/ack-ram-tool",
      PrincipalId: `${roles.ci.id}:ack-ram-tool`,
    });
  });

  test("reports why STS refuses a key", async () => {
    await using scene = await setScene();
    const { retired } = scene.cloud.identities;
    expectRefusal(await scene.runInProcess(["auth", "whoami"], variablesOf(retired)), {
      error: /STS refused access key LTAI…0000 \(.*\): InvalidAccessKeyId.Inactive/,
      hint: "RAM console",
    });
  });
});

test.each([[["whoami"]], [["login", "--mode", "OAuth", "--site", "cn"]]])(
  "auth %p names the line of a mistake in config.json, blank lines counted",
  async (argv) => {
    await using scene = await setScene();
    await scene.write(CONFIG, '\n\n\n{"profiles": [,]}\n');
    const { stderr } = await scene.runInProcess(["auth", ...argv]);
    expect(stderr).toStartWith(`error: ${scene.home}/${CONFIG}: it is not valid JSON (line 4)\nhint: `);
  },
);

describe("auth sources", () => {
  test("shows every place with masked keys and which one wins, without any request", async () => {
    await using scene = await setScene();
    const { identities, roles } = scene.cloud;
    await writeProfile(scene, {
      mode: "RamRoleArn",
      ...keyFields(identities.deployer),
      ram_role_arn: roles.ci.arn,
      ram_session_name: "a-test",
    });
    await scene.write(INI, iniSection("default", { type: "access_key", ...keyFields(identities.bob) }));
    const { exitCode, stdout, stderr } = await scene.runInProcess(["auth", "sources"]);
    expect(stdout.split("\n").map((line) => line.split(/ {2,}/).slice(1))).toEqual([
      ["environment variables", "nothing", "ALIBABA_CLOUD_ACCESS_KEY_ID is not set"],
      [
        "~/.aliyun/config.json",
        "used",
        `role ${roles.ci.arn}, assumed with access key LTAI…0000, from profile "default" in ${scene.home}/${CONFIG}`,
      ],
      [
        "~/.alibabacloud/credentials",
        "not used",
        `access key LTAI…0000, from section [default] in ${scene.home}/${INI}`,
      ],
      ["~/.alibabacloud/credentials.ini", "nothing", "no such file"],
      ["~/.aliyun/credentials.ini", "nothing", "no such file"],
      [],
    ]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    expect([scene.cloud.requests.count(), scene.newFiles()]).toEqual([0, []]);
  });

  test("shows every place even if a setting of --role-arn is wrong", async () => {
    await using scene = await setScene();
    await writeProfile(scene, { mode: "AK", ...keyFields(scene.cloud.identities.alice) });
    const { stdout, stderr } = await scene.runInProcess(["auth", "sources", "--role-arn", scene.cloud.roles.ci.arn], {
      ALIBABA_CLOUD_ROLE_SESSION_NAME: "a/b",
    });
    expect(stdout.split("\n")).toHaveLength(6);
    expect(stdout).toMatch(/config\.json +broken +invalid ALIBABA_CLOUD_ROLE_SESSION_NAME: "a\/b"/);
    expect(stderr).toContain("ALIBABA_CLOUD_ROLE_SESSION_NAME");
  });

  test.each<[string, object, RegExp, boolean]>([
    [
      "a CloudSSO sign-in",
      { mode: "CloudSSO", access_token: "fake", cloud_sso_access_token_expire: 4_000_000_000 },
      /signed in until 2096-10-02T07:06:40Z/,
      true,
    ],
    [
      "an expired CloudSSO sign-in",
      { mode: "CloudSSO", access_token: "fake", cloud_sso_access_token_expire: 1_000_000_000 },
      /the sign-in ended days ago/,
      true,
    ],
    [
      "an OAuth sign-in that renews itself",
      { mode: "OAuth", oauth_site_type: "CN", oauth_refresh_token: "fake", oauth_access_token_expire: 1 },
      /signed in, renewed automatically/,
      false,
    ],
    [
      "an OAuth sign-in without a refresh token",
      { mode: "OAuth", oauth_site_type: "CN", oauth_access_token: "fake", oauth_access_token_expire: 4_000_000_000 },
      /signed in until 2096-10-02T07:06:40Z/,
      true,
    ],
  ])("says how long %s is valid", async (_, profile, expected, hasEnd) => {
    await using scene = await setScene();
    const sso = {
      cloud_sso_sign_in_url: "https://127.0.0.1:1/x",
      cloud_sso_account_id: "1",
      cloud_sso_access_config: "ac",
    };
    await writeProfile(scene, { ...sso, ...profile });
    expect((await scene.runInProcess(["auth", "sources"])).stdout).toMatch(expected);
    const { stdout } = await scene.runInProcess(["auth", "sources", "--output", "json"]);
    expect(stdout.includes('"until": "')).toBe(hasEnd);
    expect(scene.cloud.requests.count()).toBe(0);
  });

  test("runs no program and assumes no role", async () => {
    await using scene = await setScene();
    const script = await writeScript(scene, `touch "${scene.home}/it-ran"`);
    await writeProfile(scene, { mode: "External", process_command: `sh '${script}' --token fake-hidden` });
    const argv = ["auth", "sources", "--role-arn", scene.cloud.roles.ci.arn];
    const { exitCode, stdout } = await scene.runInProcess(argv);
    expect(exitCode).toBe(0);
    expect(stdout).toContain("assumed with program sh");
    expect(stdout).not.toContain("fake-hidden");
    expect([scene.cloud.requests.count(), scene.newFiles()]).toEqual([0, []]);
  });

  test("does not list the places again in the error that none has the profile", async () => {
    await using scene = await setScene();
    await writeProfile(scene, { mode: "AK", ...keyFields(scene.cloud.identities.bob) });
    const { exitCode, stdout, stderr } = await scene.runInProcess(["auth", "sources", "--profile-name", "defualt"]);
    expect(stdout).toContain('no profile "defualt": did you mean default?');
    expect(stderr).toBe(
      'error: no Alibaba Cloud credentials found for profile "defualt"\nhint: name an existing profile with --profile-name, or add this one: aliyun configure --profile defualt\n',
    );
    expect(exitCode).toBe(1);
  });

  test("lists the places after a broken one, too, and then fails because of it", async () => {
    await using scene = await setScene();
    await scene.write(CONFIG, "{");
    await scene.write(INI, iniSection("default", { type: "access_key", ...keyFields(scene.cloud.identities.bob) }));
    const { exitCode, stdout, stderr } = await scene.runInProcess(["auth", "sources", "--output", "json"]);
    expect(JSON.parse(stdout)).toMatchObject([
      { state: "absent" },
      { state: "broken" },
      { state: "found" },
      { state: "absent" },
      { state: "absent" },
    ]);
    expect(stderr).toStartWith(`error: ${scene.home}/${CONFIG}: it is not valid JSON (line 1)\nhint: `);
    expect(exitCode).toBe(1);
  });
});

describe("a config.json that is no configuration", () => {
  test.each([
    ['{\n  "current": "dev",\n  "profiles": [\n    { name: fake-secret }\n  ]\n}', "it is not valid JSON (line 4)"],
    ['{\n  "current": "dev"\n  "profiles": []\n}', "it is not valid JSON (line 3)"],
    ["null", "it contains only null"],
    ["[]", "it must be an object, not an array"],
    [undefined, "it is a directory"],
  ])("%j", async (content, problem) => {
    await using scene = await setScene();
    if (content === undefined) await mkdir(`${scene.home}/${CONFIG}`, { recursive: true });
    else await scene.write(CONFIG, content);
    for (const command of ["whoami", "login"]) {
      const outcome = await scene.runInProcess(["auth", command]);
      expectRefusal(outcome, { error: `${scene.home}/${CONFIG}: ${problem}` });
      expect(outcome.stderr).not.toContain("fake-secret");
    }
  });
});
