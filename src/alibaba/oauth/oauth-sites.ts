/** The aliyun CLI's client id at each site: public, like that of every native OAuth client. */
export const OAUTH_SITES = {
  CN: {
    origin: "https://oauth.aliyun.com",
    signIn: "https://signin.aliyun.com",
    ramConsole: "https://ram.console.aliyun.com",
    clientId: "4038181954557748008",
  },
  INTL: {
    origin: "https://oauth.alibabacloud.com",
    signIn: "https://signin.alibabacloud.com",
    ramConsole: "https://ram.console.alibabacloud.com",
    clientId: "4103531455503354461",
  },
} as const;

/** A site of Alibaba Cloud: China or international. */
export type OAuthSite = keyof typeof OAUTH_SITES;
