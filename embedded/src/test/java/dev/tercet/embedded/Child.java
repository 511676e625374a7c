package dev.tercet.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tercet.embedded.process.EmbeddedStoresException;
import dev.tercet.embedded.qdrant.EnginePlace;
import dev.tercet.embedded.qdrant.QdrantAddress;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Another program that runs the stores of a folder, to be refused by or to be killed. */
public final class Child implements AutoCloseable {
  private static final String READY = "ready";

  private final Process process;
  private final Path data;

  private Child(Process process, Path data) {
    this.process = process;
    this.data = data;
  }

  /** Returns when its stores answer. */
  public static Child start(Path data) throws IOException {
    return start(data, "inside");
  }

  /** The same with the engine inside it or apart. */
  public static Child start(Path data, String engine) throws IOException {
    Process process =
        new ProcessBuilder(
                "sh",
                "-c",
                "umask 0; exec \"$@\"", // the most careless of users
                "sh",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                Child.class.getName(),
                data.toString(),
                engine)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String said = process.inputReader().readLine();
    if (!READY.equals(said)) {
      throw new IOException("The child ended before its stores ran: " + said);
    }
    return new Child(process, data);
  }

  /** The program of the child: holds the stores until it is killed. */
  public static void main(String[] arguments) throws IOException {
    EnginePlace place =
        arguments[1].equals("apart") ? new EnginePlace.Apart(128L << 20) : new EnginePlace.Inside();
    try (EmbeddedStores stores = EmbeddedStores.start(Path.of(arguments[0]), place, _ -> {})) {
      stores.describe("points");
      System.out.println(READY);
      System.in.transferTo(OutputStream.nullOutputStream()); // until it is killed
    } catch (EmbeddedStoresException e) {
      System.out.println(e.getMessage());
    }
  }

  long pid() {
    return process.pid();
  }

  public JsonNode stores() throws IOException {
    return new ObjectMapper().readTree(data.resolve("stores.json").toFile());
  }

  public QdrantAddress qdrant() throws IOException {
    JsonNode qdrant = stores().path("qdrant");
    return new QdrantAddress(
        qdrant.path("host").asText(), qdrant.path("port").asInt(), qdrant.path("apiKey").asText());
  }

  /** Kills it as an operator would, with no chance to tidy up. */
  public void kill() throws InterruptedException {
    process.destroyForcibly();
    if (!process.waitFor(20, TimeUnit.SECONDS)) {
      throw new IllegalStateException("The child survived a kill");
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
