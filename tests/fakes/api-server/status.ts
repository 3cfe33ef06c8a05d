import { jsonReply, type Reply } from "../server/reply.ts";

/** A refusal as Kubernetes words it: a `Status` object. */
export function statusReply(code: number, reason: string, message: string): Reply {
  return jsonReply(code, {
    kind: "Status",
    apiVersion: "v1",
    metadata: {},
    status: "Failure",
    message,
    reason,
    code,
  });
}
