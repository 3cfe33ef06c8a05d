import { ToolError } from "../errors/tool-error.ts";

/** No answer that this tool requests is larger than about 20 kB. */
const MAX_BODY_BYTES = 1024 * 1024;

/**
 * The response's body as text, up to the limit.
 * @throws ToolError `api_answer_invalid` if the body is larger; network errors as `fetch` throws them
 */
export async function readBody(response: Response, host: string): Promise<string> {
  if (response.body === null) return "";
  const decoder = new TextDecoder();
  let text = "";
  let size = 0;
  for await (const chunk of response.body) {
    size += chunk.byteLength;
    if (size > MAX_BODY_BYTES) {
      throw new ToolError({
        code: "api_answer_invalid",
        message: `${host} sent more than ${MAX_BODY_BYTES / 1024} kB, more than this API ever sends`,
        hint: "check the endpoint, and the proxy on the way to it",
        details: { status: response.status },
      });
    }
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}
