import * as v from "valibot";
import type { ApiPorts } from "../api.ts";
import { callApi } from "../call-api.ts";

/** One of the choices of a CloudSSO user. */
export interface Assignment {
  readonly id: string;
  readonly name: string;
}

const page = { IsTruncated: v.nullish(v.boolean()), NextToken: v.nullish(v.string()) };

const accountsSchema = v.object({
  Accounts: v.array(v.object({ AccountId: v.string(), DisplayName: v.nullish(v.string(), "") })),
  ...page,
});

const configurationsSchema = v.object({
  AccessConfigurationsForAccount: v.array(
    v.object({ AccessConfigurationId: v.string(), AccessConfigurationName: v.nullish(v.string(), "") }),
  ),
  ...page,
});

/** The accounts that a user may access, all pages. @throws ToolError as `callApi` */
export async function listSsoAccounts(
  signInUrl: string,
  accessToken: string,
  ports: ApiPorts,
): Promise<readonly Assignment[]> {
  return await allPages(async (next) => {
    const value = await get(signInUrl, "accounts", accessToken, next, accountsSchema, ports);
    const items = value.Accounts.map(({ AccountId: id, DisplayName: name }) => ({ id, name }));
    return { items, next: nextOf(value) };
  });
}

/** The access configurations that a user has in an account, all pages. @throws ToolError as `callApi` */
export async function listAccessConfigurations(
  signInUrl: string,
  accessToken: string,
  accountId: string,
  ports: ApiPorts,
): Promise<readonly Assignment[]> {
  return await allPages(async (next) => {
    const query = { ...next, AccountId: accountId };
    const value = await get(signInUrl, "access-configurations", accessToken, query, configurationsSchema, ports);
    const items = value.AccessConfigurationsForAccount.map(
      ({ AccessConfigurationId: id, AccessConfigurationName: name }) => ({ id, name }),
    );
    return { items, next: nextOf(value) };
  });
}

/** More pages than anybody has. */
const MAX_PAGES = 100;

type Next = Readonly<Record<string, string>>;

async function allPages(
  load: (next: Next) => Promise<{ readonly items: readonly Assignment[]; readonly next: Next | undefined }>,
): Promise<readonly Assignment[]> {
  const all: Assignment[] = [];
  let next: Next | undefined = {};
  for (let count = 0; next !== undefined && count < MAX_PAGES; count += 1) {
    const loaded: Awaited<ReturnType<typeof load>> = await load(next);
    all.push(...loaded.items);
    next = loaded.next;
  }
  return all;
}

function nextOf({
  IsTruncated: more,
  NextToken: token,
}: {
  readonly IsTruncated?: boolean | null | undefined;
  readonly NextToken?: string | null | undefined;
}): Next | undefined {
  return more === true && token ? { NextToken: token } : undefined;
}

async function get<T>(
  signInUrl: string,
  what: string,
  accessToken: string,
  query: Next,
  schema: v.GenericSchema<unknown, T>,
  ports: ApiPorts,
): Promise<T> {
  const search = new URLSearchParams({ ...query, MaxResults: "100" }).toString();
  const build = () => ({
    method: "GET" as const,
    action: `list ${what}`,
    url: `${new URL(signInUrl).origin}/access-assignments/${what}?${search}`,
    headers: { accept: "application/json", authorization: `Bearer ${accessToken}` },
  });
  return (await callApi({ name: "CloudSSO", ramAction: undefined }, build, schema, ports)).value;
}
