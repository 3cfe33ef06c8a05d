/** The aliyun CLI's registration at each site: public, as every native OAuth client's id is. */
export const OAUTH_SITES = {
  CN: { origin: "https://oauth.aliyun.com", clientId: "4038181954557748008" },
  INTL: { origin: "https://oauth.alibabacloud.com", clientId: "4103531455503354461" },
} as const;

/** A site of Alibaba Cloud: China or international. */
export type OAuthSite = keyof typeof OAUTH_SITES;
