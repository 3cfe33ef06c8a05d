import { describe, expect, test } from "bun:test";
import { execVariables } from "../../../src/get-kubeconfig/exec-variables.ts";
import { toolErrorOf } from "../../support/tool-error-of.ts";

const env = { HTTPS_PROXY: "http://proxy.example:3128", EMPTY: "" };

describe("--env", () => {
  test.each<[string[], Record<string, string>]>([
    [[], {}],
    [["HTTPS_PROXY"], { HTTPS_PROXY: "http://proxy.example:3128" }],
    [["EMPTY"], { EMPTY: "" }],
    [["HTTPS_PROXY="], { HTTPS_PROXY: "" }],
    [["A=b=c"], { A: "b=c" }],
    [
      ["NODE_EXTRA_CA_CERTS=/etc/ca file.pem", "ALIBABA_CLOUD_PROFILE=prod"],
      { NODE_EXTRA_CA_CERTS: "/etc/ca file.pem", ALIBABA_CLOUD_PROFILE: "prod" },
    ],
    [["A=1", "B=2", "A=3"], { A: "3", B: "2" }],
    [["ALIBABA_CLOUD_OIDC_TOKEN_FILE=/token"], { ALIBABA_CLOUD_OIDC_TOKEN_FILE: "/token" }],
    [["HTTPS_PROXY=http://user@proxy.example"], { HTTPS_PROXY: "http://user@proxy.example" }],
    [["NO_PROXY=a.example:80,b@c"], { NO_PROXY: "a.example:80,b@c" }],
  ])("%j", (words, expected) => {
    const read = execVariables(words, env);
    expect(Object.fromEntries(read.map(({ name, value }) => [name, value]))).toEqual(expected);
  });

  test.each([
    ["ABSENT", "--env ABSENT: it is not set here", "--env ABSENT=VALUE"],
    ["=x", "--env needs the name of a variable", "--env NAME=VALUE"],
    ["", "--env needs the name of a variable", "--env NAME=VALUE"],
    ["A B=x", "--env needs the name of a variable", "--env NAME=VALUE"],
    ["KUBERNETES_EXEC_INFO={}", "--env KUBERNETES_EXEC_INFO: kubectl sets it itself", "leave it out"],
    ["A=x\0y", "--env A: a value cannot contain a NUL", "correct it"],
    ...[
      "ALIBABA_CLOUD_ACCESS_KEY_ID",
      "ALIBABA_CLOUD_ACCESS_KEY_SECRET",
      "ALICLOUD_SECRET_KEY",
      "SECURITY_TOKEN",
      "ALICLOUD_ACCESS_KEY_STS_TOKEN",
      "GITHUB_TOKEN",
      "AWS_SECRET_ACCESS_KEY",
      "db_password",
    ].map((name) => [`${name}=fake-value`, `--env ${name}: it is a secret`, "--profile-name"] as const),
    [
      "HTTPS_PROXY=http://user:fake-value@proxy.example",
      "--env HTTPS_PROXY: its URL contains a password",
      "remove the password",
    ],
  ])("%j is refused, and its value is not repeated", async (word, message, hint) => {
    const error = await toolErrorOf(() => Promise.resolve(execVariables([word], env)));
    expect(error).toMatchObject({ code: "usage", exitCode: 2 });
    expect(error.message).toContain(message);
    expect(error.hint).toContain(hint);
    expect(`${error.message} ${error.hint}`).not.toContain("fake-value");
  });
});
