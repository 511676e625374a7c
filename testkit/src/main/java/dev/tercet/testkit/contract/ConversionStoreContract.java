package dev.tercet.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.saga.Claim;
import dev.tercet.saga.Passage;
import dev.tercet.saga.id.EmbeddingId;
import dev.tercet.saga.port.ConversionStore;
import dev.tercet.saga.port.ConversionStore.Conversion;
import dev.tercet.saga.port.LedgerAudit.PointRow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** How passages change their embedding model (docs/protocol.md §8). */
public abstract class ConversionStoreContract extends OnLedger {
  private static final String NEXT = "next model";

  private ConversionStore conversions() {
    return scene().ledger().conversions();
  }

  private List<Passage> recorded(Claim claim, int count) {
    List<Passage> passages = new ArrayList<>();
    for (int ordinal = 0; ordinal < count; ordinal++) {
      passages.add(scene().passage(claim, ordinal, "words " + ordinal));
    }
    assertThat(scene().recorded(claim, passages.toArray(Passage[]::new))).isTrue();
    return passages;
  }

  private static Conversion conversion(Passage passage) {
    return new Conversion(
        passage.extraction(), passage.ordinal(), point(passage), nextPoint(passage));
  }

  private static UUID point(Passage passage) {
    return Objects.requireNonNull(passage.embeddingId());
  }

  private static UUID nextPoint(Passage passage) {
    return EmbeddingId.of(passage.extraction(), passage.ordinal(), passage.contentHash(), NEXT);
  }

  private List<PointRow> ofOthers(String model) {
    return Paging.all(
        row -> row,
        (Optional<PointRow> after) ->
            conversions().pointRowsOfOthers(model, after.orElse(null), Paging.LIMIT));
  }

  @Test
  @DisplayName("§8: rows of other models are paged by key, whatever their status")
  void pagesRowsOfOtherModels() {
    Claim first = scene().claimed("a letter", "words");
    List<Passage> here = recorded(first, 3);
    Claim second = scene().claimed("a card", "words");
    List<Passage> there = recorded(second, 2);
    scene().completed(second);

    assertThat(ofOthers("model")).isEmpty();
    assertThat(ofOthers(NEXT))
        .extracting(PointRow::embeddingId)
        .containsExactly(
            point(here.get(0)),
            point(here.get(1)),
            point(here.get(2)),
            point(there.get(0)),
            point(there.get(1)));
    assertThat(ofOthers(NEXT)).extracting(PointRow::living).contains(true, false);
  }

  @Test
  @DisplayName("S4: a converted row names its new point and model, and nothing else changes")
  void convertsARow() {
    Claim claim = scene().claimed("a letter", "words");
    List<Passage> passages = recorded(claim, 2);
    scene().completed(claim);
    Passage first = passages.getFirst();

    assertThat(conversions().converted(NEXT, List.of(conversion(first))))
        .containsExactly(nextPoint(first));

    assertThat(scene().ledger().audit().passages(List.of(nextPoint(first))))
        .containsExactly(
            new Passage(
                first.extraction(),
                first.ordinal(),
                first.start(),
                first.end(),
                first.text(),
                first.contentHash(),
                nextPoint(first),
                NEXT,
                first.facts()));
    assertThat(ofOthers(NEXT))
        .extracting(PointRow::embeddingId)
        .containsExactly(point(passages.getLast()));
    assertThat(scene().ledger().passages().living(scene().project(), List.of(point(first))))
        .as("the old point answers nothing any more")
        .isEmpty();
    assertThat(scene().ledger().passages().living(scene().project(), List.of(nextPoint(first))))
        .hasSize(1);
  }

  @Test
  @DisplayName("S5: a row is converted twice with the same result")
  void convertsTwice() {
    Claim claim = scene().claimed("a letter", "words");
    Passage passage = recorded(claim, 1).getFirst();

    for (int time = 0; time < 2; time++) {
      assertThat(conversions().converted(NEXT, List.of(conversion(passage))))
          .containsExactly(nextPoint(passage));
    }
    assertThat(ofOthers(NEXT)).isEmpty();
    assertThat(ofOthers("model")).hasSize(1);
  }

  @Test
  @DisplayName("S3: a row that names another point than expected stays as it is")
  void keepsToItsGuard() {
    Claim claim = scene().claimed("a letter", "words");
    Passage passage = recorded(claim, 1).getFirst();
    Conversion late =
        new Conversion(
            passage.extraction(), passage.ordinal(), UUID.randomUUID(), nextPoint(passage));

    assertThat(conversions().converted(NEXT, List.of(late))).isEmpty();
    assertThat(ofOthers(NEXT)).extracting(PointRow::embeddingId).containsExactly(point(passage));
  }

  @Test
  @DisplayName("S11: a row whose point was removed gets none again")
  void leavesARemovedPointRemoved() {
    Claim claim = scene().claimed("a letter", "words");
    Passage passage = recorded(claim, 1).getFirst();
    scene().extractions().cancel(scene().project(), claim.extraction());
    scene().ledger().removalStore().confirmed(List.of(claim.extraction()), Duration.ZERO);

    assertThat(conversions().converted(NEXT, List.of(conversion(passage)))).isEmpty();
    assertThat(ofOthers(NEXT)).isEmpty();
    assertThat(ofOthers("model")).isEmpty();
    assertThat(conversions().converted(NEXT, List.of())).isEmpty();
  }
}
