package dev.tercet.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.saga.Claim;
import dev.tercet.saga.Extraction;
import dev.tercet.saga.MadeWith;
import dev.tercet.saga.Stage;
import dev.tercet.saga.Status;
import dev.tercet.saga.bulk.BulkAction;
import dev.tercet.saga.bulk.BulkFilter;
import dev.tercet.saga.port.BulkStore.Matched;
import dev.tercet.saga.port.ExtractionReader.Filter;
import dev.tercet.saga.port.ExtractionReader.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What was made with something else than would be used now (docs/protocol.md §11). */
interface StaleRules {
  MadeWith OLD = new MadeWith("8899aabbccddeeff", "1", "model");
  MadeWith NOW = new MadeWith("0011223344556677", "1", "model");
  MadeWith FALLBACK = new MadeWith("0011223344556677", "2", "other\nmodel");

  LedgerScene scene();

  private BulkScene runs() {
    return new BulkScene(scene());
  }

  private Claim recorded(String source, MadeWith... madeWith) {
    Claim claim = scene().claimed(source, "words of " + List.of(madeWith));
    var whole = new Extraction.PassageCount(1, 1, 1);
    var passages = List.of(scene().passage(claim, 0, "words"));
    scene().ledger().passages().record(claim, Set.of(madeWith), passages, Stage.EMBEDDED, whole);
    return claim;
  }

  private UUID done(String source, MadeWith... madeWith) {
    return scene().completed(recorded(source, madeWith)).id();
  }

  private Page list(@Nullable String source, @Nullable UUID before, int limit) {
    return scene()
        .ledger()
        .reader()
        .list(
            scene().project(),
            new Filter(null, source, null, null, before, limit, Set.of(NOW, FALLBACK)));
  }

  private List<UUID> stale(@Nullable String source) {
    return list(source, null, 100).items().stream().map(Extraction::id).toList();
  }

  private BulkFilter filter(UUID... ids) {
    return new BulkFilter(
        BulkScene.TENANT,
        scene().project(),
        null,
        null,
        null,
        null,
        null,
        null,
        List.of(ids),
        Set.of(NOW, FALLBACK));
  }

  @Test
  @DisplayName("§11: stale is what is done and not made with what would be used now alone")
  default void findsWhatIsStale() {
    UUID old = done("an old letter", OLD);
    done("a letter", NOW);
    done("a letter of the fallback", FALLBACK);
    done("a letter of both", NOW, FALLBACK);
    UUID mixed = done("a mixed letter", NOW, OLD);
    UUID unknown = scene().done("an unknown letter", "words").id();
    scene().extractions().fail(recorded("a failed letter", OLD), LedgerScene.REFUSED);
    done("a superseded letter", OLD);
    done("a superseded letter", NOW);

    assertThat(stale(null)).containsExactly(unknown, mixed, old);
    assertThat(stale("a mixed letter")).containsExactly(mixed);
    assertThat(stale("a letter")).isEmpty();
    assertThat(runs().bulk().count(BulkAction.DELETE, filter()))
        .isEqualTo(new Matched(Map.of(Status.DONE, 3L), false));
  }

  @Test
  @DisplayName("§11: pages of stale ones follow one another and miss none")
  default void pagesOfStaleOnes() {
    List<UUID> old =
        IntStream.range(0, 12).mapToObj(n -> done("letter " + n, n % 3 == 0 ? NOW : OLD)).toList();
    List<UUID> wanted =
        IntStream.range(0, 12).filter(n -> n % 3 != 0).mapToObj(old::get).toList().reversed();
    List<UUID> found = new ArrayList<>();
    @Nullable UUID next = null;
    do {
      Page page = list(null, next, 3);
      page.items().forEach(it -> found.add(it.id()));
      next = page.next();
    } while (next != null);
    assertThat(found).containsExactlyElementsOf(wanted);
  }

  @Test
  @DisplayName("§11: a run over stale ones takes these and leaves the others")
  default void takesWhatIsStale() {
    UUID old = done("an old letter", OLD);
    UUID now = done("a letter", NOW);
    UUID named = done("another old letter", OLD);
    UUID unnamed = done("a third old letter", OLD);

    assertThat(runs().ran(BulkAction.DELETE, filter(named, now)).done()).isEqualTo(1);
    assertThat(scene().status(named)).isEqualTo(Status.DELETING);
    assertThat(runs().ran(BulkAction.DELETE, filter()).done()).isEqualTo(2);
    assertThat(runs().statuses(List.of(old, unnamed))).containsOnly(Status.DELETING);
    assertThat(scene().status(now)).isEqualTo(Status.DONE);
  }
}
