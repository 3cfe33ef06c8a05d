import { expect, test } from "bun:test";
import { getCredential } from "../support/command-lines.ts";
import { expectRefusal } from "../support/expect-refusal.ts";
import { setScene } from "../support/scene.ts";

const CONFIG = ".aliyun/config.json";
const INI = ".alibabacloud/credentials";
const DEV = '{"name":"dev","mode":"AK","access_key_id":"LTAIfake00000000","access_key_secret":"fake-do-not-show"}';

// As `aliyun configure` leaves it when somebody gives up half way.
const NOT_CONFIGURED = '{"current":"a","profiles":[{"name":"a","mode":"","access_key_id":""}],"meta_path":""}';

// File, its content, further arguments, what the error says, what the hint says.
test.each<[string, string, readonly string[], RegExp, RegExp]>([
  [CONFIG, "", [], /config\.json: it is empty/, /aliyun configure/],
  [CONFIG, "{", [], /config\.json: it is not valid JSON/, /aliyun configure/],
  [CONFIG, `{"profiles":[${DEV}`, [], /config\.json: it is not valid JSON/, /aliyun configure/],
  [CONFIG, "[]", [], /config\.json: it must be an object/, /aliyun configure/],
  [CONFIG, '"text"', [], /config\.json: it must be an object, not a string/, /aliyun configure/],
  [CONFIG, `{"profiles":${DEV}}`, [], /config\.json: profiles must be an array, not an object/, /aliyun configure/],
  [
    CONFIG,
    '{"current":7,"profiles":[]}',
    [],
    /config\.json: current must be a string, not a number/,
    /aliyun configure/,
  ],
  [CONFIG, `{"current":"prod","profiles":[${DEV}]}`, [], /no profile "prod", only dev/, /--profile-name/],
  [CONFIG, NOT_CONFIGURED, ["--profile-name", "a"], /"a" .*not configured yet/, /aliyun configure --profile a/],
  [CONFIG, NOT_CONFIGURED, [], /no Alibaba Cloud credentials found/, /aliyun configure/],
  [CONFIG, '{"current":"a","profiles":[{"name":"a","mode":7}]}', [], /mode must be a string, not a number/, /aliyun/],
  [CONFIG, '{"current":"a","profiles":[{"name":"a","mode":"ak"}]}', [], /the mode "ak" is unknown/, /modes are: AK/],
  [CONFIG, `{"profiles":[${DEV}]}`, ["--profile-name", "x"], /no Alibaba Cloud credentials found for profile "x"/, /./],
  [INI, "[prod]\ntype = access_key\n", [], /no Alibaba Cloud credentials found/, /ALIBABA_CLOUD_ACCESS_KEY_ID/],
  [INI, "[default]\n", [], /\[default\].*type is missing/, /types are/],
  [INI, "[default]\ntype = magic\n", [], /the type "magic" is unknown/, /types are access_key/],
  [INI, "[default]\ntype = access_key\n", [], /\[default\].*access_key_id is missing/, /access_key/],
  [
    INI,
    "[default]\ntype = access_key\naccess_key_id = LTAIfake00000000\naccess_key_secret =\n",
    [],
    /access_key_secret is missing/,
    /access_key/,
  ],
])("%s that holds %j, with %j: %s", async (file, content, flags, error, hint) => {
  await using scene = await setScene();
  await scene.write(file, content);
  const outcome = await scene.run(getCredential(scene.cloud, ...flags), {
    ALIBABA_CLOUD_ECS_METADATA_DISABLED: "true",
  });
  expectRefusal(outcome, { error, hint });
  expect(outcome.stderr).not.toContain("fake-do-not-show");
  expect(scene.cloud.requests.count()).toBe(0);
});

test.each([CONFIG, INI])("%s in UTF-16, as PowerShell writes it, is named as that", async (file) => {
  await using scene = await setScene();
  const path = await scene.write(file, "");
  await Bun.write(path, Buffer.from(`\uFEFF{"current":"dev","profiles":[${DEV}]}`, "utf16le"));
  expectRefusal(await scene.run(getCredential(scene.cloud)), {
    error: `${path} is not UTF-8 (PowerShell's > writes UTF-16)`,
    hint: `(Get-Content '${path}') | Set-Content -Encoding utf8 '${path}'`,
  });
});

test.each([
  ["--profile-file", "nowhere.json", /cannot read the credentials file .*nowhere\.json: no such file/],
  ["--profile-file", "nowhere.ini", /cannot read the credentials file .*nowhere\.ini: no such file/],
  ["--profile-file", ".", /cannot read the credentials file .*: EISDIR/],
])("%s %s, which cannot be read, is said", async (flag, path, error) => {
  await using scene = await setScene();
  expectRefusal(await scene.run(getCredential(scene.cloud, flag, path)), { error, hint: "path and permissions" });
});

test("a file with a byte order mark and CRLF line ends is fine", async () => {
  await using scene = await setScene();
  const { alice } = scene.cloud.identities;
  const profile = { name: "default", mode: "AK", access_key_id: alice.accessKeyId };
  const config = JSON.stringify({ profiles: [{ ...profile, access_key_secret: alice.accessKeySecret }] }, null, "\t");
  await scene.write(CONFIG, `\uFEFF${config.replaceAll("\n", "\r\n")}`);
  expect(await scene.run(getCredential(scene.cloud))).toMatchObject({ exitCode: 0, stderr: "" });
});
