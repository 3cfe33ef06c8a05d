import type { NamedText } from "../alibaba/endpoint.ts";
import type { World } from "../world/world.ts";

/** What the command line says about credentials. */
export interface CredentialSettings {
  readonly profileFile: string | undefined;
  readonly profileName: string | undefined;
  readonly ignoreEnvironment: boolean;
  readonly ignoreAliyunConfig: boolean;
  readonly credentialType: string;
  /** A role to take on in the end, whatever the source is. */
  readonly roleArn: string | undefined;
  /** The flag's alone: a profile's endpoint counts before the variable's. */
  readonly stsEndpoint: NamedText | undefined;
  readonly region: NamedText | undefined;
}

/** What a place needs to be searched: settings, and the parts of the world that can be read without asking anybody. */
export interface SearchContext {
  readonly settings: CredentialSettings;
  readonly world: Pick<World, "env" | "files" | "platform" | "cwd">;
}
