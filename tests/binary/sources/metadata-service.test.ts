import { describe, expect, setDefaultTimeout, test } from "bun:test";
import type { FakeCloud } from "../../fakes/cloud/start-fake-cloud.ts";
import { type Fault, htmlFault } from "../../fakes/server/fault.ts";
import type { FaultTarget } from "../../fakes/server/fault-plan.ts";
import { getCredential } from "../../support/command-lines.ts";
import { expectRefusal } from "../../support/expect-refusal.ts";
import { identityIn } from "../../support/exec-credential.ts";
import { expectIdentity } from "../../support/expect-identity.ts";
import { setScene, type Variables } from "../../support/scene.ts";

// A busy machine.
setDefaultTimeout(30_000);

const imds = (cloud: FakeCloud) => getCredential(cloud, "--credential-type", "imds");

describe("the ECS metadata service", () => {
  test.each<[string, "imds" | "ecs-role", FakeCloud["imds"]["mode"], Variables, string]>([
    ["by version 2 for the role, then for its credentials", "imds", "v1-and-v2", {}, "Token RoleName Credentials"],
    ["the same with --credential-type ecs-role", "ecs-role", "v1-and-v2", {}, "Token RoleName Credentials"],
    ["by version 2 if it is the only one", "imds", "v2-only", {}, "Token RoleName Credentials"],
    [
      "only for credentials if a variable names the role",
      "imds",
      "v2-only",
      { ALIBABA_CLOUD_ECS_METADATA: "instance" },
      "Token Credentials",
    ],
    [
      "by version 1 if a variable says so",
      "imds",
      "v1-and-v2",
      { ALIBABA_CLOUD_IMDSV2_DISABLED: "true" },
      "RoleName Credentials",
    ],
  ])("is asked %s", async (_, type, mode, variables, actions) => {
    await using scene = await setScene();
    const { cloud } = scene;
    cloud.imds.mode = mode;
    expectIdentity(await scene.run(getCredential(cloud, "--credential-type", type), variables), "role-instance");
    expect(
      cloud.requests
        .of("imds")
        .map(({ action }) => action)
        .join(" "),
    ).toBe(actions);
  });

  // As the official SDKs do since August 2026.
  const noToken: readonly (readonly [string, FaultTarget, Fault])[] = [
    ...[200, 400, 403, 404, 405, 500].map(
      (status) => [`answers ${status}, and no token`, "imds:Token", { reply: { status, body: "" } }] as const,
    ),
    ["answers a page", "imds:Token", htmlFault(200)],
    ["resets the connection", "imds:Token", { transport: { kind: "reset", at: "start" } }],
    ["is silent for 2 s", "imds:Token", { transport: { kind: "black-hole" } }],
    ["refuses the token that it gave, for the role's name", "imds:RoleName", { reply: { status: 403, body: "" } }],
    ["refuses the token that it gave, for the credentials", "imds:Credentials", { reply: { status: 401, body: "" } }],
  ];
  test.each(noToken)("is asked by version 1 if version 2 %s, unless that is forbidden", async (_, action, fault) => {
    await using scene = await setScene();
    scene.cloud.faults.next(action, fault);
    expect(identityIn((await scene.run(imds(scene.cloud))).stdout)).toBe("role-instance");
    scene.cloud.faults.always(action, fault);
    const only2 = [...imds(scene.cloud), "--no-cache"];
    const { exitCode, stderr } = await scene.run(only2, { ALIBABA_CLOUD_IMDSV1_DISABLED: "true" });
    expect(exitCode).toBe(1);
    expect(stderr).toContain("error: the ECS metadata service ");
  });
});

describe("the error for missing instance credentials names the reason:", () => {
  test.each<[string, (cloud: FakeCloud) => void, Variables, RegExp, RegExp]>([
    [
      "switched off by a variable",
      () => undefined,
      { ALIBABA_CLOUD_ECS_METADATA_DISABLED: "true" },
      /ALIBABA_CLOUD_ECS_METADATA_DISABLED disables it/,
      /unset/,
    ],
    ["no metadata service", (cloud) => (cloud.imds.mode = "off"), {}, /no RAM role for this instance/, /attach/],
    [
      "version 1 forbidden, and no version 2",
      (cloud) => (cloud.imds.mode = "off"),
      { ALIBABA_CLOUD_IMDSV1_DISABLED: "true" },
      /gave no session token \(HTTP 404\)/,
      /metadata/,
    ],
    ["no role", (cloud) => (cloud.imds.role = undefined), {}, /no RAM role for this instance/, /attach a RAM role/],
    [
      "another role",
      () => undefined,
      { ALIBABA_CLOUD_ECS_METADATA: "nobody" },
      /no credentials for the role "nobody" \(HTTP 404\)/,
      /attached/,
    ],
    ["a Code that is not Success", (cloud) => (cloud.imds.code = "Failed"), {}, /answered Failed/, /RAM console/],
    ["expired ones", (cloud) => (cloud.imds.sessionSeconds = -60), {}, /already expired/, /clock/],
    [
      "a page in their place",
      (cloud) => cloud.faults.always("imds:Credentials", htmlFault(200)),
      {},
      /not valid JSON/,
      /./,
    ],
    [
      "half of them",
      (cloud) => cloud.faults.always("imds:Credentials", { reply: { status: 200, body: '{"AccessKeyId":"x"}' } }),
      {},
      /AccessKeySecret is missing/,
      /./,
    ],
    [
      "an end that is not a date",
      (cloud) =>
        cloud.faults.always("imds:Credentials", {
          reply: {
            status: 200,
            body: '{"AccessKeyId":"x","AccessKeySecret":"y","SecurityToken":"z","Expiration":"soon"}',
          },
        }),
      {},
      /Expiration is not a date/,
      /./,
    ],
    [
      "a refused connection",
      () => undefined,
      { ALIBABA_CLOUD_IMDS_ENDPOINT: "http://127.0.0.1:1" },
      /the ECS metadata service does not answer/,
      /on an ECS instance/,
    ],
    [
      "a page in place of the role's name",
      (cloud) => cloud.faults.always("imds:RoleName", htmlFault(200)),
      {},
      /no RAM role/,
      /./,
    ],
  ])("%s", async (_, spoil, variables, error, hint) => {
    await using scene = await setScene();
    spoil(scene.cloud);
    expectRefusal(await scene.run(imds(scene.cloud), variables), { error, hint });
    expect(scene.cloud.requests.count("cs")).toBe(0);
  });

  test("no answer within the time limit", async () => {
    await using scene = await setScene();
    scene.cloud.faults.always("imds", { transport: { kind: "black-hole" } });
    const argv = [...imds(scene.cloud), "--timeout", "1s"];
    expectRefusal(await scene.run(argv), { error: "the ECS metadata service does not answer", hint: "elsewhere" });
  });
});
