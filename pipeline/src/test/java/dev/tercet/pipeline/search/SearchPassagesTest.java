package dev.tercet.pipeline.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.pipeline.Scene;
import dev.tercet.pipeline.provider.HashEmbedder;
import dev.tercet.saga.Extraction;
import dev.tercet.saga.Point;
import dev.tercet.saga.id.Fingerprint;
import dev.tercet.saga.port.Embedder.Purpose;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SearchPassagesTest {
  private final Scene scene = new Scene();
  private final HashEmbedder embedder = new HashEmbedder(HashEmbedder.DEFAULT_DIMENSION);
  private final SearchPassages search =
      new SearchPassages(embedder, scene.stores.points(), scene.stores.passages());

  private List<String> sources(String query, int limit) {
    return search.search(scene.project.id(), query, limit, List.of()).passages().stream()
        .map(it -> it.living().source())
        .toList();
  }

  /** Points that match the query best and belong to extractions that are not living. */
  private void plantDead(String text, int count) {
    float[] vector = embedder.vector(text, Purpose.PASSAGE);
    for (int i = 0; i < count; i++) {
      var payload =
          new Point.Payload(
              scene.project.id(), UUID.randomUUID(), 0, 1, 1, Fingerprint.of(text), "hash");
      scene.points.upsert(List.of(new Point(UUID.randomUUID(), vector, payload)));
    }
  }

  @Test
  void theNearestPassageComesFirstWithItsFacts() {
    scene.accept("whales", "Whales sing under water.");
    scene.accept("invoice", "Invoice number five is due on Friday.");
    scene.work(scene.worker());

    List<FoundPassage> found =
        search.search(scene.project.id(), "invoice due friday", 10, List.of()).passages();
    assertThat(found).hasSize(2);
    assertThat(found.getFirst().living().source()).isEqualTo("invoice");
    assertThat(found.getFirst().living().passage().facts()).isNotEmpty();
    assertThat(found.getFirst().score()).isGreaterThan(found.getLast().score());
  }

  @Test
  void deadHitsNeverCrowdOutTheLiving() {
    scene.accept("invoice", "Invoice number five is due on Friday.");
    scene.work(scene.worker());
    plantDead("invoice due friday", 15);

    scene.wire.reset();
    assertThat(sources("invoice due friday", 5)).containsExactly("invoice");
    assertThat(scene.wire.calls("PointStore.search")).isEqualTo(4);
    assertThat(scene.wire.calls("PassageStore.living")).isEqualTo(4);
  }

  @Test
  void aSearchWithoutDeadHitsCostsOneQuestionOfEachStore() {
    scene.accept("invoice", "Invoice number five is due on Friday.");
    scene.work(scene.worker());
    scene.wire.reset();
    assertThat(sources("invoice due friday", 1)).containsExactly("invoice");
    assertThat(scene.wire.calls("PointStore.search")).isEqualTo(1);
    assertThat(scene.wire.calls("PassageStore.living")).isEqualTo(1);
  }

  @Test
  void aDocumentThatIsSucceededBetweenTwoRoundsIsFoundOnceAsItsSuccessor() {
    var worker = scene.worker();
    Extraction old = scene.accept("invoice", "Invoice number five is due on Friday.");
    scene.work(worker);
    plantDead("invoice due friday", 3);
    Extraction[] next = new Extraction[1];
    scene.wire.before(
        "PassageStore.living",
        () -> {
          if (next[0] == null) {
            next[0] = scene.accept("invoice", "Invoice number five is due on Friday, twice.");
            scene.work(worker);
          }
        });

    assertThat(search.search(scene.project.id(), "invoice due friday", 4, List.of()).passages())
        .singleElement()
        .satisfies(it ->
            assertThat(it.living().passage().extraction())
                .isNotEqualTo(old.id())
                .isEqualTo(next[0].id()));
  }

  @Test
  void aDocumentThatIsSucceededAfterItsOnlyPointWasSeenIsFoundAsItsSuccessor() {
    var worker = scene.worker();
    scene.accept("invoice", "Invoice number five is due on Friday.");
    scene.work(worker);
    Extraction[] next = new Extraction[1];
    scene.wire.before(
        "PassageStore.living",
        () -> {
          if (next[0] == null) {
            next[0] = scene.accept("invoice", "Invoice number five is due on Friday, twice.");
            scene.work(worker);
          }
        });

    assertThat(search.search(scene.project.id(), "invoice due friday", 10, List.of()).passages())
        .singleElement()
        .satisfies(it -> assertThat(it.living().passage().extraction()).isEqualTo(next[0].id()));
  }

  @Test
  void anotherProjectIsNeverSearched() {
    scene.accept("invoice", "Invoice number five is due on Friday.");
    scene.work(scene.worker());
    assertThat(search.search(UUID.randomUUID(), "invoice", 10, List.of()).passages()).isEmpty();
  }

  @Test
  void saysThatPassagesMayBeMissingWhileTheCollectionIsAway() {
    scene.accept("invoice", "Invoice number five is due on Friday.");
    scene.work(scene.worker());
    assertThat(search.search(scene.project.id(), "invoice", 10, List.of()).partial()).isFalse();
    scene.points.dropCollection();

    SearchResult result = search.search(scene.project.id(), "invoice", 10, List.of());

    assertThat(result.passages()).isEmpty();
    assertThat(result.partial()).isTrue();
  }

  @Test
  void asksWhetherPassagesMayBeMissingOnlyAfterThePoints() {
    scene.accept("invoice", "Invoice number five is due on Friday.");
    scene.work(scene.worker());
    boolean[] refilling = {false};
    scene.wire.before("PointStore.search", () -> refilling[0] = true);
    var collections =
        new OtherCollections() {
          @Override
          public List<OtherCollection> others() {
            return List.of();
          }

          @Override
          public boolean arePartial() {
            return refilling[0];
          }
        };
    var searching =
        new SearchPassages(embedder, scene.stores.points(), scene.stores.passages(), collections);

    assertThat(searching.search(scene.project.id(), "invoice", 10, List.of()).partial()).isTrue();
  }
}
