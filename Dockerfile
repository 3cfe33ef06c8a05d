# The program of a release on a base that has what it needs, and `cp`: as an init container it hands the program to others
# (see .github/docs/packaging.md). The release's workflow builds it from the published archives.
FROM debian:12-slim
ARG TARGETPLATFORM
COPY ${TARGETPLATFORM}/LICENSE ${TARGETPLATFORM}/THIRD-PARTY-NOTICES /usr/share/doc/ack-ram-tool/
COPY --chmod=755 ${TARGETPLATFORM}/ack-ram-tool /usr/local/bin/ack-ram-tool
USER 65532:65532
ENTRYPOINT ["/usr/local/bin/ack-ram-tool"]
