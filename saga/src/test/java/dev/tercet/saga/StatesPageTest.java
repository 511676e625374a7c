package dev.tercet.saga;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** docs/states.md shows what {@link SagaTransitions} does, and nothing else. */
class StatesPageTest {
  @Test
  void showsTheDiagramOfTheTransitions() throws IOException {
    showsWhatIsTrue("diagram", diagram());
  }

  @Test
  void showsTheTableOfTheTransitions() throws IOException {
    showsWhatIsTrue("table", table());
  }

  private static void showsWhatIsTrue(String part, String expected) throws IOException {
    String begin = "<!-- " + part + ": begin -->\n";
    String end = "<!-- " + part + ": end -->";
    Path file = page();
    String page = Files.readString(file);
    assertThat(page).as("%s has a place for its %s", file, part).contains(begin, end);
    String shown = page.substring(page.indexOf(begin) + begin.length(), page.indexOf(end));

    assertThat(shown.strip())
        .as(
            """
            docs/states.md and SagaTransitions disagree. If the transitions are right, put this \
            between the marks "%s: begin" and "%s: end":

            %s
            """,
            part, part, expected)
        .isEqualTo(expected.strip());
  }

  private static String table() {
    StringBuilder table = new StringBuilder("| |");
    Specimens.states().keySet().forEach(state -> table.append(" **").append(state).append("** |"));
    table.append("\n|---|").append("---|".repeat(Specimens.states().size())).append('\n');
    Specimens.events()
        .forEach((name, event) ->
            table
                .append("| ")
                .append(name)
                .append(" | ")
                .append(
                    Specimens.states().values().stream()
                        .map(state -> next(state, event).map(Status::label).orElse("·"))
                        .collect(Collectors.joining(" | ")))
                .append(" |\n"));
    return table.toString();
  }

  private static String diagram() {
    Map<String, Set<String>> edges = new LinkedHashMap<>();
    Specimens.states()
        .values()
        .forEach(state ->
            Specimens.events()
                .forEach((name, event) ->
                    next(state, event)
                        .ifPresent(to ->
                            edges
                                .computeIfAbsent(
                                    state.status().label() + " --> " + to.label(),
                                    _ -> new LinkedHashSet<>())
                                .add(name.replace(": ", ", ")))));
    return edges.entrySet().stream()
        .map(edge -> "    " + edge.getKey() + " : " + String.join(" / ", edge.getValue()))
        .collect(
            Collectors.joining(
                "\n",
                "```mermaid\nstateDiagram-v2\n    [*] --> pending : accepted\n",
                "\n    deleting --> [*] : removed from every store\n```"));
  }

  private static Optional<Status> next(SagaState state, SagaEvent event) {
    return SagaTransitions.apply(state, event, Specimens.NOW).map(SagaState::status);
  }

  /** The page lies in the repository's root, above the module in which tests run. */
  private static Path page() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("docs/states.md"))) {
      folder =
          Optional.ofNullable(folder.getParent())
              .orElseThrow(() -> new AssertionError("no docs/states.md above the module"));
    }
    return folder.resolve("docs/states.md");
  }
}
