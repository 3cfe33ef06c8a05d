import { expect, test } from "bun:test";
import { getCredential } from "../../support/command-lines.ts";
import { keyFields, writeProfile, writeScript } from "../../support/credential-files.ts";
import { expectRefusal } from "../../support/expect-refusal.ts";
import { type Scene, setScene } from "../../support/scene.ts";

const VARIABLE = "ALIBABA_CLOUD_DISABLE_EXTERNAL_PROCESS";

/** A profile whose program says that it was started. */
async function writeProgram(scene: Scene): Promise<void> {
  const profile = JSON.stringify({ mode: "AK", ...keyFields(scene.cloud.identities.alice) });
  const script = await writeScript(scene, `touch '${scene.home}/started'`, `echo '${profile}'`);
  await writeProfile(scene, { mode: "External", process_command: `sh '${script}'` });
}

// The aliyun CLI refuses both modes for `1` and `true`, in any case (since 3.4.3), and for nothing else.
test.each(["1", "true", "TRUE"])(`${VARIABLE}=%s starts no program and asks no address`, async (value) => {
  await using scene = await setScene();
  await writeProgram(scene);
  expectRefusal(await scene.run(getCredential(scene.cloud), { [VARIABLE]: value }), {
    error: /the program of profile "default".* must not be used .*ALIBABA_CLOUD_DISABLE_EXTERNAL_PROCESS/,
    hint: "administrator",
  });
  expect(await Bun.file(`${scene.home}/started`).exists()).toBe(false);

  const uri = `${scene.cloud.addresses.credentialsUri.url}/credentials?role=ci`;
  await writeProfile(scene, { mode: "CredentialsURI", credentials_uri: uri });
  expectRefusal(await scene.run(getCredential(scene.cloud), { [VARIABLE]: value }), { error: VARIABLE });
  expect(scene.cloud.requests.count()).toBe(0);
});

test.each(["", "0", "false", "no"])(`${VARIABLE}=%j has no effect`, async (value) => {
  await using scene = await setScene();
  await writeProgram(scene);
  expect((await scene.run(getCredential(scene.cloud), { [VARIABLE]: value })).exitCode).toBe(0);
});
