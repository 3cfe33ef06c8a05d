import * as v from "valibot";
import type { ApiPorts } from "../api-types.ts";
import { callCloudSso } from "./call-cloud-sso.ts";

/** One of the choices of a CloudSSO user. */
export interface Assignment {
  readonly id: string;
  readonly name: string;
}

const page = { IsTruncated: v.nullish(v.boolean()), NextToken: v.nullish(v.string()) };

const accountsSchema = v.pipe(
  v.object({
    Accounts: v.array(v.object({ AccountId: v.string(), DisplayName: v.nullish(v.string(), "") })),
    ...page,
  }),
  v.transform(({ Accounts, ...rest }) => ({
    items: Accounts.map(({ AccountId: id, DisplayName: name }) => ({ id, name })),
    ...rest,
  })),
);

const configurationsSchema = v.pipe(
  v.object({
    AccessConfigurationsForAccount: v.array(
      v.object({ AccessConfigurationId: v.string(), AccessConfigurationName: v.nullish(v.string(), "") }),
    ),
    ...page,
  }),
  v.transform(({ AccessConfigurationsForAccount: configurations, ...rest }) => ({
    items: configurations.map(({ AccessConfigurationId: id, AccessConfigurationName: name }) => ({ id, name })),
    ...rest,
  })),
);

/** The accounts that a user may access, all pages. @throws ToolError as {@link callCloudSso} */
export async function listSsoAccounts(
  signInUrl: string,
  accessToken: string,
  ports: ApiPorts,
): Promise<readonly Assignment[]> {
  return await allPages(signInUrl, "accounts", accessToken, {}, accountsSchema, ports);
}

/** The access configurations that a user has in an account, all pages. @throws ToolError as {@link callCloudSso} */
export async function listAccessConfigurations(
  signInUrl: string,
  accessToken: string,
  accountId: string,
  ports: ApiPorts,
): Promise<readonly Assignment[]> {
  const query = { AccountId: accountId };
  return await allPages(signInUrl, "access-configurations", accessToken, query, configurationsSchema, ports);
}

/** More pages than anybody has. */
const MAX_PAGES = 100;

async function allPages(
  signInUrl: string,
  what: string,
  accessToken: string,
  query: Readonly<Record<string, string>>,
  schema: typeof accountsSchema | typeof configurationsSchema,
  ports: ApiPorts,
): Promise<readonly Assignment[]> {
  const all: Assignment[] = [];
  let place: Readonly<Record<string, string>> = {};
  for (let count = 0; count < MAX_PAGES; count += 1) {
    const search = new URLSearchParams({ ...place, ...query, MaxResults: "100" }).toString();
    const call = { action: `list ${what}`, path: `/access-assignments/${what}?${search}`, accessToken };
    const { items, IsTruncated: hasMore, NextToken: token } = await callCloudSso(signInUrl, call, schema, ports);
    all.push(...items);
    if (hasMore !== true || !token) break;
    place = { NextToken: token };
  }
  return all;
}
