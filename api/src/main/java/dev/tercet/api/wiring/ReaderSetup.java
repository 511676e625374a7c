package dev.tercet.api.wiring;

import dev.tercet.api.config.DocumentsConfig;
import dev.tercet.api.intake.Body;
import dev.tercet.pipeline.document.ReaderPool;
import dev.tercet.pipeline.document.ReaderSettings;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;

/** The readers of files as this program is configured, and where their program lies. */
public final class ReaderSetup {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private ReaderSetup() {}

  /** Starts none yet. */
  public static ReaderPool of(DocumentsConfig config) {
    return new ReaderPool(
        new ReaderSettings(
            classPath(ProgramFolder.path()),
            config.readers(),
            config.timeout(),
            PATIENCE,
            config.heapBytes(),
            Body.DOCUMENT_LIMIT));
  }

  /** Beside this program: in a built repository, or in a folder as the container's image has it. */
  private static String classPath(Path home) {
    Path built = home.resolve("reader/target");
    return String.join(
        File.pathSeparator,
        built.resolve("classes").toString(),
        built.resolve("lib/*").toString(),
        home.resolve("reader/*").toString());
  }
}
