# Rogatory in an image that holds the binary, certificates and time zones, and nothing else: no shell, no package.
FROM golang:1.26-bookworm AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN --mount=type=cache,target=/go/pkg/mod go mod download
COPY . .
RUN --mount=type=cache,target=/go/pkg/mod --mount=type=cache,target=/root/.cache/go-build \
    CGO_ENABLED=0 go build -trimpath -buildvcs=false -ldflags='-s -w' -o /out/rogatory ./cmd/rogatory
# Volumes take owner and mode of the folder they are mounted on when they are first used.
RUN mkdir -p /out/state/docs /out/state/cases && chmod 0700 /out/state/docs /out/state/cases

FROM scratch
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
COPY --from=build /usr/local/go/lib/time/zoneinfo.zip /zoneinfo.zip
COPY --from=build --chown=10001:10001 /out/state /var/lib/rogatory
COPY --from=build /out/rogatory /rogatory
ENV ZONEINFO=/zoneinfo.zip
USER 10001:10001
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=6s --start-period=20s --retries=6 \
    CMD ["/rogatory", "healthcheck", "http://127.0.0.1:8080/readyz"]
ENTRYPOINT ["/rogatory"]
CMD ["serve"]
