package dev.tercet.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.saga.Claim;
import dev.tercet.saga.Extraction;
import dev.tercet.saga.Passage;
import dev.tercet.saga.Passage.Fact;
import dev.tercet.saga.Stage;
import dev.tercet.saga.Status;
import dev.tercet.saga.Submission;
import dev.tercet.saga.id.EmbeddingId;
import dev.tercet.saga.id.Fingerprint;
import dev.tercet.saga.port.PassageStore.LivingPassage;
import dev.tercet.saga.port.StoreUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every store of passages must keep. */
public abstract class PassageStoreContract extends OnLedger implements CutRules, MadeWithRules {
  private static final Fact FACT = new Fact("{\"date\": \"2026-11-22\"}", "22 November", 3, 14);

  @Test
  @DisplayName("S4: recorded passages come back whole, in order, with the progress they made")
  void recordsPassages() {
    Claim claim = scene().claimed("a letter", "Dear Sir");
    Passage second = scene().passage(claim, 1, "on 22 November 👩‍👩‍👧", List.of(FACT, FACT));
    Passage first = scene().passage(claim, 0, "Dear Sir");

    assertThat(scene().recorded(claim, second, first)).isTrue();

    List<Passage> found = scene().ledger().passages().page(claim.extraction(), 0, 10);
    assertThat(found).extracting(Passage::ordinal).containsExactly(0, 1);
    assertThat(withoutFacts(found.get(0))).isEqualTo(withoutFacts(first));
    assertThat(withoutFacts(found.get(1))).isEqualTo(withoutFacts(second));
    assertThat(found.get(1).facts())
        .extracting(Fact::quote)
        .containsExactly("22 November", "22 November");
    assertThat(Json.tree(found.get(1).facts().getFirst().data())).isEqualTo(Json.tree(FACT.data()));
    Extraction extraction = scene().find(claim.extraction());
    assertThat(extraction.stage()).isEqualTo(Stage.EMBEDDED);
    assertThat(extraction.passages()).isEqualTo(new Extraction.PassageCount(2, 2, 2));
  }

  @Test
  @DisplayName("S5: a passage that is recorded already stays as it is")
  void keepsWhatWasRecordedFirst() {
    Claim claim = scene().claimed("a letter", "Dear Sir");
    Passage first = scene().passage(claim, 0, "Dear Sir", List.of(FACT));
    scene().recorded(claim, first);

    assertThat(
            scene()
                .recorded(
                    claim, scene().passage(claim, 0, "changed"), scene().passage(claim, 1, "new")))
        .isTrue();

    assertThat(scene().ledger().passages().page(claim.extraction(), 0, 10))
        .extracting(Passage::text)
        .containsExactly("Dear Sir", "new");
    assertThat(scene().ledger().passages().page(claim.extraction(), 0, 10).getFirst().facts())
        .hasSize(1);
  }

  @Test
  @DisplayName("S5: no passages are progress, too")
  void recordsNothingButTheProgress() {
    Claim claim = scene().claimed("a letter", "Dear Sir");

    assertThat(scene().recorded(claim)).isTrue();

    assertThat(scene().find(claim.extraction()).stage()).isEqualTo(Stage.EMBEDDED);
  }

  @Test
  @DisplayName("S11: nothing is recorded after a deletion, however late the worker wakes up")
  void recordsNothingAfterADeletion() {
    Claim claim = scene().claimed("a letter", "Dear Sir");
    scene().extractions().delete(scene().project(), claim.extraction());

    assertThat(scene().recorded(claim, scene().passage(claim, 0, "Dear Sir"))).isFalse();

    assertThat(scene().ledger().passages().page(claim.extraction(), 0, 10)).isEmpty();
  }

