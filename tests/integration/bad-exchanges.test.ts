import { describe, expect, test } from "bun:test";
import { errorFault, type Fault, htmlFault } from "../fakes/server/fault.ts";
import type { ServiceName } from "../fakes/server/service.ts";
import { getCredential, variablesOf } from "../support/command-lines.ts";
import { cloudSsoFields, keyFields, oidcFields, uriOf, writeProfile } from "../support/credential-files.ts";
import { expectRefusal } from "../support/expect-refusal.ts";
import { type Scene, setScene } from "../support/scene.ts";

/** One way to temporary credentials: the service that gives them, and the profile that asks for them. */
interface Exchange {
  readonly service: ServiceName;
  readonly profile: (scene: Scene) => object | Promise<object>;
  /** An answer in the form of the service, with these credentials. */
  readonly answer: (credentials: unknown) => unknown;
}

const EXCHANGES: Readonly<Record<string, Exchange>> = {
  RamRoleArn: {
    service: "sts",
    profile: ({ cloud: { identities, roles } }) => ({
      mode: "RamRoleArn",
      ...keyFields(identities.alice),
      ram_role_arn: roles.ci.arn,
    }),
    answer: (Credentials) => ({ Credentials }),
  },
  OIDC: { service: "sts", profile: (scene) => oidcFields(scene), answer: (Credentials) => ({ Credentials }) },
  CredentialsURI: {
    service: "credentials-uri",
    profile: (scene) => ({ mode: "CredentialsURI", credentials_uri: uriOf(scene, "role=ci&fake-query-secret") }),
    answer: (credentials) => credentials,
  },
  CloudSSO: {
    service: "cloud-sso",
    profile: (scene) => cloudSsoFields(scene),
    answer: (CloudCredential) => ({ CloudCredential }),
  },
};

const GOOD = {
  AccessKeyId: "STS.fake",
  AccessKeySecret: "fake-do-not-show",
  SecurityToken: "fake-do-not-show",
  Expiration: "2999-01-01T00:00:00Z",
};
const answered = (value: unknown): Fault => ({ reply: { status: 200, body: JSON.stringify(value) } });

async function expectRefusalOf(name: string, faultOf: (exchange: Exchange) => Fault, error: RegExp): Promise<void> {
  const exchange = EXCHANGES[name];
  if (exchange === undefined) throw new Error(`there is no exchange ${name}`);
  await using scene = await setScene();
  await writeProfile(scene, await exchange.profile(scene));
  scene.cloud.faults.always(exchange.service, faultOf(exchange));
  const world = { sleep: () => Promise.resolve() };
  const outcome = await scene.runInProcess(getCredential(scene.cloud, "--timeout", "1s"), {}, world);
  expectRefusal(outcome, { error });
  expect(outcome.stderr).not.toMatch(/fake-do-not-show|fake-query-secret/);
  expect(scene.cloud.requests.count("cs")).toBe(0);
}

