package dev.tercet.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.saga.Acceptance;
import dev.tercet.saga.Acceptance.Accepted;
import dev.tercet.saga.Extraction;
import dev.tercet.saga.Status;
import dev.tercet.saga.Submission;
import dev.tercet.saga.port.StoreUnavailableException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a database cannot hold fails alone, and what it can hold comes back unchanged. */
interface RefusedInputRules {
  LedgerScene scene();

  @Test
  @DisplayName("§3: a NUL in one text fails that document only")
  default void failsOnlyTheDocumentWithANul() {
    failsAlone(scene().submission("culprit", "before\0after"));
  }

  @Test
  @DisplayName("§3: metadata that jsonb refuses fails that document only")
  default void failsOnlyTheDocumentWithImpossibleMetadata() {
    failsAlone(
        Submissions.withMetadata(scene().submission("culprit", "words"), "{\"a\":\"\\u0000\"}"));
  }

  @Test
  @DisplayName("§3: metadata that is not JSON fails that document only")
  default void failsOnlyTheDocumentWithBrokenMetadata() {
    failsAlone(Submissions.withMetadata(scene().submission("culprit", "words"), "{\"a\":"));
  }

  private void failsAlone(Submission culprit) {
    List<Submission> submissions =
        new ArrayList<>(
            IntStream.range(0, 20)
                .mapToObj(n -> scene().submission("source " + n, "words " + n))
                .toList());
    submissions.add(10, culprit);

    List<Race.Outcome<Acceptance>> outcomes =
        new ArrayList<>(
            Race.outcomes(
                submissions.stream()
                    .<Callable<Acceptance>>map(it -> () -> scene().extractions().accept(it))
                    .toList()));

    assertThat(outcomes.remove(10))
        .as("the culprit")
        .isInstanceOfSatisfying(
            Race.Outcome.Threw.class,
            threw ->
                assertThat(threw.cause())
                    .as("it is the data's fault, so trying again is no use")
                    .isInstanceOf(RuntimeException.class)
                    .isNotInstanceOf(StoreUnavailableException.class));
    assertThat(outcomes)
        .as("its neighbours")
        .allSatisfy(outcome ->
            assertThat(outcome)
                .isInstanceOfSatisfying(
                    Race.Outcome.Returned.class,
                    returned -> assertThat(returned.value()).isInstanceOf(Accepted.class)));
    assertThat(scene().extractions().standing(List.of(culprit.id()))).isEmpty();
    assertThat(scene().ledger().projects().counts(scene().project()))
        .containsEntry(Status.PENDING, 20L);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "letter ",
        "γράμμα ",
        "письмо ",
        "رسالة ",
        "מכתב ",
        "पत्र ",
        "信件",
        "手紙",
        "편지 ",
        "จดหมาย",
        "e\u0301",
        "👩‍👩‍👧 ",
        "𐍈",
        "\"'\\%_$1{}",
        "a\tb\nc "
      })
  @DisplayName("API: a source of 2 KiB in any script is one name, byte by byte")
  default void keepsSourcesOfEveryScript(String word) {
    StringBuilder source = new StringBuilder();
    int bytes = word.getBytes(StandardCharsets.UTF_8).length;
    for (int size = 0; size + bytes <= 2_048; size += bytes) {
      source.append(word);
    }
    String name = source.toString();

    Extraction first = scene().accepted(name, "one");
    Extraction second = scene().accepted(name, "two");
    Extraction other = scene().accepted(name.substring(word.length()), "one");

    assertThat(scene().find(first.id()).source()).isEqualTo(name);
    assertThat(second.generation()).isEqualTo(2);
    assertThat(other.generation()).isEqualTo(1);
  }

  @Test
  @DisplayName("API: a text of 5 MB comes back as it was sent")
  default void keepsALongText() {
    String text = "Die Straße führt über 橋 und 👩‍👩‍👧.\r\n".repeat(100_000);

    Extraction extraction = scene().accepted("a long one", text);

    assertThat(scene().ledger().reader().text(scene().project(), extraction.id()))
        .hasValueSatisfying(it -> assertThat(it.equals(text)).isTrue());
  }
}
