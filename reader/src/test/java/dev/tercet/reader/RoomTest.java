package dev.tercet.reader;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.tika.exception.TikaException;
import org.junit.jupiter.api.Test;

class RoomTest {
  /** The device is always full, so that the words are the system's own. */
  @Test
  void knowsAFullDiskByWhatTheSystemSays() {
    try (var full = Files.newOutputStream(Path.of("/dev/full"))) {
      full.write(1);
      throw new AssertionError("there was room");
    } catch (IOException e) {
      assertThat(Room.isMissing(e)).isTrue();
      assertThat(Room.isMissing(new TikaException("cannot be read", new RuntimeException(e))))
          .isTrue();
    }
  }

  @Test
  void takesADamagedFileForWhatItIs() {
    assertThat(Room.isMissing(new IOException("Unexpected end of ZLIB input stream"))).isFalse();
    assertThat(Room.isMissing(new TikaException("no message", null))).isFalse();
    assertThat(Room.isMissing(new NumberFormatException("For \"no space left on device\"")))
        .isFalse();
    assertThat(Room.isMissing(new IOException("row 'No space left on device' is odd"))).isFalse();
  }

  @Test
  void believesATraceOnlyWhereItNamesTheFault() {
    String told = "java.nio.file.FileSystemException: x: No space left on device\n\tat x.Y";

    assertThat(Room.isMissing(told)).isTrue();
    assertThat(
            Room.isMissing("x.Odd: y\nCaused by: java.io.IOException: No space left on device\n"))
        .isTrue();
    assertThat(Room.isMissing("java.lang.NumberFormatException: no space left on device\n"))
        .isFalse();
  }
}
