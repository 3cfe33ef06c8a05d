import { afterAll, describe, expect, test } from "bun:test";
import { BINARY } from "../support/binary.ts";
import { getCredential } from "../support/command-lines.ts";
import { CONFIG, keyFields, writeProfile, writeSection } from "../support/credential-files.ts";
import { evaluatedModules } from "../support/evaluated-modules.ts";
import { AS_KUBECTL, execInfo } from "../support/exec-credential.ts";
import { setScene } from "../support/scene.ts";
import { CAN_TRACE, touchesBesides, traceFiles } from "../support/touched-files.ts";

// What kubectl waits for on every call. A line that is added here is a file that is loaded, or touched, each time: it needs
// a reason.

const EVALUATED = [
  "src/alibaba/product-endpoint.ts",
  "src/cache/cache-entry.ts",
  "src/cache/cache-key.ts",
  "src/cache/certificate-cache.ts",
  "src/cache/certificate-freshness.ts",
  "src/cache/detect-rejected-certificate.ts",
  "src/cache/file-names.ts",
  "src/cache/locate-cache-directory.ts",
  "src/cache/tamper-seal.ts",
  "src/cli/arguments/duration.ts",
  "src/cli/arguments/find-command.ts",
  "src/cli/arguments/find-flag.ts",
  "src/cli/arguments/flag-values.ts",
  "src/cli/arguments/parse-arguments.ts",
  "src/cli/command.ts",
  "src/cli/commands/credential-plugin/credential-plugin.ts",
  "src/cli/commands/credential-plugin/get-credential-command.ts",
  "src/cli/commands/root.ts",
  "src/cli/flags/cache-directory-flag.ts",
  "src/cli/flags/cluster-id-flag.ts",
  "src/cli/flags/credential-settings.ts",
  "src/cli/flags/cs-endpoint-flag.ts",
  "src/cli/flags/expiration-flag.ts",
  "src/cli/flags/get-credential-flags.ts",
  "src/cli/flags/global-flags.ts",
  "src/cli/flags/labelled-flag.ts",
  "src/cli/flags/role-flag.ts",
  "src/cli/flags/timeout-flag.ts",
  "src/cli/run.ts",
  "src/cli/terminal/escaped-output.ts",
  "src/cli/watchdog/supervised-paths.ts",
  "src/command-deadline.ts",
  "src/credentials/ecs-role-provider.ts",
  "src/credentials/environment-provider.ts",
  "src/credentials/field-readers/choose-sts-endpoint.ts",
  "src/credentials/field-readers/environment-field-reader.ts",
  "src/credentials/field-readers/field-checks.ts",
  "src/credentials/field-readers/role-session.ts",
  "src/credentials/provider-chain.ts",
  "src/credentials/provider.ts",
  "src/credentials/resolve-credentials.ts",
  "src/credentials/source-kinds.ts",
  "src/credentials/source.ts",
  "src/environment/default-files.ts",
  "src/environment/home-directory.ts",
  "src/environment/read-variable.ts",
  "src/environment/resolve-path.ts",
  "src/environment/variable-names.ts",
  "src/errors/closest-name.ts",
  "src/errors/escape-control-characters.ts",
  "src/errors/mask-access-key-id.ts",
  "src/errors/render-error.ts",
  "src/errors/tool-error.ts",
  "src/exec-credential/api-version.ts",
  "src/exec-credential/exec-info-from-environment.ts",
  "src/exec-credential/print-exec-credential.ts",
  "src/get-credential/decide-refresh.ts",
  "src/get-credential/get-credential.ts",
  "src/log/log-level.ts",
  "src/log/log.ts",
  "src/main.ts",
  "src/sha256.ts",
  "src/world/bun-world.ts",
  "src/world/errno.ts",
  "src/world/folder-permissions.ts",
  "src/world/memory-mapped-files.ts",
  "src/world/read-text.ts",
  "src/world/standard-streams.ts",
];

/** What it evaluates, too, if the credentials are in config.json. */
const EVALUATED_FOR_CONFIG = [
  "src/alibaba/oauth/oauth-sites.ts",
  "src/credentials/aliyun-config/aliyun-config-provider.ts",
  "src/credentials/aliyun-config/config-file.ts",
  "src/credentials/aliyun-config/read-profile-fields.ts",
  "src/credentials/aliyun-config/stored-sts-credentials.ts",
  "src/credentials/field-readers/named-fields.ts",
  "src/credentials/read-credentials-file.ts",
  "src/errors/quote-shell-word.ts",
  "src/schema/case-insensitive-field.ts",
  "src/schema/read-json.ts",
  "valibot",
];

