import { expect, test } from "bun:test";
import { converse } from "../../support/conversation.ts";
import { CONFIG } from "../../support/credential-files.ts";
import { PAGE } from "../../support/oauth-scene.ts";
import { askOfficialPackage } from "../../support/official-credentials.ts";
import { setScene } from "../../support/scene.ts";

/** The package's provider for the profile `me`. */
const READING = `sdk.CLIProfileCredentialsProvider.builder()
  .build()
  .getCredentialsProvider(await Bun.file(process.env.HOME + "/.aliyun/config.json").json(), "me")`;

/** `@alicloud/credentials` reads what `auth login` has saved, as it reads what the aliyun CLI has saved. */
test("a CloudSSO sign-in is read by the official package as it was saved", async () => {
  await using scene = await setScene();
  const { cloudSso } = scene.cloud.addresses;
  const configuration = { id: "ac-fake-ci", name: "Deploy", role: scene.cloud.roles.ci };
  scene.cloud.ssoPortal.accounts = [{ id: "1000000000000001", name: "prod", configurations: [configuration] }];
  await scene.write(CONFIG, "");
  const signInUrl = `${cloudSso.url}/example/login`;
  const login = ["auth", "login", "--profile-name", "me", "--mode", "CloudSSO", "--sign-in-url", signInUrl];
  expect(await scene.run(login)).toMatchObject({ exitCode: 0 });
  // This version of the package sends no body, so only its reading of the file can be compared.
  const provider = `({
    getCredentials: async () => {
      const read = ${READING};
      return { accessKeyId: [read.signInUrl, read.accountId, read.accessConfig].join(" "), accessKeySecret: read.accessToken };
    },
  })`;
  expect(await askOfficialPackage(scene, provider)).toEqual({
    accessKeyId: `${signInUrl} 1000000000000001 ac-fake-ci`,
    accessKeySecret: expect.stringMatching(/^fake-sso-token-/),
  });
});

test("an OAuth sign-in serves the official package", async () => {
  await using scene = await setScene();
  scene.cloud.browser.person = scene.cloud.roles.ci;
  await scene.write(CONFIG, "");
  const talk = converse(scene, ["auth", "login", "--profile-name", "me", "--mode", "OAuth", "--site", "intl"]);
  const page = await talk.hear(PAGE);
  await fetch(page, { tls: { ca: scene.cloud.certificateAuthorityPem }, proxy: "" });
  expect(await talk.outcome).toMatchObject({ exitCode: 0 });
  // Its hosts are wired in; its reading of the file is not.
  const provider = `Object.assign(${READING}, { signInUrl: ${JSON.stringify(scene.cloud.addresses.oauth.url)} })`;
  const answer = await askOfficialPackage(scene, provider);
  expect(answer?.["accessKeyId"]).toStartWith("STS.");
});
