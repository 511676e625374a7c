package dev.tercet.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.saga.Claim;
import dev.tercet.saga.Work;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What a worker reads of what it has claimed (docs/protocol.md §4). */
interface WorkRules {
  LedgerScene scene();

  @Test
  @DisplayName("§4: a claim's work is its text, its project and what is recorded already")
  default void loadsTheWorkOfClaims() {
    Claim claim = scene().claimed("a letter", "Dear Sir, goodbye.");
    Claim other = scene().claimed("a note", "words");
    scene().recorded(claim, scene().passage(claim, 1, "goodbye."));

    List<Work> works = scene().sagas().load(List.of(claim, other));

    assertThat(works)
        .containsExactlyInAnyOrder(
            new Work(
                claim,
                scene().ledger().projects().find(scene().project()).orElseThrow(),
                "a letter",
                "Dear Sir, goodbye.",
                18,
                Set.of(new Work.Recorded(1, 0, 8)),
                null),
            new Work(
                other,
                scene().ledger().projects().find(scene().project()).orElseThrow(),
                "a note",
                "words",
                5,
                Set.of(),
                null));
  }

  @Test
  @DisplayName("§4: a large text is read alone, exactly")
  default void leavesLargeTextsOut() {
    String words = "wörter ".repeat(Work.LARGE / 8);
    Claim fits = scene().claimed("a chapter", words);
    Claim claim = scene().claimed("a book", words.repeat(3));

    List<Work> works = scene().sagas().load(List.of(fits, claim));

    assertThat(works)
        .filteredOn(it -> it.claim().equals(fits))
        .singleElement()
        .satisfies(it -> assertThat(it.text()).isEqualTo(words));
    assertThat(works)
        .filteredOn(it -> it.claim().equals(claim))
        .singleElement()
        .satisfies(it -> {
          assertThat(it.text()).isNull();
          assertThat(it.textBytes()).isEqualTo(3L * Work.LARGE);
        });
    assertThat(scene().sagas().text(claim)).contains(words.repeat(3));
  }
}
