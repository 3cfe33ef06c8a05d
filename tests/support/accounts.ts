import type { AccessKey } from "../fakes/cloud/model.ts";
import type { FakeCloud } from "../fakes/cloud/start-fake-cloud.ts";

/** Three accounts with a profile each, which the cloud knows once they are opened. */
export const ACCOUNTS = ["acct-a", "acct-b", "acct-c"] as const;
export type AccountName = (typeof ACCOUNTS)[number];

export const REGIONS = ["cn-hangzhou", "cn-beijing", "ap-southeast-1", "eu-central-1"] as const;

/** Tells the cloud of the accounts. @returns config.json with a profile for each */
export function openAccounts(cloud: FakeCloud): string {
  const keys = ACCOUNTS.map((name, at) => [name, accountKey(name, at)] as const);
  for (const [, key] of keys) {
    cloud.state.accessKeys.set(key.accessKeyId, key);
    cloud.state.secrets.add(key.accessKeySecret);
  }
  return JSON.stringify({
    current: ACCOUNTS[0],
    profiles: keys.map(([name, { accessKeyId, accessKeySecret }]) => ({
      name,
      mode: "AK",
      access_key_id: accessKeyId,
      access_key_secret: accessKeySecret,
    })),
  });
}

function accountKey(name: string, at: number): AccessKey {
  const accountId = `200000000000000${at}`;
  return {
    accessKeyId: `LTAIfakeACCOUNT00000${at}`,
    accessKeySecret: `fake-secret-of-${name}-000000`,
    owner: { kind: "user", name, accountId, id: `2900000000000000${at}`, arn: `acs:ram::${accountId}:user/${name}` },
  };
}

/** A cluster that was added to the fake cloud. */
export interface NewCluster {
  readonly id: string;
  readonly name: string;
  readonly account: AccountName;
  readonly regionId: string;
}

/**
 * Forty clusters in three accounts and four regions. Names repeat: each account has a `production` in several regions, and
 * the accounts have the same names.
 */
export function addFortyClusters(cloud: FakeCloud): readonly NewCluster[] {
  cloud.state.clusters.clear();
  return Array.from({ length: 40 }, (_, at) => {
    const account = ACCOUNTS[at % ACCOUNTS.length] ?? "acct-a";
    const regionId = REGIONS[at % REGIONS.length] ?? "cn-hangzhou";
    const name = at % 5 === 0 ? "production" : `team-${at % 7}`;
    const cluster = { id: `c${String(at).padStart(32, "0")}`, name, account, regionId };
    cloud.state.clusters.set(cluster.id, { ...cluster, permitted: [account] });
    return cluster;
  });
}
