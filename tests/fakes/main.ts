/** `bun run fake-cloud`: a cloud on this machine to try ack-ram-tool and kubectl against. `--json` is for scripts. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { type FakeCloud, startFakeCloud } from "./cloud/start-fake-cloud.ts";
import { describeRequest } from "./describe-request.ts";
import { plannedFaults } from "./planned-faults.ts";

const { values } = parseArgs({
  options: {
    json: { type: "boolean", default: false },
    quiet: { type: "boolean", default: false },
    fault: { type: "string", multiple: true, default: [] },
  },
});

const cloud = await startFakeCloud({
  keepRequests: 1000,
  onRequest: (request) => {
    if (!values.quiet) console.error(describeRequest(request));
  },
});
for (const [target, fault] of plannedFaults(values.fault)) cloud.faults.always(target, fault);

const directory = await mkdtemp(join(tmpdir(), "fake-cloud-"));
const caFile = join(directory, "ca.pem");
await writeFile(caFile, cloud.certificateAuthorityPem);

const environment = environmentOf(cloud, caFile);
const clusterIds = Object.values(cloud.clusters).map(({ id }) => id);
if (values.json) {
  const addresses = Object.fromEntries(Object.entries(cloud.addresses).map(([name, { url }]) => [name, url]));
  console.log(JSON.stringify({ addresses, apiServer: cloud.apiServer.url, caFile, clusterIds, environment }));
} else {
  console.log(introduction(cloud));
}

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => {
    void stop();
  });
}

async function stop(): Promise<void> {
  await cloud.stop();
  await rm(directory, { recursive: true, force: true });
  // A timer of a slow answer may still be running.
  process.exit(0);
}

/** The variables that send ack-ram-tool here, as alice. */
function environmentOf({ addresses, identities }: FakeCloud, certificateFile: string): Record<string, string> {
  return {
    ALIBABA_CLOUD_ACCESS_KEY_ID: identities.alice.accessKeyId,
    ALIBABA_CLOUD_ACCESS_KEY_SECRET: identities.alice.accessKeySecret,
    ACK_RAM_TOOL_CS_ENDPOINT: addresses.cs.host,
    ACK_RAM_TOOL_STS_ENDPOINT: addresses.sts.host,
    ALIBABA_CLOUD_IMDS_ENDPOINT: addresses.imds.url,
    NODE_EXTRA_CA_CERTS: certificateFile,
  };
}

function introduction({ addresses, apiServer, identities, roles, clusters, oidc }: FakeCloud): string {
  return `The fake cloud is running. Ctrl-C stops it.

${list([
  ...Object.entries(addresses).map(([name, { url }]) => [name, url] as const),
  ["API server", apiServer.url],
  ["CA file", caFile],
])}

Clusters
${list(Object.values(clusters).map(({ name, id }) => [name, id]))}

Access keys
${list(Object.entries(identities).map(([name, key]) => [name, `${key.accessKeyId}  ${key.accessKeySecret}`]))}

Roles
${list(Object.entries(roles).map(([name, { arn }]) => [name, arn]))}

OIDC provider     ${oidc.providerArn}
Credentials URI   ${addresses.credentialsUri.url}/credentials?role=ci

To use it as alice:

${Object.entries(environment)
  .map(([name, value]) => `export ${name}='${value}'`)
  .join("\n")}

bun src/main.ts credential-plugin get-credential --cluster-id ${clusters.production.id}
`;
}

function list(entries: readonly (readonly [string, string])[]): string {
  return entries.map(([name, value]) => `  ${name.padEnd(16)} ${value}`).join("\n");
}
