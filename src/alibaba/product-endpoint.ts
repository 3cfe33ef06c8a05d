import { usageError } from "../errors/tool-error.ts";

/**
 * An endpoint as people write it (`host`, `host:port`, `https://host`) as a base URL without a trailing slash.
 * @param label its name in an error: a flag or a field
 * @throws ToolError `usage`
 */
export function parseEndpoint(label: string, text: string): string {
  const trimmed = text.trim();
  const url = URL.parse(trimmed.includes("://") ? trimmed : `https://${trimmed}`);
  const isBare =
    url !== null &&
    (url.pathname === "/" || url.pathname.replaceAll("/", "") === "") &&
    url.search === "" &&
    url.hash === "" &&
    url.username === "" &&
    url.password === "";
  if (!isBare || url.hostname === "") {
    // The part before an @ may be a password.
    const shown = text.includes("@") ? "" : ` ${JSON.stringify(text)}`;
    throw usageError(
      `invalid ${label}${shown}: must be host, host:port or https://host`,
      "write only host, or host:port",
    );
  }
  if (url.protocol === "https:" || (url.protocol === "http:" && isLoopback(url.hostname))) {
    return url.origin;
  }
  throw usageError(
    `invalid ${label} ${JSON.stringify(text)}: must use https`,
    "http is allowed only for a loopback host",
  );
}

function isLoopback(host: string): boolean {
  return /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/.test(host);
}

/** A value and its name in errors: a flag, a variable, a profile's field. */
export interface LabelledText {
  readonly label: string;
  readonly text: string;
}

/**
 * The endpoint of a product: the given one, else the region's, else the central one.
 * @param isVpc whether to use the region's endpoint inside the VPC, for pods and instances without internet access
 * @throws ToolError `usage`
 */
export function productEndpoint(
  product: "cs" | "sts",
  given: LabelledText | undefined,
  region: LabelledText | undefined,
  isVpc = false,
): string {
  if (given !== undefined) return parseEndpoint(given.label, given.text);
  if (region === undefined) return `https://${product}.aliyuncs.com`;
  const regionId = readRegion(region);
  // The finance zone of Hangzhou has no STS endpoint.
  const host = product === "sts" && regionId === "cn-hangzhou-finance" && !isVpc ? "cn-hangzhou" : regionId;
  return `https://${product}${isVpc ? "-vpc" : ""}.${host}.aliyuncs.com`;
}

/** A region becomes part of a host name, so nothing else may pass. Region ids are in lower case. */
function readRegion({ label, text }: LabelledText): string {
  const regionId = text.trim().toLowerCase();
  if (/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(regionId)) return regionId;
  throw usageError(`invalid ${label} ${JSON.stringify(text)}: must be a region id`, "region ids look like cn-hangzhou");
}
