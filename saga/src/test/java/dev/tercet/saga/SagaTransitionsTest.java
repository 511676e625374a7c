package dev.tercet.saga;

import static dev.tercet.saga.Specimens.EPOCH;
import static dev.tercet.saga.Specimens.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every state × every event, each cell written down by hand. */
class SagaTransitionsTest {
  /** Rows are events, columns states; a dot is a refusal. */
  private static final String TABLE =
      """
      event                               | pending    | later      | queued     | processing | done       | failed   | failed as poison | cancelled | superseded | deleting
      published                           | queued     | .          | queued     | .          | .          | .        | .                | .         | .          | .
      claimed                             | processing | .          | processing | .          | .          | .        | .                | .         | .          | .
      advanced                            | .          | .          | .          | processing | .          | .        | .                | .         | .          | .
      completed                           | .          | .          | .          | done       | .          | .        | .                | .         | .          | .
      overtaken                           | .          | .          | .          | superseded | .          | .        | .                | .         | .          | .
      postponed                           | .          | .          | .          | pending    | .          | .        | .                | .         | .          | .
      hastened                            | .          | pending    | .          | .          | .          | .        | .                | .         | .          | .
      given up                            | .          | .          | .          | failed     | .          | .        | .                | .         | .          | .
      released: drained                   | .          | .          | .          | pending    | .          | .        | .                | .         | .          | .
      released: lease expired             | .          | .          | .          | pending    | .          | .        | .                | .         | .          | .
      released: crashed                   | .          | .          | .          | pending    | .          | .        | .                | .         | .          | .
      released: crashed for the last time | .          | .          | .          | failed     | .          | .        | .                | .         | .          | .
      released: deadline passed           | .          | .          | .          | pending    | .          | .        | .                | .         | .          | .
      released: last deadline passed      | .          | .          | .          | failed     | .          | .        | .                | .         | .          | .
      crash taken back                    | pending    | pending    | queued     | processing | .          | .        | pending          | .         | .          | .
      a newer version accepted            | superseded | superseded | superseded | superseded | .          | .        | .                | .         | .          | .
      a newer version done                | superseded | superseded | superseded | superseded | superseded | .        | .                | .         | .          | .
      cancel                              | cancelled  | cancelled  | cancelled  | cancelled  | .          | .        | .                | .         | .          | .
      retry                               | .          | pending    | .          | .          | .          | pending  | pending          | .         | .          | .
      delete                              | deleting   | deleting   | deleting   | deleting   | deleting   | deleting | deleting         | deleting  | deleting   | .
      """;

  static Stream<Arguments> cells() {
    List<String> lines = TABLE.lines().skip(1).toList();
    List<Map.Entry<String, SagaState>> states = new ArrayList<>(Specimens.states().entrySet());
    return lines.stream()
        .map(line -> Arrays.stream(line.split("\\|", -1)).map(String::strip).toList())
        .flatMap(cells ->
            Stream.iterate(0, column -> column < states.size(), column -> column + 1)
                .map(column ->
                    Arguments.of(
                        cells.getFirst(), states.get(column).getKey(), cells.get(column + 1))));
  }

  @ParameterizedTest(name = "{0} on {1}: {2}")
  @MethodSource("cells")
  void goesWhereTheTableSays(String eventName, String stateName, String expected) {
    SagaState state = state(stateName);

    Optional<SagaState> next = SagaTransitions.apply(state, event(eventName), NOW);

    assertThat(next.map(it -> it.status().label()).orElse(".")).isEqualTo(expected);
    next.ifPresent(it ->
        assertThat(it.progress().epoch())
            .as("an epoch never goes down")
            .isGreaterThanOrEqualTo(state.progress().epoch()));
  }

  @ParameterizedTest(name = "{0} on {1}: {2}")
  @MethodSource("cells")
  void changesSinceWithTheStatusAndOnlyThen(String eventName, String stateName, String expected) {
    SagaState state = state(stateName);

    SagaTransitions.apply(state, event(eventName), NOW)
        .ifPresent(next ->
            assertThat(next.since())
                .isEqualTo(next.status() == state.status() ? state.since() : NOW));
    assertThat(expected).isNotBlank();
  }

  @Test
  void hasARowForEveryEventAndAColumnForEveryState() {
    assertThat(TABLE.lines().skip(1).map(line -> line.split("\\|", -1)[0].strip()))
        .containsExactlyElementsOf(Specimens.events().keySet());
    assertThat(Specimens.states().values())
        .extracting(SagaState::status)
        .containsOnly(Status.values());
    assertThat(Specimens.events().values())
        .extracting(event -> (Object) event.getClass())
        .containsOnly((Object[]) SagaEvent.class.getPermittedSubclasses());
    assertThat(EPOCH).isPositive();
  }

  private static SagaState state(String name) {
    return Optional.ofNullable(Specimens.states().get(name)).orElseThrow();
  }

  private static SagaEvent event(String name) {
    return Optional.ofNullable(Specimens.events().get(name)).orElseThrow();
  }
}
