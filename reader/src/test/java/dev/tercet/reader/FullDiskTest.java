package dev.tercet.reader;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.tika.exception.TikaException;
import org.junit.jupiter.api.Test;

class FullDiskTest {
  /** The device is always full, so that the words are the system's own. */
  @Test
  void knowsAFullDiskByWhatTheSystemSays() {
    try (var full = Files.newOutputStream(Path.of("/dev/full"))) {
      full.write(1);
      throw new AssertionError("there was room");
    } catch (IOException e) {
      assertThat(FullDisk.isMissing(e)).isTrue();
      assertThat(FullDisk.isMissing(new TikaException("cannot be read", new RuntimeException(e))))
          .isTrue();
    }
  }

  @Test
  void takesADamagedFileForWhatItIs() {
    assertThat(FullDisk.isMissing(new IOException("Unexpected end of ZLIB input stream")))
        .isFalse();
    assertThat(FullDisk.isMissing(new TikaException("no message", null))).isFalse();
    assertThat(FullDisk.isMissing(new NumberFormatException("For \"no space left on device\"")))
        .isFalse();
    assertThat(FullDisk.isMissing(new IOException("row 'No space left on device' is odd")))
        .isFalse();
  }

  @Test
  void believesATraceOnlyWhereItNamesTheFault() {
    String told = "java.nio.file.FileSystemException: x: No space left on device\n\tat x.Y";

    assertThat(FullDisk.isMissing(told)).isTrue();
    assertThat(
            FullDisk.isMissing(
                "x.Odd: y\nCaused by: java.io.IOException: No space left on device\n"))
        .isTrue();
    assertThat(FullDisk.isMissing("java.lang.NumberFormatException: no space left on device\n"))
        .isFalse();
  }
}
