import { usageError } from "../errors/tool-error.ts";

/**
 * An endpoint as people write it (`host`, `host:port`, `https://host`) as a base URL without a trailing slash.
 * @param named what it is called in an error: a flag or a field
 * @throws ToolError `usage`
 */
export function parseEndpoint(named: string, text: string): string {
  const url = URL.parse(text.includes("://") ? text : `https://${text}`);
  const isBare =
    url !== null &&
    (url.pathname === "/" || url.pathname.replaceAll("/", "") === "") &&
    url.search === "" &&
    url.hash === "" &&
    url.username === "" &&
    url.password === "";
  if (!isBare || url.hostname === "") {
    // What stands before an @ may be a password.
    const shown = text.includes("@") ? "" : ` "${text}"`;
    throw usageError(`${named}${shown} is no endpoint`, "write it as host, host:port or https://host");
  }
  if (url.protocol === "https:" || (url.protocol === "http:" && isLoopback(url.hostname))) {
    return url.origin;
  }
  throw usageError(`${named} "${text}" must use https`, "http is for a loopback host only");
}

function isLoopback(host: string): boolean {
  return /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/.test(host);
}

/**
 * The endpoint of a product: as given, else that of the region, else the central one.
 * @throws ToolError `usage`
 */
export function productEndpoint(
  product: "cs" | "sts",
  given: string | undefined,
  regionId: string | undefined,
): string {
  if (given !== undefined) return parseEndpoint(`--${product}-endpoint`, given);
  if (regionId === undefined) return `https://${product}.aliyuncs.com`;
  // The finance zone of Hangzhou has no STS of its own.
  const region = product === "sts" && regionId === "cn-hangzhou-finance" ? "cn-hangzhou" : regionId;
  return `https://${product}.${checkRegion(region)}.aliyuncs.com`;
}

/** STS inside a VPC of the region, for pods and instances without a way out. @throws ToolError `usage` */
export function vpcStsEndpoint(regionId: string): string {
  return `https://sts-vpc.${checkRegion(regionId)}.aliyuncs.com`;
}

/** A region becomes part of a host name: nothing else may. */
function checkRegion(regionId: string): string {
  if (/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(regionId)) return regionId;
  throw usageError(`"${regionId}" is no region id`, "region ids look like cn-hangzhou");
}
