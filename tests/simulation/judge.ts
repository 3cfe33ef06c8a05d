import type { IssuedCertificate } from "../fakes/cloud/cluster-certificates.ts";
import type { Cluster } from "../fakes/cloud/model.ts";
import { readExecCredential } from "../support/exec-credential.ts";
import { CACHE_FOLDER, CONFIG_FILE, type Person } from "./people.ts";
import type { VirtualCloud } from "./virtual-cloud.ts";
import type { VirtualFile } from "./virtual-disk.ts";
import type { VirtualProcess } from "./virtual-process.ts";

/** A command of the simulation, and what may come of it. */
export interface Command {
  readonly process: VirtualProcess;
  readonly person: Person;
  readonly cluster: Cluster;
  readonly timeoutMs: number;
  /** What it must not fail for: nothing stood in its way. */
  readonly mustSucceed: boolean;
}

/** A command may take this much longer than its timeout: the last steps, and what nobody can interrupt. */
const GRACE_MS = 1000;

/** Something that must never happen has happened. */
export class Violation extends Error {}

/** Checks what must hold at every moment, whatever happens around the program. @throws Violation */
export interface Judge {
  /** After each step. */
  readonly watch: (commands: Iterable<Command>, now: number) => void;
  /** Once a command has ended. @returns the certificate that it printed */
  readonly judge: (command: Command) => IssuedCertificate | undefined;
  /** For the disk: nothing valuable disappears. */
  readonly observe: (path: string, before: VirtualFile | undefined, after: VirtualFile | undefined) => void;
}

/**
 * A judge of one run.
 * @param isClearing whether somebody has certificates deleted at the moment
 */
export function createJudge(cloud: () => VirtualCloud, trueTime: () => number, isClearing: () => boolean): Judge {
  return {
    watch: (commands, now) => {
      for (const { process, timeoutMs } of commands) {
        const late = now - process.startedAt - timeoutMs;
        if (process.state === "running" && late > GRACE_MS) {
          throw new Violation(`${process.argv.join(" ")} runs ${late} ms longer than its timeout`);
        }
      }
    },
    judge: (command) => {
      const { process, person, cluster } = command;
      const { stdout, stderr, exitCode, state, printedAt } = process;
      const says = (what: string): Violation =>
        new Violation(`${person.name}: ${process.argv.join(" ")} ${what}; it said: ${stderr.join(" | ")}`);
      const text = stderr.join("\n");
      const secret = cloud()
        .state.secrets.values()
        .find((each) => text.includes(each));
      if (secret !== undefined || text.includes("PRIVATE KEY")) throw new Violation("a secret was printed on stderr");
      if (stdout.length > 1) throw says("printed more than one document");
      if (state === "ended" && (exitCode === 0) !== (stdout.length === 1)) {
        throw says(`ended with ${exitCode} and printed ${stdout.length} documents`);
      }
      const [document] = stdout;
      if (document === undefined) {
        if (command.mustSucceed && state === "ended") throw says("failed, though nothing stood in its way");
        return undefined;
      }
      const { serialNumber } = readExecCredential(document).certificate;
      const certificate = cloud().certificates.issued.find((each) => each.serialNumber === serialNumber);
      if (certificate === undefined) throw says("printed a certificate that nobody has issued");
      if (certificate.commonName !== person.commonName)
        throw says(`printed a certificate of ${certificate.commonName}`);
      if (certificate.clusterId !== cluster.id) throw says("printed a certificate of another cluster");
      if (certificate.notAfter <= (printedAt ?? 0)) throw says("printed an expired certificate");
      return certificate;
    },
    observe: (path, before, after) => {
      if (before === undefined) return;
      if (path === CONFIG_FILE && after === undefined) throw new Violation("config.json was deleted");
      if (!path.startsWith(CACHE_FOLDER) || !path.endsWith(".json") || isClearing()) return;
      if (isValid(before) && (after === undefined || !isValid(after))) {
        throw new Violation(`a valid certificate was lost: ${path}`);
      }
    },
  };

  function isValid({ content }: VirtualFile): boolean {
    const pem = content.replaceAll(String.raw`\n`, "\n");
    const certificate = cloud().certificates.issued.find(({ certificatePem }) => pem.includes(certificatePem.trim()));
    return certificate !== undefined && certificate.notAfter > trueTime();
  }
}
