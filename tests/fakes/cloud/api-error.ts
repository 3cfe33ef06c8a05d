import { jsonReply, type Reply } from "../server/reply.ts";

/**
 * An error as the Alibaba Cloud APIs report it. The gateway and the RPC services spell their keys
 * `Code`, `Message`, `RequestId`; the CS product behind the gateway spells them in lower case.
 */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly spelling: "gateway" | "product";

  constructor(status: number, code: string, message: string, spelling: "gateway" | "product" = "gateway") {
    super(message);
    this.name = "ApiError";
    this.status = status;
    this.code = code;
    this.spelling = spelling;
  }
}

/** The answer that carries an error. */
export function errorReply(error: ApiError, requestId: string, hostId: string): Reply {
  const { status, code, message } = error;
  return jsonReply(
    status,
    error.spelling === "product"
      ? { code, message, requestId, status }
      : {
          RequestId: requestId,
          Message: message,
          Recommend: `https://api.aliyun.com/troubleshoot?q=${code}&requestId=${requestId}`,
          HostId: hostId,
          Code: code,
        },
  );
}
