import { describe, test } from "bun:test";
import { createPrivateKey } from "node:crypto";
import { getCredential } from "../../support/command-lines.ts";
import { writeProfile } from "../../support/credential-files.ts";
import { expectIdentity } from "../../support/expect-identity.ts";
import { type Scene, setScene } from "../../support/scene.ts";

const withoutFrame = (pem: string): string => pem.replace(/-----[A-Z ]+-----|\s/g, "");
const toPkcs8 = (pem: string): string => createPrivateKey(pem).export({ type: "pkcs8", format: "pem" }).toString();

describe("RsaKeyPair, its key", () => {
  test.each<[string, (pem: string, scene: Scene) => string | Promise<string>]>([
    ["as PKCS#1 PEM", (pem) => pem],
    ["as PKCS#8 PEM", toPkcs8],
    ["as one line with \\n in it", (pem) => pem.replaceAll("\n", "\\n")],
    ["as bare base64 of PKCS#1", withoutFrame],
    ["as bare base64 of PKCS#8", (pem) => withoutFrame(toPkcs8(pem))],
    ["in a file", (pem, { write }) => write("key.pem", pem)],
    ["in a file of the home directory", async (pem, { write }) => (await write("key.pem", pem)) && "~/key.pem"],
  ])("%s", async (_, form) => {
    await using scene = await setScene();
    const pair = await scene.cloud.registerKeyPair(scene.cloud.identities.alice);
    await writeProfile(scene, {
      mode: "RsaKeyPair",
      key_pair_name: pair.publicKeyId,
      private_key: await form(pair.privateKeyPem, scene),
    });
    expectIdentity(await scene.run(getCredential(scene.cloud)), "alice");
  });
});
