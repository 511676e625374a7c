package dev.tercet.storage.qdrant;

import dev.tercet.embedded.qdrant.QdrantServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A program of Qdrant, started once for all tests and ended with their process. */
final class ProgramUnderTest {
  private static @Nullable QdrantServer started;

  private ProgramUnderTest() {}

  static synchronized QdrantServer of(Path program) throws IOException {
    QdrantServer known = started;
    if (known == null) {
      QdrantServer server =
          QdrantServer.start(program, Files.createTempDirectory("tercet-qdrant"), _ -> {});
      Runtime.getRuntime().addShutdownHook(new Thread(() -> close(server)));
      started = server;
      return server;
    }
    return known;
  }

  private static void close(QdrantServer server) {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
