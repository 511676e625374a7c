package dev.tercet.pipeline.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.testkit.file.HostileFiles;
import dev.tercet.testkit.file.MadeFile;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a file does, it is read or refused in words. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(300)
class HostileFilesTest {
  private static final Duration TIMEOUT =
      Duration.ofMillis(Long.getLong("tercet.hostile.timeout-ms", 1_000));

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
    ReadOutcome reading = pool.read(Readers.file(file.name(), file.bytes()));

    if (reading instanceof ReadOutcome.Refused(var _, String reason)) {
      assertThat(reason)
          .hasSizeLessThan(200)
          .doesNotContain("Exception", "org.", "java.", "null", "\n");
      // A name of a class has a hump; so have these, which people know.
      assertThat(reason.replaceAll("OpenDocument|PowerPoint|MiB", ""))
          .doesNotContainPattern("[a-z][A-Z]");
    } else {
      assertThat(reading).isInstanceOf(ReadOutcome.Text.class);
    }
  }
}
