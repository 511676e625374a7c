package dev.tercet.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tercet.embedded.vector.VectorServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.CountDownLatch;

/** A program that is told what to do as Qdrant is, and does it with the engine. */
public final class QdrantStandIn {
  private QdrantStandIn() {}

  /** Writes the program into a folder, as a script around this class. */
  public static Path in(Path folder) throws IOException {
    Path program = folder.resolve("qdrant");
    Files.writeString(
        program,
        """
        #!/bin/sh
        CLASSPATH='%s' exec '%s' -Xmx128m -XX:TieredStopAtLevel=1 --enable-native-access=ALL-UNNAMED \\
          --sun-misc-unsafe-memory-access=allow %s "$@"
        """
            .formatted(
                System.getProperty("java.class.path"),
                Path.of(System.getProperty("java.home"), "bin", "java"),
                QdrantStandIn.class.getName()));
    return Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** Serves until it is told to stop, and writes into its working folder like the real one. */
  public static void main(String[] arguments) throws Exception {
    JsonNode config = new ObjectMapper().readTree(Path.of(arguments[1]).toFile());
    String port = config.at("/service/grpc_port").asText();
    String key = config.at("/service/api_key").asText();
    String storage = config.at("/storage/storage_path").asText();
    if (!port.equals(System.getenv("QDRANT__SERVICE__GRPC_PORT"))
        || !key.equals(System.getenv("QDRANT__SERVICE__API_KEY"))
        || !storage.equals(System.getenv("QDRANT__STORAGE__STORAGE_PATH"))
        || !"true".equals(System.getenv("QDRANT__TELEMETRY_DISABLED"))
        || !"127.0.0.1".equals(System.getenv("QDRANT__SERVICE__HOST"))) {
      throw new IllegalStateException("file and variables differ");
    }
    Files.createDirectories(Path.of("snapshots"));
    var address =
        new InetSocketAddress(System.getenv("QDRANT__SERVICE__HOST"), Integer.parseInt(port));
    VectorServer server = VectorServer.start(Path.of(storage), address, key, System.out::println);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> close(server)));
    new CountDownLatch(1).await();
  }

  private static void close(VectorServer server) {
    try {
      server.close();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
