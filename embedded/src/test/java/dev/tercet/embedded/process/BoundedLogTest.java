package dev.tercet.embedded.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BoundedLogTest {
  private static final int TOO_MUCH = (8 << 20) + 1;

  @TempDir Path folder;

  @Test
  void isCutUnderAProgramThatGoesOnWriting() throws IOException {
    BoundedLog log = new BoundedLog(folder.resolve("qdrant.log"));
    try (OutputStream program =
        Files.newOutputStream(log.file(), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      program.write(new byte[TOO_MUCH - 1]);
      log.bound();
      assertThat(log.file()).hasSize(TOO_MUCH - 1L);
      program.write(0);
      log.bound();
      program.write('x');

      assertThat(log.file()).hasContent("x");
      assertThat(folder.resolve("qdrant.old.log")).hasSize(TOO_MUCH);
    }
    assertThat(log.lastWords()).isEqualTo(": x");
    log.begin();
    assertThat(log.lastWords()).isEmpty();
    assertThat(folder.resolve("qdrant.old.log")).hasContent("x");
  }
}
