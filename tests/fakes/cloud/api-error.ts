import { jsonReply, type Reply } from "../server/reply.ts";

/** How an API writes its errors. */
export type Spelling = "gateway" | "product" | "cloud-sso";

/**
 * An error as the Alibaba Cloud APIs report it. The gateway and the RPC services spell their keys
 * `Code`, `Message`, `RequestId`; the CS product behind the gateway spells them in lower case, and CloudSSO's portal
 * `ErrorCode`, `ErrorMessage`. What is known of each, and what is not, stands in evidence.ts.
 * @see https://github.com/aliyun/aliyun-cli/pull/1225 (CloudSSO)
 */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly spelling: Spelling;
  readonly detail: object;

  constructor(
    status: number,
    code: string,
    message: string,
    spelling: Spelling = "gateway",
    /** More fields of the body. */
    detail: object = {},
  ) {
    super(message);
    this.name = "ApiError";
    this.status = status;
    this.code = code;
    this.spelling = spelling;
    this.detail = detail;
  }
}

/** The answer that carries an error. */
export function errorReply(
  { status, code, message, spelling, detail }: ApiError,
  requestId: string,
  hostId: string,
): Reply {
  if (spelling === "product") return jsonReply(status, { code, message, requestId, status, ...detail });
  if (spelling === "cloud-sso") {
    return jsonReply(status, { ErrorCode: code, ErrorMessage: message, RequestId: requestId, ...detail });
  }
  return jsonReply(status, {
    RequestId: requestId,
    Message: message,
    Recommend: `https://api.aliyun.com/troubleshoot?q=${code}&requestId=${requestId}`,
    HostId: hostId,
    Code: code,
    ...detail,
  });
}
