package dev.tercet.api.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StartNoticesTest {
  private static final String KEY = "tercet_key-that-was-drawn";
  private static final Path FILE = Path.of("data", "admin.key");

  private final StringWriter err = new StringWriter();
  private final StringWriter screen = new StringWriter();

  @Test
  void tellsStandardErrorWhereTheKeyStandsAndNeverTheKey() {
    new StartNotices(new PrintWriter(err), Optional.empty(), false).drawn(KEY, FILE);

    assertThat(err.toString()).contains(FILE.toString()).doesNotContain(KEY);
  }

  @Test
  void showsTheKeyOnTheScreenOfAPerson() {
    new StartNotices(new PrintWriter(err), Optional.of(new PrintWriter(screen)), false)
        .drawn(KEY, FILE);

    assertThat(screen.toString()).contains(KEY);
    assertThat(err.toString()).doesNotContain(KEY);
  }

  @Test
  void saysNothingWhenQuiet() {
    StartNotices.quiet(new PrintWriter(err)).drawn(KEY, FILE);

    assertThat(err.toString()).isEmpty();
  }
}
