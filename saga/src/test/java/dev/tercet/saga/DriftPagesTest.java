package dev.tercet.saga;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every disagreement that recovery names is explained where a person looks for it. */
class DriftPagesTest {
  private static final Pattern FIRST_CELL = Pattern.compile("(?m)^\\| `?([a-z][a-z- ]*?)`? \\|");

  @Test
  void theGuideExplainsEveryKind() throws IOException {
    assertThat(firstCells("docs/recovery.md", "## What can be wrong"))
        .containsAll(Stream.of(Drift.values()).map(Drift::label).toList());
  }

  @Test
  void theArchitectureListsEveryKindAndNoOther() throws IOException {
    assertThat(firstCells("ARCHITECTURE.md", "## Drift"))
        .filteredOn(it -> !it.equals("drift"))
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(Drift.values()).map(it -> it.label().replace('-', ' ')).toList());
  }

  private static List<String> firstCells(String page, String heading) throws IOException {
    String text = Files.readString(Path.of("..", page));
    int begin = text.indexOf(heading);
    assertThat(begin).as("%s has %s", page, heading).isNotNegative();
    int end = text.indexOf("\n## ", begin + heading.length());
    return FIRST_CELL
        .matcher(text.substring(begin, end < 0 ? text.length() : end))
        .results()
        .map(it -> it.group(1))
        .toList();
  }
}
