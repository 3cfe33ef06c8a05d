import { X509Certificate } from "node:crypto";
import { type ListedEntry, listEntries } from "../../../cache/list-cache-entries.ts";
import { cacheDirectories } from "../../../cache/locate-cache-directory.ts";
import { cacheDirectoryFlag } from "../../flags/cache-directory-flag.ts";
import { defineCommand } from "../../command.ts";
import { outputFlag } from "../../flags/output-flag.ts";
import { renderTable } from "../../terminal/table.ts";
import { contextsByKey } from "./contexts-by-key.ts";
import { utcTime } from "../../../log/log.ts";

/** `cache list`: prints no secret. */
export const cacheListCommand = defineCommand({
  meta: { name: "list", description: "List the cached certificates" },
  examples: ["ack-ram-tool cache list", "ack-ram-tool cache list --output json"],
  args: { ...cacheDirectoryFlag, ...outputFlag },
  run: async ({ world, flags }) => {
    const directories = cacheDirectories(flags["credential-cache-dir"], world);
    const items = await listEntries(directories, world);
    const users = await contextsByKey(world);
    const rows = items
      .filter(({ state }) => state !== "none")
      .map((item) => describeItem(item, users.get(item.name) ?? [], world.now()));
    if (flags.output === "json") {
      await world.stdout(JSON.stringify(rows, null, 2));
    } else if (rows.length === 0) {
      world.stderr(`no certificates in ${directories[0]}`);
    } else {
      const header = ["CLUSTER", "STATE", "NOT AFTER", "AGE", "USER", "CREDENTIALS", "CONTEXTS"];
      await world.stdout(
        renderTable([
          header,
          ...rows.map((row) => [
            row.cluster,
            row.state,
            row.notAfter === undefined ? "-" : utcTime(row.notAfter),
            row.age ?? "-",
            row.user ?? "-",
            row.credentials ?? "-",
            row.contexts.join(", ") || "-",
          ]),
        ]),
      );
    }
  },
});

/** A row. Without a readable entry, only the cluster, the state, the contexts and the file are known. */
interface Row {
  readonly cluster: string;
  readonly state: ListedEntry["state"];
  readonly notAfter: string | undefined;
  readonly age: string | undefined;
  /** The certificate's CN: the user's name in the cluster's RBAC and audit log. */
  readonly user: string | undefined;
  /** In hexadecimal. */
  readonly serialNumber: string | undefined;
  readonly credentials: string | undefined;
  /** The contexts in kubectl's kubeconfigs that use the certificate. */
  readonly contexts: readonly string[];
  readonly file: string;
}

function describeItem(
  { directory, name, clusterId, state, entry }: ListedEntry,
  contexts: readonly string[],
  now: number,
): Row {
  const certificate = entry && new X509Certificate(entry.certificate.certificate);
  return {
    cluster: clusterId,
    state,
    notAfter: entry && new Date(entry.certificate.notAfter).toISOString(),
    age: entry && describeAge(now - entry.issuedAt),
    user: certificate && /^CN=(.*)$/m.exec(certificate.subject)?.[1],
    serialNumber: certificate?.serialNumber,
    credentials: entry?.source,
    contexts,
    file: `${directory}/${state === "go-tool" ? name : `${name}.json`}`,
  };
}

function describeAge(ms: number): string {
  const minutes = Math.max(0, Math.floor(ms / 60_000));
  if (minutes < 120) return `${minutes} min`;
  return minutes < 48 * 60 ? `${Math.floor(minutes / 60)} h` : `${Math.floor(minutes / (24 * 60))} d`;
}
