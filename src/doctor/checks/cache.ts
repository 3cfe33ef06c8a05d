import * as v from "valibot";
import { parseEntry } from "../../cache/entry.ts";
import { readJson } from "../../schema/read-json.ts";
import { errnoOf, isAbsent } from "../../world/errno.ts";
import { type Check, failure, type Finding, ok, warning } from "../check.ts";
import type { Facts } from "../facts.ts";

/** The folder with the certificates: whose it is, who can read it, and what lies in it. */
export const cacheCheck: Check = {
  name: "cache",
  run: async (facts) => {
    const directory = facts.subject.cacheDirectory;
    if (directory === undefined) {
      return [
        warning("there is no folder for certificates: HOME is not set", "set HOME, or use --credential-cache-dir"),
      ];
    }
    try {
      const { isFile, uid, mode } = await facts.world.files.status(directory);
      if (isFile) return [failure(`${directory} is a file, not a folder`, `rm ${directory}`)];
      const { uid: own } = facts.world.platform;
      if (own !== undefined && uid !== own) {
        return [failure(`${directory} belongs to another user (${uid})`, `chown -R $(id -u) ${directory}`)];
      }
      const open = own !== undefined && (mode & 0o077) !== 0;
      return [
        ...(open ? [warning(`${directory} can be read by others`, `chmod 700 ${directory}`)] : []),
        ...(await checkEntries(directory, facts)),
      ];
    } catch (error) {
      if (isAbsent(error)) return [ok(`${directory} is not there yet: the first certificate makes it`)];
      return [failure(`${directory} cannot be read (${errnoOf(error) ?? "unknown error"})`, "check its permissions")];
    }
  },
};

async function checkEntries(directory: string, facts: Facts): Promise<Finding[]> {
  const names = (await facts.world.files.list(directory)).filter((name) => name.endsWith(".json"));
  // Files of the Go tool, which lie in the same folder.
  const own = names.filter((name) => !name.includes("-exec-auth-credential-"));
  const states = await Promise.all(own.map((name) => stateOf(`${directory}/${name}`, name, facts)));
  const broken = own.filter((_, at) => states[at] === "broken");
  const valid = states.filter((state) => state === "valid").length;
  const summary = ok(`${directory}: ${valid} of ${own.length} certificates are valid`);
  if (broken.length === 0) return [summary];
  return [summary, warning(`broken, and replaced when they are needed: ${broken.join(", ")}`)];
}

async function stateOf(path: string, fileName: string, { world }: Facts): Promise<"valid" | "expired" | "broken"> {
  const content = await world.files.readText(path).catch(() => "");
  // The entry says itself under which key it counts; the checksum says whether it is whole.
  const key = readJson(v.object({ key: v.string() }), content);
  const entry = key.ok ? parseEntry({ digest: key.value.key, fileName }, content) : undefined;
  if (entry === undefined) return "broken";
  return entry.certificate.notAfter > world.now() ? "valid" : "expired";
}
