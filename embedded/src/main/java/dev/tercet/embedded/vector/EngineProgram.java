package dev.tercet.embedded.vector;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.logging.Logger;

/** The engine as a program of its own, which is told what to do as Qdrant is. */
public final class EngineProgram {
  private static final Logger LOG = Logger.getLogger(EngineProgram.class.getName());

  private EngineProgram() {}

  /**
   * Serves until it is told to stop, and makes everything durable then.
   *
   * @param arguments {@code --config-path} and the path of a file of Qdrant's settings as JSON
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    JsonNode settings = new ObjectMapper().readTree(Path.of(arguments[1]).toFile());
    JsonNode service = settings.path("service");
    VectorServer server =
        VectorServer.start(
            Path.of(settings.path("storage").path("storage_path").asText()),
            new InetSocketAddress(
                InetAddress.ofLiteral(service.path("host").asText()),
                service.path("grpc_port").asInt()),
            service.path("api_key").asText(),
            LOG::warning);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> close(server)));
    server.awaitEnd();
  }

  private static void close(VectorServer server) {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException("the engine did not stop cleanly", e);
    }
  }
}
