import type { PluginEntry } from "../kubeconfig/plugin-entries.ts";
import type { Account } from "./inspect-account.ts";

/** An entry of this tool, and its account. */
export interface OwnedEntry extends PluginEntry {
  /** As {@link Account.identity}. */
  readonly identity: string;
  /** The region in the user's arguments, which decides the endpoint of all its clusters. */
  readonly regionArgument: string | undefined;
}

/** Whether an entry belongs to the account, and to the region in question. */
export function belongsTo({ identity, regionArgument, regionId }: OwnedEntry, account: Account): boolean {
  if (identity !== account.identity) return false;
  return account.regionId === undefined ? regionArgument === undefined : regionId === account.regionId;
}
