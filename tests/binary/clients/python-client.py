"""A program that uses the official Python client: prints the namespaces of the current context of the kubeconfig that is named."""

import sys

from kubernetes import client, config

config.load_kube_config(sys.argv[1])
print(" ".join(item.metadata.name for item in client.CoreV1Api().list_namespace().items))
