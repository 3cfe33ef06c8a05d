/** The aliyun CLI's configuration. */
export const ALIYUN_CONFIG_FILE = "~/.aliyun/config.json";

/** The Alibaba Cloud SDKs' shared credentials file (INI). */
export const CREDENTIALS_FILE = "~/.alibabacloud/credentials";

/** Where the SDKs for Java, Python and PHP keep the same file. */
export const CREDENTIALS_INI_FILE = "~/.alibabacloud/credentials.ini";
export const ALIYUN_INI_FILE = "~/.aliyun/credentials.ini";

/** kubectl's configuration if neither `--kubeconfig` nor `KUBECONFIG` names one. */
export const KUBECONFIG_FILE = "~/.kube/config";

/** kubectl's preferences if `KUBERC` names no file. */
export const KUBERC_FILE = "~/.kube/kuberc";
