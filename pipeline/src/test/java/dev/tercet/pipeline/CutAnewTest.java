package dev.tercet.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.pipeline.worker.QueueWorker;
import dev.tercet.saga.Extraction;
import dev.tercet.saga.Passage;
import dev.tercet.saga.Status;
import dev.tercet.saga.port.StoreUnavailableException.Store;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** An attempt that cuts in another way than the one before it. */
class CutAnewTest {
  private static final String TEXT = WayOfADocumentTest.document(20);

  private final Scene scene = new Scene();
  private final QueueWorker fine = scene.worker();
  private final QueueWorker coarse = scene.worker(Scene.settings(900, 4));

  /** Four passages are recorded, and the fine worker has to wait. */
  private Extraction halfDone() {
    Extraction accepted = scene.accept("a.txt", TEXT);
    scene.wire.failAfter("PassageStore.record", () -> Scene.away(Store.POSTGRES));
    scene.work(fine);
    assertThat(scene.extraction(accepted.id()).status()).isEqualTo(Status.PENDING);
    assertThat(scene.passages(accepted.id())).hasSize(4);
    return accepted;
  }

  private void assertWhole(UUID extraction) {
    assertThat(scene.extraction(extraction).status()).isEqualTo(Status.DONE);
    List<Passage> passages = scene.passages(extraction);
    assertThat(passages.stream().map(Passage::text).collect(Collectors.joining()))
        .isEqualToIgnoringWhitespace(TEXT);
    assertThat(scene.points.points())
        .as("one point for each passage, and no other")
        .hasSameSizeAs(passages)
        .allMatch(point -> passages.stream().anyMatch(it -> point.id().equals(it.embeddingId())));
  }

  @Test
  void beginsItsPassagesAnew() {
    Extraction accepted = halfDone();

    scene.workLater(coarse);

    assertWhole(accepted.id());
    assertThat(scene.extraction(accepted.id()).passages().total())
        .isEqualTo(scene.passages(accepted.id()).size())
        .isLessThan(20);
  }

  @Test
  void removesPointsThatNoRowNamedYet() {
    Extraction accepted = scene.accept("a.txt", TEXT);
    scene.wire.fail("PassageStore.record", 1, () -> Scene.away(Store.POSTGRES));
    scene.work(fine);
    assertThat(scene.points.points()).isNotEmpty();
    assertThat(scene.passages(accepted.id())).isEmpty();

    scene.workLater(coarse);

    assertWhole(accepted.id());
  }

  @Test
  void oneThatFailsHalfWayIsFollowedByTheSameWhateverItsCut() {
    for (QueueWorker next : List.of(fine, coarse)) {
      Extraction accepted = halfDone();
      scene.wire.fail("PointStore.idsOf", 1, () -> Scene.away(Store.QDRANT));
      scene.workLater(coarse);
      assertThat(scene.extraction(accepted.id()).status()).isEqualTo(Status.PENDING);
      assertThat(scene.points.points()).as("of rows that are gone").isNotEmpty();

      scene.workLater(next);

      assertWhole(accepted.id());
      scene.ledger.extractions().delete(scene.project.id(), accepted.id());
      scene.points.dropCollection();
      scene.points.ensureCollection();
    }
  }

  @Test
  void theSameCutGoesOn() {
    Extraction accepted = halfDone();

    scene.workLater(scene.worker());

    assertWhole(accepted.id());
    assertThat(scene.wire.calls("PassageStore.beginAnew")).isZero();
  }
}