  @Test
  @DisplayName("S7: pages begin where they are told to, and end at the limit")
  void pagesThroughPassages() {
    Claim claim = scene().claimed("a letter", "Dear Sir");
    scene()
        .recorded(
            claim,
            IntStream.range(0, 25)
                .mapToObj(n -> scene().passage(claim, n, "passage " + n))
                .toArray(Passage[]::new));

    assertThat(scene().ledger().passages().page(claim.extraction(), 10, 7))
        .extracting(Passage::ordinal)
        .containsExactly(10, 11, 12, 13, 14, 15, 16);
    assertThat(scene().ledger().passages().page(claim.extraction(), 24, 7)).hasSize(1);
    assertThat(scene().ledger().passages().page(claim.extraction(), 25, 7)).isEmpty();
    assertThat(scene().ledger().passages().page(scene().nextId(), 0, 7)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(value = Status.class, names = "DONE", mode = EnumSource.Mode.EXCLUDE)
  @DisplayName("S4: hits on anything but a done extraction are not living")
  void joinsHitsToDoneExtractionsOnly(Status status) {
    Claim claim = scene().claimed("a letter", "A");
    Passage passage = scene().passage(claim, 0, "A");
    scene().recorded(claim, passage);
    bring(claim, status);

    assertThat(living(passage)).isEmpty();
  }

  private void bring(Claim claim, Status status) {
    UUID extraction = claim.extraction();
    switch (status) {
      case PENDING -> scene().postponed(claim, Duration.ZERO);
      case QUEUED -> {
        scene().postponed(claim, Duration.ZERO);
        scene()
            .extractions()
            .published(LedgerScene.publication(LedgerScene.hint(scene().find(extraction)), "1-0"));
      }
      case PROCESSING, DONE -> {}
      case FAILED -> scene().extractions().fail(claim, LedgerScene.REFUSED);
      case CANCELLED -> scene().extractions().cancel(scene().project(), extraction);
      case SUPERSEDED -> {
        scene().completed(claim);
        scene().done("a letter", "B");
      }
      case DELETING -> {
        scene().completed(claim);
        scene().extractions().delete(scene().project(), extraction);
      }
    }
    assertThat(scene().status(extraction)).isEqualTo(status);
  }

  @Test
  @DisplayName("S4: hits are joined to what readers may see: the newest finished version")
  void joinsHitsToLivingPassages() {
    Submission submission =
        Submissions.withMetadata(scene().submission("a letter", "A"), "{\"page\": 3}");
    Claim claim = scene().claim(scene().accepted(submission));
    Passage passage = scene().passage(claim, 0, "A", List.of(FACT));
    Passage other = scene().passage(claim, 1, "AA");
    scene().recorded(claim, passage, other);
    scene().completed(claim);
    scene().claimed("a letter", "a newer one on its way");

    List<LivingPassage> living = living(passage);

    assertThat(living).hasSize(1);
    assertThat(living.getFirst().source()).isEqualTo("a letter");
    assertThat(Json.tree(living.getFirst().metadata())).isEqualTo(Json.tree("{\"page\":3}"));
    assertThat(withoutFacts(living.getFirst().passage())).isEqualTo(withoutFacts(passage));
    assertThat(living.getFirst().passage().facts()).hasSize(1);
    assertThat(living(passage, other)).hasSize(2);
    assertThat(living()).isEmpty();
  }

  @Test
  @DisplayName("API: hits are joined inside one project only")
  void joinsHitsInsideOneProject() {
    Passage passage = livingPassage();
    UUID other = scene().ledger().projects().put("tenant", "notes", "{}", "{}").project().id();

    assertThat(scene().ledger().passages().living(other, ids(passage))).isEmpty();
  }

  @Test
  @DisplayName("S11: a deleted project has no living passages")
  void joinsNothingInADeletedProject() {
    Passage passage = livingPassage();

    scene().ledger().projects().delete(scene().project());

    assertThat(living(passage)).isEmpty();
  }

  @Test
  @DisplayName("§3: NUL in one answer's facts does not keep its neighbours from the record")
  void recordsTheNeighboursOfAPoisonedPassage() {
    List<Claim> claims =
        IntStream.range(0, 20).mapToObj(n -> scene().claimed("source " + n, "words")).toList();
    Fact poisoned = new Fact("{\"name\":\"a\\u0000b\"}", "quote", 0, 5);
    List<Callable<Boolean>> recorders =
        claims.stream()
            .<Callable<Boolean>>map(claim ->
                () ->
                    scene()
                        .recorded(
                            claim,
                            scene()
                                .passage(
                                    claim,
                                    0,
                                    "words",
                                    List.of(claims.indexOf(claim) == 7 ? poisoned : FACT))))
            .toList();

    List<Race.Outcome<Boolean>> outcomes = new ArrayList<>(Race.outcomes(recorders));

    if (outcomes.remove(7) instanceof Race.Outcome.Threw<Boolean>(var cause)) {
      assertThat(cause)
          .as("it is the data's fault, so trying again is no use")
          .isNotInstanceOf(StoreUnavailableException.class);
      assertThat(scene().ledger().passages().page(claims.get(7).extraction(), 0, 1)).isEmpty();
    }
    assertThat(outcomes).containsOnly(new Race.Outcome.Returned<>(true));
  }

  @Test
  @DisplayName("Flow: many who record at once each get their own answer")
  void answersEachOfManyRecorders() {
    List<Claim> claims =
        IntStream.range(0, 40).mapToObj(n -> scene().claimed("source " + n, "words")).toList();
    IntStream.range(0, 20)
        .forEach(
            n -> scene().extractions().cancel(scene().project(), claims.get(n * 2).extraction()));

    List<Boolean> effects =
        Race.all(
            claims.stream()
                .<Callable<Boolean>>map(
                    claim -> () -> scene().recorded(claim, scene().passage(claim, 0, "words")))
                .toList());

    assertThat(effects)
        .containsExactlyElementsOf(IntStream.range(0, 40).mapToObj(n -> n % 2 == 1).toList());
    assertThat(claims)
        .allSatisfy(claim ->
            assertThat(scene().ledger().passages().page(claim.extraction(), 0, 5))
                .hasSize(claims.indexOf(claim) % 2));
  }

  private Passage livingPassage() {
    Claim claim = scene().claimed("a letter", "A");
    Passage passage = scene().passage(claim, 0, "A");
    scene().recorded(claim, passage);
    scene().completed(claim);
    assertThat(living(passage)).hasSize(1);
    return passage;
  }

  private List<LivingPassage> living(Passage... passages) {
    return scene().ledger().passages().living(scene().project(), ids(passages));
  }

  private static List<UUID> ids(Passage... passages) {
    return Stream.of(passages)
        .map(passage ->
            EmbeddingId.of(
                passage.extraction(),
                passage.ordinal(),
                Fingerprint.of(passage.text()),
                passage.model()))
        .toList();
  }

  /** JSON may come back written in another way, so facts are compared apart. */
  private static Passage withoutFacts(Passage passage) {
    return new Passage(
        passage.extraction(),
        passage.ordinal(),
        passage.start(),
        passage.end(),
        passage.text(),
        passage.contentHash(),
        passage.embeddingId(),
        passage.model(),
        List.of());
  }
}
