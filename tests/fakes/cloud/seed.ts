import type { CloudState } from "./cloud-state.ts";
import type { AccessKey, Cluster, Identity, OidcProvider, Role } from "./model.ts";

/** The account that owns everything. */
export const accountId = "1000000000000001";

/** What every fake cloud starts with. */
export interface Seed {
  /** The users' long-lived access keys. */
  readonly identities: {
    /** May do everything that anybody may. */
    readonly alice: AccessKey;
    /** Has the kubeconfig of `staging` only, and no role. */
    readonly bob: AccessKey;
    /** Has no cluster, but may assume the role `ci`. */
    readonly deployer: AccessKey;
    /** May do nothing. */
    readonly mallory: AccessKey;
    /** A switched-off key of alice. */
    readonly retired: AccessKey;
  };
  readonly roles: {
    /** Has both clusters; trusted: alice, deployer. */
    readonly ci: Role;
    /** Has `production`; trusted: the role `ci` only, so it takes a chain to get it. */
    readonly chained: Role;
    /** Has `production`; demands an external id; trusted: alice. */
    readonly audited: Role;
    /** Has both clusters; trusted: the metadata service only. */
    readonly instance: Role;
    /** Has both clusters; trusted: the OIDC provider only. */
    readonly workload: Role;
  };
  readonly clusters: { readonly production: Cluster; readonly staging: Cluster };
  readonly oidc: {
    readonly providerArn: string;
    readonly token: string;
    readonly expiredToken: string;
  };
}

/** Puts users, roles, clusters and an OIDC provider into an empty cloud. Every key of them is visibly fake. */
export function seedCloud(state: CloudState): Seed {
  const seed: Seed = {
    identities: {
      alice: userKey("alice", "LTAIfakeALICE00000000"),
      bob: userKey("bob", "LTAIfakeBOB0000000000"),
      deployer: userKey("deployer", "LTAIfakeDEPLOYER00000"),
      mallory: userKey("mallory", "LTAIfakeMALLORY000000"),
      retired: { ...userKey("alice", "LTAIfakeRETIRED000000", "retired"), inactive: true },
    },
    roles: {
      ci: role("ci", { trusted: ["alice", "deployer"] }),
      chained: role("chained", { trusted: ["ci"] }),
      audited: role("audited", { trusted: ["alice"], externalId: "fake-external-id*~ 1" }),
      instance: role("instance", { trusted: ["service:ecs"] }),
      workload: role("workload", { trustedProviders: [providerArn] }),
    },
    clusters: {
      production: {
        id: "c00000000000000000000000000000001",
        name: "production",
        regionId: "cn-hangzhou",
        permitted: ["alice", "ci", "chained", "audited", "instance", "workload"],
      },
      staging: {
        id: "c00000000000000000000000000000002",
        name: "staging",
        regionId: "ap-southeast-1",
        permitted: ["alice", "bob", "ci", "instance", "workload"],
      },
    },
    oidc: {
      providerArn,
      token: "fake-oidc-token.eyJmYWtlIjp0cnVlfQ.valid",
      expiredToken: "fake-oidc-token.eyJmYWtlIjp0cnVlfQ.expired",
    },
  };
  const provider: OidcProvider = {
    arn: providerArn,
    tokens: new Map([
      [seed.oidc.token, "valid"],
      [seed.oidc.expiredToken, "expired"],
    ]),
  };
  for (const key of Object.values(seed.identities)) {
    state.accessKeys.set(key.accessKeyId, key);
    state.secrets.add(key.accessKeySecret);
  }
  for (const each of Object.values(seed.roles)) state.roles.set(each.arn, each);
  for (const each of Object.values(seed.clusters)) state.clusters.set(each.id, each);
  for (const token of provider.tokens.keys()) state.secrets.add(token);
  state.oidcProviders.set(provider.arn, provider);
  return seed;
}

const providerArn = `acs:ram::${accountId}:oidc-provider/fake-provider`;

function userKey(name: string, accessKeyId: string, secretName = name): AccessKey {
  const owner: Identity = {
    kind: "user",
    name,
    accountId,
    id: `2${fakeNumber(name)}`,
    arn: `acs:ram::${accountId}:user/${name}`,
  };
  return { accessKeyId, accessKeySecret: `fake-secret-${secretName}-0000000000`, owner };
}

function role(name: string, trust: Partial<Pick<Role, "trusted" | "trustedProviders" | "externalId">>): Role {
  return {
    name,
    accountId,
    id: `3${fakeNumber(name)}`,
    arn: `acs:ram::${accountId}:role/${name}`,
    trusted: [],
    trustedProviders: [],
    maxSessionSeconds: 43_200,
    ...trust,
  };
}

/** 17 digits that belong to a name, in the manner of RAM's ids. */
function fakeNumber(name: string): string {
  const digits = Array.from(name, (letter) => String(letter.charCodeAt(0) % 100)).join("");
  return digits.slice(0, 17).padEnd(17, "0");
}
