package dev.tercet.pipeline.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.testkit.file.HostileFiles;
import dev.tercet.testkit.file.MadeFile;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a file does, it is read or refused in words, and the next file is read. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileFilesTest {
  private static final Duration TIMEOUT =
      Duration.ofMillis(Long.getLong("tercet.hostile.timeout-ms", 2_000));

  /** Far beyond the deadline, for machines that do other things: a hang is what it tells apart. */
  private static final Duration HANG = TIMEOUT.plusSeconds(60);

  private final ReaderPool pool = Readers.withTimeout(TIMEOUT);

  @AfterAll
  void close() {
    pool.close();
  }

  static Stream<MadeFile> files() {
    return HostileFiles.all();
  }

  @ParameterizedTest
  @MethodSource("files")
  void isReadOrRefusedInWords(MadeFile file) throws InterruptedException {
    long start = System.nanoTime();

    Reading reading = pool.read(Readers.file(file.name(), file.bytes()));

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(HANG);
    if (reading instanceof Reading.Refused(var _, String reason)) {
      assertThat(reason)
          .hasSizeLessThan(200)
          .doesNotContain("Exception", "org.", "java.", "null", "\n")
          .doesNotContainPattern("[a-z][A-Z]");
    } else {
      assertThat(reading).isInstanceOf(Reading.Text.class);
    }
    assertThat(pool.read(Readers.text("an honest file"))).isInstanceOf(Reading.Text.class);
  }
}
