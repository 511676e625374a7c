package dev.tercet.cli.service;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import dev.tercet.api.LogWatch;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StartNoticesTest {
  private static final String KEY = "tercet_key-that-was-drawn";
  private static final Path FILE = Path.of("data", "admin.key");

  private final StringWriter screen = new StringWriter();

  @Test
  void tellsTheLogWhereTheKeyStandsAndNeverTheKey() {
    assertThat(logged(new StartNotices(Optional.empty(), false)))
        .singleElement()
        .asString()
        .contains(FILE.toString())
        .doesNotContain(KEY);
  }

  @Test
  void showsTheKeyOnTheScreenOfAPerson() {
    List<String> lines = logged(new StartNotices(Optional.of(new PrintWriter(screen)), false));

    assertThat(screen.toString()).contains(KEY);
    assertThat(lines).noneMatch(it -> it.contains(KEY));
  }

  @Test
  void saysNothingWhenQuiet() {
    assertThat(logged(StartNotices.silent())).isEmpty();
  }

  private static List<String> logged(StartNotices notices) {
    try (var log = new LogWatch(StartNotices.class.getName(), Level.TRACE)) {
      notices.drawn(KEY, FILE);
      return log.events().stream().map(it -> it.getFormattedMessage()).toList();
    }
  }
}