/** What it evaluates, too, if the cluster's entry and not the arguments name the cluster (`get-kubeconfig --shared-user`). */
const EVALUATED_FOR_SHARED_USER = [
  "src/cli/commands/credential-plugin/choose-cluster.ts",
  "src/exec-credential/cluster-extension.ts",
  "src/exec-credential/parse-exec-info.ts",
  "src/schema/read-json.ts",
  "valibot",
];

/** What it does with files, for any credentials, besides what every run of the program does. */
const TOUCHED = [
  "open CACHE/KEY.callers",
  "open CACHE/KEY.callers",
  "open CACHE/KEY.json",
  "stat /proc/PARENT",
  "stat CACHE/KEY.json",
  "stat TMPDIR/ack-ram-tool-UID/KEY.json",
  "stat TMPDIR/ack-ram-tool-UID/local-DIGEST",
];

const scene = await setScene();
const { cloud, env, home } = scene;
const argv = getCredential(cloud);
const asKubectl = { ...env, ...AS_KUBECTL };
const withVariables = { ...asKubectl, ...scene.alice };
await writeProfile(scene, { mode: "AK", ...keyFields(cloud.identities.alice) });
const withSection = {
  ...asKubectl,
  ACK_RAM_TOOL_PROFILE_FILE: await writeSection(
    scene,
    { type: "access_key", ...keyFields(cloud.identities.alice) },
    "credentials.ini",
  ),
};
for (const variables of [withVariables, asKubectl, withSection]) await scene.run(argv, variables);
await scene.run(["credential-plugin", "get-credential", "-c", cloud.clusters.staging.id], withVariables);
const requestsBefore = cloud.requests.count();

/** A path without what differs from run to run and from machine to machine. */
function nameOf(path: string): string {
  return path
    .replace(`${home}/.kube/cache/ack-ram-tool/credential-plugin`, "CACHE")
    .replace(home, "~")
    .replace(env["TMPDIR"] ?? "", "TMPDIR")
    .replace(/\/c0+1-[0-9a-f]{32}\./, "/KEY.")
    .replace(/ack-ram-tool-\d+\//, "ack-ram-tool-UID/")
    .replace(/local-[0-9a-f]+$/, "local-DIGEST")
    .replace(/^\/proc\/\d+$/, "/proc/PARENT");
}

/** What the program does with files besides what every run of it does, sorted. */
async function touches(variables: Readonly<Record<string, string>>): Promise<string[]> {
  const anyRun = await traceFiles([BINARY, "version"], variables, home);
  const warmHit = await traceFiles([BINARY, ...argv], variables, home);
  return touchesBesides(warmHit, anyRun)
    .map(({ call, path }) => `${callName(call)} ${nameOf(path)}`)
    .toSorted();
}

/** One name for what kernels and C libraries have several calls for. */
function callName(call: string): string {
  return call.replace(/^open.*/, "open").replace(/^.*stat.*/, "stat");
}

afterAll(async () => {
  await scene[Symbol.asyncDispose]();
});

describe("a cache hit", () => {
  test("evaluates only these modules", async () => {
    expect(await evaluatedModules(argv, withVariables)).toEqual(EVALUATED);
  });

  test("evaluates the same modules if flags stand before the command", async () => {
    const [group = "", name = "", ...flags] = argv;
    expect(await evaluatedModules([...flags, group, name], withVariables)).toEqual(EVALUATED);
    expect(await evaluatedModules([group, ...flags, name], withVariables)).toEqual(EVALUATED);
  });

  test(`evaluates these modules, too, if the credentials are in ${CONFIG}`, async () => {
    const evaluated = await evaluatedModules(argv, asKubectl);
    expect(evaluated.filter((name) => !EVALUATED.includes(name))).toEqual(EVALUATED_FOR_CONFIG);
  });

  test("evaluates these modules, too, for a user of several clusters", async () => {
    const cluster = { server: cloud.apiServer.url, config: { clusterId: cloud.clusters.staging.id } };
    const info = execInfo("v1", { cluster, interactive: false });
    const shared = ["credential-plugin", "get-credential"];
    const evaluated = await evaluatedModules(shared, { ...withVariables, KUBERNETES_EXEC_INFO: info });
    expect(evaluated.filter((name) => !EVALUATED.includes(name))).toEqual(EVALUATED_FOR_SHARED_USER);
  });

  describe.skipIf(!CAN_TRACE)("as strace sees it (skipped if it is missing)", () => {
    test("reads the one cache file, asks for its parent and notes it", async () => {
      expect(await touches(withVariables)).toEqual(TOUCHED);
    });

    test(`reads ${CONFIG}, too, if the credentials are in it`, async () => {
      expect(await touches(asKubectl)).toEqual([...TOUCHED, `open ~/${CONFIG}`, `stat ~/${CONFIG}`].toSorted());
    });
  });

  test("sends no request", () => {
    expect(cloud.requests.count()).toBe(requestsBefore);
  });
});
