package dev.tercet.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tercet.saga.Extraction;
import dev.tercet.saga.Passage;
import dev.tercet.saga.Status;
import dev.tercet.saga.port.EntityStore;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WayOfADocumentTest {
  private final Scene scene = new Scene();

  @Test
  void aShortDocumentIsDoneWithFactsPointsAndEntities() {
    Extraction accepted =
        scene.accept("a.txt", "  \uD83D\uDE80 Ada Lovelace wrote the first program.");
    scene.work(scene.worker());

    Extraction done = scene.extraction(accepted.id());
    assertThat(done.status()).isEqualTo(Status.DONE);
    assertThat(done.attempts()).isEqualTo(1);
    assertThat(done.passages()).isEqualTo(new Extraction.PassageCount(1, 1, 1));
    assertThat(done.usage().calls()).isEqualTo(1);
    Passage passage = scene.passages(accepted.id()).getFirst();
    assertThat(passage.start()).isEqualTo(2);
    assertThat(passage.facts()).singleElement().extracting(Passage.Fact::start).isEqualTo(2);
    assertThat(scene.points.points()).hasSize(1);
    assertThat(scene.points.points().getFirst().id()).isEqualTo(passage.embeddingId());
    assertThat(
            scene.ledger.entities().list(scene.project.id(), "", "", EntityStore.Place.START, 10))
        .hasSize(1);
  }

  @Test
  void everyQuoteStandsWhereItsOffsetsSay() {
    String text = document(40);
    Extraction accepted = scene.accept("a.txt", text);
    scene.work(scene.worker());

    assertThat(scene.extraction(accepted.id()).status()).isEqualTo(Status.DONE);
    List<Passage> passages = scene.passages(accepted.id());
    assertThat(passages).hasSizeGreaterThan(8);
    int[] codePoints = text.codePoints().toArray();
    for (Passage passage : passages) {
      assertThat(new String(codePoints, passage.start(), passage.end() - passage.start()))
          .isEqualTo(passage.text());
      for (Passage.Fact fact : passage.facts()) {
        assertThat(new String(codePoints, fact.start(), fact.end() - fact.start()))
            .isEqualTo(fact.quote());
      }
    }
  }

  @Test
  void aShortDocumentCostsOneCallOfEachPort() {
    var worker = scene.worker();
    scene.accept("a.txt", "Ada Lovelace wrote the first program.");
    scene.wire.reset();
    scene.work(worker);

    for (String function :
        List.of(
            "ExtractionStore.load",
            "AnswerStore.find",
            "AnswerStore.started",
            "AnswerStore.ended",
            "PointStore.upsert",
            "PassageStore.record",
            "EntityStore.link",
            "ExtractionStore.complete")) {
      assertThat(scene.wire.calls(function)).as(function).isEqualTo(1);
    }
    assertThat(scene.wire.calls("ExtractionStore.advance")).isZero();
  }

  @Test
  void documentsTakenTogetherAreClaimedAndLoadedTogether() {
    for (int i = 0; i < 10; i++) {
      scene.accept(i + ".txt", "Document " + i);
    }
    scene.wire.reset();
    scene.work(scene.worker());

    assertThat(scene.wire.calls("ExtractionStore.load")).isEqualTo(1);
    assertThat(scene.ledger.projects().counts(scene.project.id())).containsEntry(Status.DONE, 10L);
  }

  @Test
  void anEditPaysOnlyForThePassageThatItChanges() {
    String text = document(100);
    var worker = scene.worker();
    scene.accept("a.txt", text);
    scene.work(worker);
    int before = scene.model.asked().size();
    Extraction edited = scene.accept("a.txt", text.replace("Number 50 ", "Number fifty "));
    scene.work(worker);

    assertThat(before).isGreaterThanOrEqualTo(100);
    assertThat(scene.model.asked()).hasSize(before + 1);
    assertThat(scene.extraction(edited.id()).status()).isEqualTo(Status.DONE);
    assertThat(scene.extraction(edited.id()).passages().total()).isEqualTo(before);
  }

  @Test
  void aDocumentInWhichNothingCanBeSeenIsNotTaken() {
    assertThatThrownBy(() -> scene.accept("a.txt", " \n\t\u2003\u200b\n "))
        .hasMessageContaining("not accepted");
    scene.work(scene.worker());

    assertThat(scene.model.asked()).isEmpty();
  }

  /** Paragraphs that each make one passage of their own. */
  static String document(int paragraphs) {
    return IntStream.range(0, paragraphs)
        .mapToObj(
            i -> "Number " + i + " \uD83D\uDE80 says: " + "every word counts here. ".repeat(5))
        .collect(Collectors.joining("\n\n"));
  }
}
