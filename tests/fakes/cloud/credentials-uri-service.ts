import { jsonReply } from "../server/reply.ts";
import type { Service } from "../server/service.ts";
import { credentialsOf, roleIdentity } from "./assume-role.ts";
import type { CloudState } from "./cloud-state.ts";

/**
 * A local service that gives out sessions: `/credentials?role=ci`. The query says what is odd about the answer:
 * `seconds=-60` sets the lifetime, `omit=SecurityToken,Expiration` leaves fields out, `code=Failed` sets `Code`.
 */
export function createCredentialsUriService(state: CloudState): Service {
  return {
    name: "credentials-uri",
    actionOf: () => "GetCredentials",
    answer: ({ method, path, query }) => {
      const role = [...state.roles.values()].find(({ name }) => name === query.get("role"));
      if (method !== "GET" || path !== "/credentials" || role === undefined) {
        return jsonReply(404, { Code: "NotFound", Message: "There are no such credentials." });
      }
      const owner = roleIdentity(role, "credentials-uri");
      const session = state.openSession(owner, Number(query.get("seconds") ?? 3600));
      const omitted = (query.get("omit") ?? "").split(",");
      const fields = { Code: query.get("code") ?? "Success", ...credentialsOf(session) };
      return jsonReply(200, Object.fromEntries(Object.entries(fields).filter(([name]) => !omitted.includes(name))));
    },
  };
}
