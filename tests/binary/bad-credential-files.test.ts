import { expect, test } from "bun:test";
import { getCredential } from "../support/command-lines.ts";
import { expectRefusal } from "../support/expect-refusal.ts";
import { setScene } from "../support/scene.ts";

const CONFIG = ".aliyun/config.json";
const INI = ".alibabacloud/credentials";
const DEV = '{"name":"dev","mode":"AK","access_key_id":"LTAIfake00000000","access_key_secret":"fake-do-not-show"}';

// tests/unit/credentials pins what each error says. Here is one of each kind, through the compiled program.
test.each<[string, string, readonly string[], RegExp]>([
  [CONFIG, "", [], /config\.json: /],
  [CONFIG, `{"profiles":${DEV}}`, [], /config\.json: profiles /],
  [CONFIG, `{"profiles":[${DEV}]}`, ["--profile-name", "x"], /"x"/],
  [INI, "[default]\ntype = access_key\n", [], /\[default\].*access_key_id /],
])("%s with the content %j is refused, with the flags %j", async (file, content, flags, error) => {
  await using scene = await setScene();
  await scene.write(file, content);
  const outcome = await scene.run(getCredential(scene.cloud, ...flags));
  expectRefusal(outcome, { error });
  expect(outcome.stderr).not.toContain("fake-do-not-show");
  expect(scene.cloud.requests.count()).toBe(0);
});

test.each([CONFIG, INI])("%s in UTF-16, as PowerShell writes it, is an error that says so", async (file) => {
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
  ["--profile-file", ".", /cannot read the credentials file .*: it is a directory/],
])("%s %s, which cannot be read, is an error that says why", async (flag, path, error) => {
  await using scene = await setScene();
  expectRefusal(await scene.run(getCredential(scene.cloud, flag, path)), { error, hint: "path and permissions" });
});
