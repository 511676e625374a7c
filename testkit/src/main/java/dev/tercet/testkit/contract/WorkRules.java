package dev.tercet.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.saga.AttemptWork;
import dev.tercet.saga.Claim;
import dev.tercet.saga.Submission;
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

    List<AttemptWork> works = scene().extractions().load(List.of(claim, other));

    assertThat(works)
        .containsExactlyInAnyOrder(
            new AttemptWork(
                claim,
                scene().ledger().projects().find(scene().project()).orElseThrow(),
                "a letter",
                "Dear Sir, goodbye.",
                18,
                Set.of(new AttemptWork.Recorded(1, 0, 8)),
                null),
            new AttemptWork(
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
    String words = "wörter ".repeat(AttemptWork.LARGE / 8);
    Claim fits = scene().claimed("a chapter", words);
    Claim claim = scene().claimed("a book", words.repeat(3));

    List<AttemptWork> works = scene().extractions().load(List.of(fits, claim));

    assertThat(works)
        .filteredOn(it -> it.claim().equals(fits))
        .singleElement()
        .satisfies(it -> assertThat(it.text()).isEqualTo(words));
    assertThat(works)
        .filteredOn(it -> it.claim().equals(claim))
        .singleElement()
        .satisfies(it -> {
          assertThat(it.text()).isNull();
          assertThat(it.textBytes()).isEqualTo(3L * AttemptWork.LARGE);
        });
    assertThat(scene().extractions().text(claim)).contains(words.repeat(3));
  }

  @Test
  @DisplayName("§4: a document's metadata is read for itself, exactly")
  default void readsTheMetadataOfAClaimsDocument() {
    String metadata = "{\"year\":1843,\"weight\":1.10}";
    Submission letter = Submissions.withMetadata(scene().submission("a letter", "words"), metadata);
    Claim claim = scene().claim(scene().accepted(letter));
    Claim other = scene().claimed("a note", "words");

    assertThat(scene().extractions().metadata(claim)).contains(metadata);
    assertThat(scene().extractions().metadata(other)).contains("{}");
  }

  @Test
  @DisplayName("§4: a schema that has changed is the one that the next attempt works by")
  default void loadsTheSchemaThatStands() {
    Claim first = scene().claimed("a letter", "words");
    assertThat(scene().extractions().load(List.of(first)))
        .extracting(it -> it.project().schema())
        .containsExactly("{}");

    scene().changeSchema("{\"type\":\"object\"}");

    Claim second = scene().claimed("a note", "words");
    assertThat(scene().extractions().load(List.of(first, second)))
        .extracting(it -> it.project().schema())
        .containsOnly("{\"type\":\"object\"}");
  }
}
