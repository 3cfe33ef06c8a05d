import { rm } from "node:fs/promises";
import { parseDuration } from "../src/cli/arguments/duration.ts";
import type { AccessKey, Cluster } from "../tests/fakes/cloud/model.ts";
import { errorFault, type Fault, htmlFault, throttlingFault } from "../tests/fakes/server/fault.ts";
import type { Outcome } from "../tests/support/binary.ts";
import { variablesOf } from "../tests/support/command-lines.ts";
import { type Scene, setScene } from "../tests/support/scene.ts";

// `bun run soak [3m]`: many calls at once against a cloud with faults, some of them killed, for the given time. Fails
// if any call printed something wrong, did not end, leaked a secret or left the cache broken.

const CALLS_AT_ONCE = 20;
const KILLED_SHARE = 0.3;
const TIMEOUT_S = 2;
/** A call that exceeds its `--timeout` by this much is stuck, however busy the machine is. */
const STUCK_MS = 20_000;

const FAULTS: readonly [Fault | undefined, ...(Fault | undefined)[]] = [
  undefined,
  errorFault(503, "ServiceUnavailable"),
  errorFault(403, "Forbidden.RAM"),
  htmlFault(502),
  throttlingFault(),
  throttlingFault({ timeLeft: 1000 }),
  throttlingFault({ timeLeft: 3_600_000 }),
  { delayMilliseconds: 300 },
  { padBodyToBytes: 2_000_000 },
  { transport: { kind: "reset", at: "start" } },
  { transport: { kind: "reset", at: "headers" } },
  { transport: { kind: "reset", at: "body" } },
  { transport: { kind: "truncated-body" } },
  { transport: { kind: "garbage" } },
  { transport: { kind: "black-hole" } },
  { transport: { kind: "slow-body", millisecondsPerByte: 5 } },
  { userConfig: "mismatching-key" },
  { userConfig: "blank-config" },
];

const figures = { starts: 0, faults: 0, kills: 0, requests: 0, "certificates printed": 0, "errors printed": 0 };
const wrong: string[] = [];

/** The certificate of one person for one cluster. */
interface CertificateRequest {
  readonly who: AccessKey;
  readonly cluster: Cluster;
}

const text = process.argv[2] ?? "3m";
const duration = parseDuration(text);
if (duration === undefined) throw new Error(`invalid duration ${JSON.stringify(text)}: write it like 90s or 10m`);
const end = Date.now() + duration;

await using scene = await setScene();
const { alice, bob } = scene.cloud.identities;
const { production, staging } = scene.cloud.clusters;
const requests: readonly [CertificateRequest, ...CertificateRequest[]] = [
  { who: alice, cluster: production },
  { who: alice, cluster: staging },
  { who: bob, cluster: staging },
];
while (Date.now() < end) await playRound(scene);

figures.requests += scene.cloud.requests.count();
for (const [name, figure] of Object.entries(figures)) console.log(`${name}: ${figure}`);
console.log(`wrong outputs: ${wrong.length}`);
for (const line of new Set(wrong)) console.log(`  ${line}`);
process.exitCode = wrong.length === 0 ? 0 : 1;

/** Many calls with one fault, which is then removed: afterwards every call must succeed. */
async function playRound({ cloud, home }: Scene): Promise<void> {
  if (Math.random() < 0.5) await rm(`${home}/.kube`, { recursive: true, force: true });
  const fault = pick(FAULTS);
  if (fault !== undefined) {
    figures.faults += 1;
    if (Math.random() < 0.5) cloud.faults.always("cs", fault);
    else cloud.faults.next("cs", fault);
  }
  await Promise.all(Array.from({ length: CALLS_AT_ONCE }, () => call(pick(requests), Math.random() < KILLED_SHARE)));
  cloud.faults.clear();
  for (const request of requests) {
    const outcome = await call(request, false);
    if (outcome !== undefined && outcome.exitCode !== 0)
      wrong.push(`a call failed without a fault: ${outcome.stderr.trim()}`);
  }
  const strays = scene
    .newFiles()
    .filter((path) => !/\.(?:json|lock|callers|failure|tmp)$|\/local-[0-9a-f]+$/.test(path));
  for (const path of strays) wrong.push(`a stray file: ${path}`);
  figures.requests += cloud.requests.count();
  cloud.requests.clear();
}

/** One call, killed at a random moment or left alone. */
async function call(request: CertificateRequest, isKilled: boolean): Promise<Outcome | undefined> {
  figures.starts += 1;
  const flags = Math.random() < 0.5 ? ["--force-refresh"] : [];
  const running = scene.start(
    ["credential-plugin", "get-credential", "-c", request.cluster.id, "--timeout", `${TIMEOUT_S}s`, ...flags],
    variablesOf(request.who),
  );
  if (isKilled) {
    await Bun.sleep(Math.random() * 300);
    running.kill(pick(["SIGKILL", "SIGTERM", "SIGINT"]));
  }
  const stuck = setTimeout(() => {
    wrong.push("a call did not end");
    running.kill("SIGKILL");
  }, STUCK_MS);
  try {
    const outcome = await running.outcome;
    judge(outcome, request);
    return outcome;
  } catch (error) {
    wrong.push(String(error));
    return undefined;
  } finally {
    clearTimeout(stuck);
  }
}

function judge({ exitCode, stdout, stderr }: Outcome, request: CertificateRequest): void {
  if (exitCode > 128) {
    figures.kills += 1;
  } else if (exitCode === 0) {
    figures["certificates printed"] += 1;
    if (!isCertificateFor(request, stdout))
      wrong.push(`not ${request.who.owner.name}'s certificate for ${request.cluster.name}`);
  } else {
    figures["errors printed"] += 1;
    if (exitCode !== 1 || stdout !== "" || !/^error: .+\nhint: .+\n$/.test(stderr)) {
      wrong.push(`exit code ${exitCode}, ${stdout.length} characters on stdout, stderr: ${stderr.trim()}`);
    }
  }
}

/** Whether a document contains a certificate that the cloud issued for exactly this request, with its key. */
function isCertificateFor({ who, cluster }: CertificateRequest, document: string): boolean {
  return scene.cloud.certificates.issued.some(
    ({ identity, clusterId, certificatePem, privateKeyPem }) =>
      identity.name === who.owner.name &&
      clusterId === cluster.id &&
      document.includes(JSON.stringify(certificatePem)) &&
      document.includes(JSON.stringify(privateKeyPem)),
  );
}

function pick<T>(choices: readonly [T, ...T[]]): T {
  return choices[Math.floor(Math.random() * choices.length)] ?? choices[0];
}
