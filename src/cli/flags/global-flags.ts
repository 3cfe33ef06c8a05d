import * as VARIABLES from "../../environment/variable-names.ts";
import type { Flags } from "../arguments/flag.ts";

/** Flags of every command; the Go tool's persistent flags. They may come before the command's name. */
export const globalFlags = {
  "region-id": {
    type: "string",
    otherNames: ["region"],
    isLowerCase: true,
    valueHint: "REGION",
    description: "Use the API endpoints of this region",
    env: VARIABLES.regionId,
  },
  "profile-file": {
    type: "string",
    valueHint: "FILE",
    description: "Credentials file: an aliyun CLI configuration (*.json), or an INI credentials file",
    env: VARIABLES.profileFile,
  },
  "profile-name": {
    type: "string",
    alias: "p",
    otherNames: ["profile"],
    valueHint: "PROFILE",
    description: "Profile in the credentials file",
    env: VARIABLES.profileName,
  },
  "ignore-env-credentials": {
    type: "boolean",
    description: "Do not look for credentials in environment variables",
    env: VARIABLES.ignoreEnvCredentials,
  },
  "ignore-aliyun-cli-credentials": {
    type: "boolean",
    description: "Do not look for credentials in ~/.aliyun/config.json",
    env: VARIABLES.ignoreAliyunCliCredentials,
  },
  "credential-type": {
    type: "enum",
    options: ["auto", "imds", "ecs-role"],
    default: "auto",
    description: "auto: search everywhere; imds or ecs-role: only the RAM role of this ECS instance",
    retired: { sdk: "leave it out: auto, the default, also finds what the official SDK finds" },
    env: VARIABLES.credentialType,
  },
  "sts-endpoint": {
    type: "string",
    valueHint: "HOST",
    description: "STS endpoint: host, host:port or https://host",
    env: VARIABLES.stsEndpoint,
  },
  "cs-endpoint": {
    type: "string",
    valueHint: "HOST",
    description: "ACK (Container Service) API endpoint: host, host:port or https://host",
    env: VARIABLES.csEndpoint,
  },
  "ram-endpoint": {
    type: "string",
    valueHint: "HOST",
    description: "Ignored: no command calls the RAM API; accepted because the Go tool has it",
    env: VARIABLES.ramEndpoint,
  },
  timeout: {
    type: "string",
    valueHint: "DURATION",
    default: "60s",
    description: "Time limit for the whole command, retries included",
  },
  "log-level": {
    type: "string",
    valueHint: "LEVEL",
    default: "info",
    description: "How much to print on stderr: debug, info, warn or error",
    env: VARIABLES.logLevel,
  },
  verbose: {
    type: "boolean",
    alias: "v",
    description: "Same as --log-level debug",
    env: VARIABLES.verbose,
  },
  "assume-yes": {
    type: "boolean",
    alias: "y",
    description: "Answer yes to every question",
    env: VARIABLES.assumeYes,
  },
  help: {
    type: "boolean",
    alias: "h",
    description: "Show this help",
  },
} as const satisfies Flags;
