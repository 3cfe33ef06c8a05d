import { listEntries } from "../../cache/list-cache-entries.ts";
import { errnoText, isAbsent } from "../../world/errno.ts";
import { shellWord } from "../../errors/quote-shell-word.ts";
import { clearCache, command } from "../suggested-fixes.ts";
import { type Check, failure, type Finding, ok, warning } from "../check.ts";
import type { Facts } from "../gather-facts.ts";

/** The cache directory in use, the best of the possible ones: its owner, who can read it, and its content. */
export const cacheCheck: Check = {
  name: "cache",
  isOfCall: true,
  run: async (facts) => {
    const [directory] = facts.subject.cacheDirectories;
    try {
      const { isFile, uid, mode } = await facts.world.files.status(directory);
      if (isFile) return [failure(`${directory} is a file, not a folder`, command(["rm", directory]))];
      const { uid: own } = facts.world.platform;
      if (own !== undefined && uid !== own) {
        return [
          failure(`${directory} belongs to another user (${uid})`, `chown -R "$(id -u)" ${shellWord(directory)}`),
        ];
      }
      const open = own !== undefined && (mode & 0o077) !== 0;
      return [
        ...(open ? [warning(`${directory} can be read by others`, command(["chmod", "700", directory]))] : []),
        ...(await checkEntries(directory, facts)),
        ...(await lastFailure(facts)),
      ];
    } catch (error) {
      if (isAbsent(error)) return [ok(`${directory} does not exist yet: the first certificate creates it`)];
      return [failure(`${directory} cannot be read (${errnoText(error)})`, "check its permissions")];
    }
  },
};

async function checkEntries(directory: string, { subject, world }: Facts): Promise<Finding[]> {
  const all = await listEntries([directory], world);
  const items = all.filter(({ state }) => state !== "none" && state !== "go-tool");
  const broken = items.filter(({ state }) => state === "broken");
  const valid = items.filter(({ state }) => state === "fresh" || state === "due");
  const summary = ok(`${directory}: ${valid.length} of ${items.length} certificates (of any identity) are valid`);
  if (broken.length === 0) return [summary];
  const [id = "", ...otherIds] = new Set(broken.map(({ clusterId }) => clusterId));
  const which = otherIds.length === 0 ? ["--cluster-id", id] : ["--all"];
  const count = broken.length === 1 ? "1 certificate is" : `${broken.length} certificates are`;
  return [summary, warning(`${count} damaged, or readable by other users`, clearCache(subject, ...which))];
}

async function lastFailure({ remembered, world }: Facts): Promise<Finding[]> {
  const last = await remembered();
  if (last === undefined) return [];
  const minutes = Math.max(0, Math.floor((world.now() - last.at) / 60_000));
  const when = minutes < 1 ? "just now" : `${minutes} min ago`;
  return [warning(`the plugin's last call failed ${when}: ${last.error.message}`)];
}
