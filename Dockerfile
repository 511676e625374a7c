# Tercet as a container image. Build and run it with docker-compose.yml, or by hand:
#
#   docker build -t tercet . && docker run -p 127.0.0.1:8080:8080 tercet

FROM maven:3.9.11-eclipse-temurin-25 AS build
WORKDIR /build
COPY . .
RUN mvn -B -ntp -Dmaven.test.skip=true -pl cli -am package

FROM eclipse-temurin:25-jre-noble
RUN groupadd --system --gid 10001 tercet \
    && useradd --system --uid 10001 --gid tercet --home-dir /var/lib/tercet --create-home tercet
COPY --from=build /build/cli/target/lib /opt/tercet/lib
COPY --from=build /build/cli/target/cli-*.jar /opt/tercet/lib/
COPY --from=build /build/reader/target/lib /opt/tercet/reader
COPY --from=build /build/reader/target/reader-*.jar /opt/tercet/reader/
COPY --from=build /build/samples /opt/tercet/samples
# Whoever makes an AOT cache and whoever uses it name the same jars in the same order, and the same options, of which those
# about inlining are in docs/adr/0016-less-inlining.md.
RUN cd /opt/tercet \
    && printf '%s\n' --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow -Dtercet.home=/opt/tercet \
        -XX:MaxInlineLevel=9 -XX:InlineSmallCode=1000 -XX:FreqInlineSize=100 \
        "-cp $(printf '%s:' /opt/tercet/lib/*.jar | sed 's/:$//')" >java.options \
    && install --directory --owner=tercet --group=tercet aot
USER tercet
WORKDIR /var/lib/tercet
# The training run (docs/adr/0015-an-aot-cache.md), in the layout in which the program runs. Its binaries and data are
# unpacked into a folder that goes, and not into the volume. When it fails, starts are slower and nothing else.
RUN XDG_CACHE_HOME=$(mktemp -d) java -Xmx1g -XX:+UseG1GC '-Xlog:aot*=off' '-Xlog:cds*=off' @/opt/tercet/java.options \
        -XX:AOTCacheOutput=/opt/tercet/aot/new dev.tercet.cli.Tercet train \
    && chmod a+r /opt/tercet/aot/new && mv /opt/tercet/aot/new /opt/tercet/aot/tercet.aot \
    || echo "the training run failed: this image starts without an AOT cache"; \
    find /tmp -mindepth 1 -user tercet -delete; rm -rf /opt/tercet/aot/new*
VOLUME /var/lib/tercet
ENV TERCET_HOST=0.0.0.0 \
    TERCET_PORT=8080 \
    TERCET_DATA_DIR=/var/lib/tercet
EXPOSE 8080
# The base image promises no curl; bash can speak enough HTTP. Only the first line is read: a server may keep the connection.
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s --retries=3 \
    CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/${TERCET_PORT} && printf 'GET /health/liveness HTTP/1.0\\r\\n\\r\\n' >&3 && read -rt 2 _ status _ <&3 && [ \"$status\" = 200 ]"]
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=60", "-XX:AOTCache=/opt/tercet/aot/tercet.aot", "-Dtercet.aot=/opt/tercet/aot/tercet.aot", "-XX:+VerifySharedSpaces", "-Xlog:aot*=off", "-Xlog:cds*=off", "@/opt/tercet/java.options", "dev.tercet.cli.Tercet"]
CMD ["serve"]
