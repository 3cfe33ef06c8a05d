import { describe, expect, test } from "bun:test";
import { rootCommand } from "../../../src/cli/commands/root.ts";
import { getCredentialFlags } from "../../../src/cli/flags/get-credential-flags.ts";
import { globalFlags } from "../../../src/cli/flags/global-flags.ts";
import { parseArguments } from "../../../src/cli/arguments/parse-arguments.ts";
import { pluginArguments, type PluginSettings } from "../../../src/get-kubeconfig/plugin-arguments.ts";

const plain: PluginSettings = {
  command: "get-credential",
  clusterId: "c1",
  apiVersion: "v1beta1",
  expiration: "3h0m0s",
  cacheDirectory: "~/.kube/cache/ack-ram-tool/credential-plugin",
  noCache: false,
  forceRefresh: false,
  logLevel: undefined,
  profileFile: undefined,
  profileName: undefined,
  ignoreAliyunConfig: false,
  ignoreEnvironment: false,
  roleArn: undefined,
  regionId: undefined,
  stsEndpoint: undefined,
  csEndpoint: undefined,
  credentialType: "auto",
  timeout: "60s",
  resolvedStsEndpoint: "sts.aliyuncs.com",
};
const everything: PluginSettings = {
  ...plain,
  apiVersion: "v1",
  expiration: "8h0m0s",
  cacheDirectory: "/cache",
  noCache: true,
  forceRefresh: true,
  logLevel: "warn",
  profileFile: "/config.json",
  profileName: "prod",
  ignoreAliyunConfig: true,
  ignoreEnvironment: true,
  roleArn: "acs:ram::1:role/x",
  regionId: "cn-hangzhou",
  stsEndpoint: "sts.example.com",
  csEndpoint: "cs.example.com",
  credentialType: "imds",
  timeout: "30s",
};

describe("the plugin's arguments", () => {
  test("are only the cluster if everything else is a default", () => {
    expect(pluginArguments(plain, false)).toEqual(["credential-plugin", "get-credential", "--cluster-id", "c1"]);
  });

  test("are the Go tool's line, word for word, with --explicit", () => {
    expect(pluginArguments(plain, true).join(" ")).toBe(
      "credential-plugin get-credential --cluster-id c1 --api-version v1beta1 --expiration 3h0m0s " +
        "--credential-cache-dir ~/.kube/cache/ack-ram-tool/credential-plugin --sts-endpoint sts.aliyuncs.com --log-level error",
    );
  });

  test("leave out certificate settings in token mode", () => {
    expect(pluginArguments({ ...plain, command: "get-token" }, true).join(" ")).toBe(
      "credential-plugin get-token --cluster-id c1 --api-version v1beta1 --sts-endpoint sts.aliyuncs.com --log-level error",
    );
  });

  test("contain every setting that is not a default, in the Go tool's order", () => {
    expect(pluginArguments(everything, false).join(" ")).toBe(
      "credential-plugin get-credential --cluster-id c1 --api-version v1 --expiration 8h0m0s --credential-cache-dir /cache " +
        "--no-cache --force-refresh --profile-file /config.json --profile-name prod --ignore-aliyun-cli-credentials --ignore-env-credentials " +
        "--role-arn acs:ram::1:role/x --region-id cn-hangzhou --sts-endpoint sts.example.com --cs-endpoint cs.example.com " +
        "--credential-type imds --timeout 30s --log-level warn",
    );
  });

  test("cover every flag of the plugin that has an effect there", () => {
    const changeNothing = new Set(["assume-yes", "help", "ram-endpoint", "verbose"]);
    const flags = Object.keys({ ...getCredentialFlags, ...globalFlags }).filter((name) => !changeNothing.has(name));
    const written = pluginArguments(everything, true).filter((word) => word.startsWith("--"));
    expect(written.toSorted()).toEqual(flags.map((name) => `--${name}`).toSorted());
  });

  test.each([
    ["plain", plain, false],
    ["explicit", plain, true],
    ["with everything", everything, true],
    ["for tokens", { ...everything, command: "get-token" as const }, true],
  ])("are understood by the plugin: %s", async (_, settings, explicit) => {
    const { mistake, path } = await parseArguments(pluginArguments(settings, explicit), rootCommand, globalFlags);
    expect(mistake).toBeUndefined();
    expect(path.at(-1)?.meta.name).toBe(settings.command);
  });
});
