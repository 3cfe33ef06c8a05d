import * as v from "valibot";
import { aliyunConfig, CONFIG_FILE } from "./people.ts";
import type { VirtualProcess, Machine } from "./virtual-process.ts";

const tokens = v.object({ access_token: v.string(), refresh_token: v.string(), expires_in: v.number() });

/** The aliyun CLI's runs on the machine: what one of them loses is not this program's fault. */
const cliRuns = new WeakSet<object>();

/** The aliyun CLI renews the sign-in: it takes no lock, and writes the whole file. Its own troubles are nobody's. */
export async function renewLikeTheCli({ scheduler, disk, cloud }: Machine): Promise<void> {
  const cli = {};
  cliRuns.add(cli);
  const [, old] = /"oauth_refresh_token": "([^"]+)"/.exec(disk.files.get(CONFIG_FILE)?.content ?? "") ?? [];
  if (old === undefined) return;
  try {
    const answer = await cloud.fetchFor(cli)("https://oauth.aliyun.com/v1/token", {
      method: "POST",
      body: `grant_type=refresh_token&refresh_token=${encodeURIComponent(old)}&client_id=4038181954557748008`,
      signal: scheduler.timeoutSignal(cli, 60_000),
    });
    if (answer.status !== 200) return;
    const { access_token, refresh_token, expires_in } = v.parse(tokens, await answer.json());
    await scheduler.pause(cli);
    const accessTokenExpiresAt = scheduler.now + expires_in * 1000;
    disk.write(
      CONFIG_FILE,
      aliyunConfig({ accessToken: access_token, refreshToken: refresh_token, accessTokenExpiresAt }),
    );
  } catch {
    // No network, a full disk.
  }
}

/**
 * Whether a sign-in that is lost could not be saved by anybody: its last renewal never arrived, or whoever got it was
 * killed with it in hand.
 */
export function isLossExcused({ cloud, disk }: Machine, processes: readonly VirtualProcess[]): boolean {
  const last = cloud.renewals.at(-1);
  if (last === undefined || disk.files.get(CONFIG_FILE)?.content.includes(last.refreshToken) === true) return false;
  const wasKilled = processes.some((process) => process === last.owner && process.state === "killed");
  return !last.isDelivered || wasKilled || cliRuns.has(last.owner);
}

/** The person signs in again. */
export function signIn({ cloud, disk }: Machine, accessTokenSeconds: number): void {
  const content = aliyunConfig(cloud.oauth.signIn(cloud.roles.instance, accessTokenSeconds));
  disk.write(CONFIG_FILE, content);
}