describe.each(Object.keys(EXCHANGES))("for %s, an answer", (name) => {
  test.each<[string, Fault, RegExp]>([
    ["that denies", errorFault(403, "NoPermission", "You may not."), /NoPermission: You may not\.|HTTP 403/],
    ["that is a proxy's page", htmlFault(200), /not valid JSON/],
    ["that is a proxy's refusal", htmlFault(502), /HTTP 502/],
    ["that is empty", { reply: { status: 200, body: "" } }, /it is empty/],
    ["that is null", answered(null), /it contains only null/],
    ["that is a list", answered([]), /must be an object, not an array|is missing/],
    ["that is a word", answered("fake-do-not-show"), /must be an object, not a string/],
    ["that never comes", { transport: { kind: "black-hole" } }, /no answer from 127\.0\.0\.1:\d+ in time/],
    ["that breaks off", { transport: { kind: "truncated-body" } }, /broke|not valid JSON/],
    ["that is two megabytes long", { padBodyToBytes: 2_000_000 }, /more than 1024 kB/],
  ])("%s ends in an error", async (_, fault, error) => {
    await expectRefusalOf(name, () => fault, error);
  });

  test.each<[string, unknown, RegExp]>([
    ["without an access key id", { ...GOOD, AccessKeyId: "" }, /AccessKeyId is missing/],
    ["without a secret", { ...GOOD, AccessKeySecret: undefined }, /AccessKeySecret is missing/],
    ["with a secret that is a number", { ...GOOD, AccessKeySecret: 7 }, /AccessKeySecret must be a string/],
    ["with an end that is not a date", { ...GOOD, Expiration: "soon" }, /Expiration is not a date/],
    ["that have expired", { ...GOOD, Expiration: "2020-01-01T00:00:00Z" }, /have already expired \(2020-01-01/],
  ])("with credentials %s ends in an error", async (_, credentials, error) => {
    await expectRefusalOf(name, ({ answer }) => answered(answer(credentials)), error);
  });
});

describe("an unusable OIDC token is an error that says why", () => {
  test.each<[string, (scene: Scene) => object | Promise<object>, RegExp, RegExp]>([
    [
      "expired",
      (scene) => oidcFields(scene, scene.cloud.oidc.expiredToken),
      /role\/workload: STS refused the OIDC token in .*oidc-token \(profile "default" in .*\): AuthenticationFail.OIDCToken.Expired/,
      /the kubelet replaces the file/,
    ],
    [
      "somebody else's",
      (scene) => oidcFields(scene, "fake-other"),
      /AuthenticationFail.OIDCToken.Invalid/,
      /a whole token/,
    ],
    ["empty", (scene) => oidcFields(scene, "\n"), /cannot read the OIDC token in .*: it is empty/, /RRSA/],
    [
      "not there",
      async (scene) => ({ ...(await oidcFields(scene)), oidc_token_file: "/nowhere" }),
      /cannot read the OIDC token in \/nowhere: no such file/,
      /RRSA/,
    ],
    [
      "of an unknown provider",
      async (scene) => ({ ...(await oidcFields(scene)), oidc_provider_arn: "acs:ram::1:oidc-provider/x" }),
      /AuthenticationFail.NoPermission: No such OIDC Provider registered/,
      /RRSA is not enabled/,
    ],
  ])("%s", async (_, profile, error, hint) => {
    await using scene = await setScene();
    await writeProfile(scene, await profile(scene));
    expectRefusal(await scene.runInProcess(getCredential(scene.cloud)), { error, hint });
  });
});

describe("an unusable RSA key pair is an error that says why", () => {
  test.each<[string, object, RegExp, RegExp]>([
    ["no key and no file", { private_key: "fake-do-not-show" }, /neither a key nor a readable file/, /PEM/],
    [
      "a broken key",
      { private_key: "-----BEGIN PRIVATE KEY-----\nfake\n-----END PRIVATE KEY-----" },
      /cannot be read/,
      /PEM/,
    ],
    ["unknown", { key_pair_name: "fake-nobody" }, /InvalidAccessKeyId.NotFound/, /no such access key/],
  ])("%s", async (_, changes, error, hint) => {
    await using scene = await setScene();
    const pair = await scene.cloud.registerKeyPair(scene.cloud.identities.alice);
    const profile = { mode: "RsaKeyPair", key_pair_name: pair.publicKeyId, private_key: pair.privateKeyPem };
    await writeProfile(scene, { ...profile, ...changes });
    const outcome = await scene.runInProcess(getCredential(scene.cloud));
    expectRefusal(outcome, { error, hint });
    expect(outcome.stderr).not.toContain("fake-do-not-show");
  });
});

test("an answer of a credentials URI whose Code is not Success is an error", async () => {
  await using scene = await setScene();
  const uri = uriOf(scene, "role=ci&code=Failed");
  const outcome = await scene.runInProcess(getCredential(scene.cloud), { ALIBABA_CLOUD_CREDENTIALS_URI: uri });
  expectRefusal(outcome, { error: "Code that is not Success" });
});

test("an expired STS token is reported as expired", async () => {
  await using scene = await setScene();
  const { cloud } = scene;
  const outcome = await scene.runInProcess(getCredential(cloud), variablesOf(cloud.openSession(cloud.roles.ci, -60)));
  expectRefusal(outcome, { error: "InvalidSecurityToken.Expired", hint: "get a new one" });
});
