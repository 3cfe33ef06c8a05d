import { openSession } from "../../../credentials/open-session.ts";
import { resolveCredentials } from "../../../credentials/resolve-credentials.ts";
import { usageError } from "../../../errors/tool-error.ts";
import { checkNamesForMany, checkPlaceholders } from "../../../get-kubeconfig/entry-names.ts";
import { execVariables } from "../../../get-kubeconfig/exec-variables.ts";
import { fetchClusters } from "../../../get-kubeconfig/fetch-clusters.ts";
import { clustersError, buildEntries } from "../../../get-kubeconfig/build-entries.ts";
import { listingError } from "../../../get-kubeconfig/live-clusters.ts";
import { absoluteCommand } from "../../../get-kubeconfig/plugin-command.ts";
import { newKubeconfig } from "../../../kubeconfig/kubeconfig-entry.ts";
import { blockYaml } from "../../../kubeconfig/yaml/quoting.ts";
import { PROGRAM_NAME } from "../../../program-info.ts";
import { checkDistinctNames } from "../../../get-kubeconfig/check-distinct-names.ts";
import { defineCommand } from "../../command.ts";
import { chosenFlags, mergeExecSection } from "./merge-exec-section.ts";
import { fileOfVariable, pluginSettings } from "./plugin-settings.ts";
import { progressLine } from "../../terminal/progress-line.ts";
import { credentialSettings } from "../../flags/credential-settings.ts";
import { csEndpoint as csEndpointOf } from "../../flags/cs-endpoint-flag.ts";
import { readExpiration } from "../../flags/expiration-flag.ts";
import { getKubeconfigFlags, type GetKubeconfigValues } from "../../flags/get-kubeconfig-flags.ts";
import { readWanted, type Wanted, selectClusters } from "./select-clusters.ts";
import { writeKubeconfig } from "./write-or-preview.ts";

/** `get-kubeconfig`, and `credential-plugin get-kubeconfig`: a kubeconfig that makes kubectl run this tool. */
export const getKubeconfigCommand = defineCommand({
  meta: { name: "get-kubeconfig", description: "Print or write a kubeconfig that gets its credentials from this tool" },
  examples: [
    "ack-ram-tool get-kubeconfig --cluster-id c1234567890abcdef1234567890abcdef > ack.kubeconfig",
    "ack-ram-tool get-kubeconfig production --write --context-name prod --set-current",
    "ack-ram-tool get-kubeconfig --all --write --context-name '{name}' --dry-run",
    "ack-ram-tool get-kubeconfig -c ID --profile-name dev --absolute-command --write   # for Lens, k9s and the like",
  ],
  args: getKubeconfigFlags,
  run: async ({ world, flags, given, deadline, raw }) => {
    const wanted = readWanted(flags, given);
    checkFlags(flags, wanted);
    readExpiration(flags.expiration);
    const usualEndpoint = csEndpointOf(flags, given, world.env);
    const env = execVariables(flags.env, world.env);
    const settings = pluginSettings(flags, given, world.cwd());

    const found = await resolveCredentials({
      settings: { ...credentialSettings(flags, given, world.env), ignoreEnvironment: settings.ignoreEnvironment },
      world,
    });
    const csEndpoint = found.vpc === undefined ? usualEndpoint : csEndpointOf(flags, given, world.env, found);
    const session = await openSession(found, deadline, world);
    const { clusters, gap } = await selectClusters(wanted, csEndpoint, flags, given, session, world);

    const progress = await progressLine({ ...world, ...raw });
    const fetched = await fetchClusters(
      {
        clusters,
        csEndpoint,
        privateAddress: flags["private-address"],
        onProgress: (done) => progress.show(`asking the ACK API: ${done} of ${clusters.length} clusters`),
      },
      session,
    );
    progress.clear();

    const writes = flags.write || flags["dry-run"];
    const { answered, failed } = buildEntries(fetched, {
      names: requestedNames(flags),
      besideOthers: writes || flags.all || clusters.length !== 1,
      command: flags["absolute-command"] ? await absoluteCommand(world) : PROGRAM_NAME,
      settings: { ...settings, profileFile: settings.profileFile ?? fileOfVariable(found, world) },
      env,
      explicit: flags.explicit,
      isUserShared: flags["shared-user"],
      mergeExecSection: (exec, existing) => mergeExecSection(exec, existing, chosenFlags(flags, given, world.env)),
    });
    checkDistinctNames(answered);
    if (answered.length > 0) {
      if (writes) {
        await writeKubeconfig(answered, flags, world);
      } else {
        const entries = answered.map(({ entry }) => entry);
        const kubeconfig = newKubeconfig(entries, entries.length === 1 ? (entries[0]?.contextName ?? "") : "");
        const text = flags.output === "json" ? JSON.stringify(kubeconfig, null, 2) : blockYaml(kubeconfig);
        await world.stdout(text.trimEnd());
      }
    }
    if (failed.length > 0) {
      if (gap !== undefined) world.log.warn(listingError(gap).message);
      throw clustersError(failed, clusters.length);
    }
    if (gap !== undefined) throw listingError(gap);
  },
});

function requestedNames(flags: GetKubeconfigValues) {
  return { context: flags["context-name"], user: flags["user-name"], cluster: flags["cluster-name"] };
}

/** @throws ToolError `usage` */
function checkFlags(flags: GetKubeconfigValues, wanted: Wanted): void {
  const ofWrite = (["kubeconfig", "set-current", "overwrite"] as const).find((name) => flags[name]);
  if (ofWrite !== undefined && !flags.write && !flags["dry-run"]) {
    throw usageError(`--${ofWrite} needs --write or --dry-run`, "add one of them");
  }
  checkPlaceholders(requestedNames(flags));
  const many = wanted.kind === "all" || wanted.words.length > 1;
  if (many) checkNamesForMany(requestedNames(flags), flags["shared-user"]);
  if (many && flags["set-current"]) {
    throw usageError("--set-current needs exactly one cluster", "to choose later: kubectl config use-context NAME");
  }
}
