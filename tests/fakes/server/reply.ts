/** What a service answers, before any fault is applied to it. */
export interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
}

/** An answer with a JSON body. */
export function jsonReply(status: number, value: unknown): Reply {
  return {
    status,
    headers: { "Content-Type": "application/json;charset=utf-8" },
    body: JSON.stringify(value),
  };
}

/** An answer with a plain text body. */
export function textReply(status: number, body: string): Reply {
  return { status, headers: { "Content-Type": "text/plain" }, body };
}
