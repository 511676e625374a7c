package dev.tercet.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.tercet.saga.Acceptance;
import dev.tercet.saga.AuditEvent;
import dev.tercet.saga.Claim;
import dev.tercet.saga.Document;
import dev.tercet.saga.Extraction;
import dev.tercet.saga.Project;
import dev.tercet.saga.Status;
import dev.tercet.saga.Submission;
import dev.tercet.saga.bulk.BulkAction;
import dev.tercet.saga.bulk.BulkRun;
import dev.tercet.saga.port.ExtractionReader.Filter;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** New versions of what is done (docs/protocol.md §11). */
interface AgainRules {
  LedgerScene scene();

  private BulkScene runs() {
    return new BulkScene(scene());
  }

  /** The newest version of a source. */
  private Extraction newest(String source) {
    return scene()
        .ledger()
        .reader()
        .list(scene().project(), new Filter(null, source, null, null, null, 1))
        .items()
        .getFirst();
  }

  private void ran(int done, int refused, UUID... ids) {
    BulkRun run = runs().ran(BulkAction.AGAIN, runs().of(ids));
    assertThat(run.done()).isEqualTo(done);
    assertThat(run.refused()).isEqualTo(refused);
  }

  @Test
  @DisplayName("§11: what is done gets a new version, and is the answer until that is done")
  default void makesANewVersion() {
    Extraction old = scene().done("a letter", "Dear Sir");
    BulkRun run = runs().ran(BulkAction.AGAIN, runs().all());

    Extraction made = newest("a letter");
    assertThat(run.done()).isEqualTo(1);
    assertThat(made.id()).isNotEqualTo(old.id());
    assertThat(made.id().version()).isEqualTo(7);
    assertThat(made.generation()).isEqualTo(old.generation() + 1);
    assertThat(made.status()).isEqualTo(Status.PENDING);
    assertThat(made.maxAttempts()).isEqualTo(old.maxAttempts());
    assertThat(scene().history(made.id()).getFirst().event()).isEqualTo(AuditEvent.ACCEPTED);
    assertThat(scene().history(made.id()).getFirst().reason())
        .isEqualTo("made again by bulk run " + run.id());
    assertThat(scene().ledger().reader().text(scene().project(), made.id())).contains("Dear Sir");
    assertThat(scene().ledger().reader().living(scene().project(), "a letter")).contains(old.id());

    scene().completed(scene().claim(made));
    assertThat(scene().ledger().reader().living(scene().project(), "a letter")).contains(made.id());
    assertThat(scene().status(old.id())).isEqualTo(Status.SUPERSEDED);
  }

  @Test
  @DisplayName("§11: an identical post under the present schema finds the version that was made")
  default void isFoundByAnIdenticalPost() {
    scene().done("a letter", "Dear Sir 👩‍👩‍👧");
    scene().changeSchema("{ \"title\": \"Größe\" }");
    runs().ran(BulkAction.AGAIN, runs().all());

    Project now = scene().ledger().projects().find("tenant", "letters").orElseThrow();
    Submission plain = scene().submission("a letter", "Dear Sir 👩‍👩‍👧");
    Document document = plain.document();
    Acceptance acceptance =
        scene()
            .extractions()
            .accept(
                new Submission(
                    plain.id(),
                    plain.project(),
                    plain.projectVersion(),
                    document,
                    now.fingerprint(document.text(), document.metadata()),
                    plain.maxAttempts()));
    assertThat(acceptance).isInstanceOf(Acceptance.Existing.class);
    assertThat(((Acceptance.Existing) acceptance).extraction().id())
        .isEqualTo(newest("a letter").id());
  }

  @Test
  @DisplayName("§11: a run never makes again what it has made, however long it goes on")
  default void makesEachOnce() {
    List<UUID> old = List.of(scene().done("a letter", "A").id(), scene().done("a card", "B").id());
    BulkRun run = runs().begun(BulkAction.AGAIN, runs().all(), 1);
    assertThat(runs().bulk().workOnce()).isTrue();
    String first = scene().status(old.getFirst()) == Status.DONE ? "a letter" : "a card";
    assertThat(newest(first).status()).isEqualTo(Status.PENDING);
    scene().completed(scene().claim(newest(first)));
    for (int second = 0; second < 5; second++) {
      scene().ledger().age(Duration.ofSeconds(1));
      runs().drain();
    }
    assertThat(runs().find(run.id()).done()).isEqualTo(2);
    assertThat(newest("a letter").generation()).isEqualTo(2);
    assertThat(newest("a card").generation()).isEqualTo(2);
  }

  @Test
  @DisplayName("§11: what has a newer version under way or of other words is left alone")
  default void leavesNewerWordsAlone() {
    UUID waiting = scene().done("a letter", "A").id();
    scene().accepted("a letter", "newer words");
    UUID behind = scene().done("a card", "B").id();
    Claim newer = scene().claimed("a card", "newer words");
    scene().extractions().fail(newer, LedgerScene.REFUSED);
    UUID failed = scene().failed("a note", "C").id();

    ran(0, 3, waiting, behind, failed);
    assertThat(newest("a letter").generation()).isEqualTo(2);
    assertThat(newest("a card").id()).isEqualTo(newer.extraction());
  }

  @Test
  @DisplayName("§11: after a repetition that failed or was cancelled there may be another")
  default void comesAgainAfterOneThatFailed() {
    UUID old = scene().done("a letter", "A").id();
    ran(1, 0, old);
    ran(0, 1, old);
    scene().extractions().fail(scene().claim(newest("a letter")), LedgerScene.REFUSED);
    ran(1, 0, old);
    scene().extractions().cancel(scene().project(), newest("a letter").id());
    ran(1, 0, old);
    assertThat(newest("a letter").generation()).isEqualTo(4);
    assertThat(scene().status(old)).isEqualTo(Status.DONE);
  }

  @Test
  @DisplayName("§11: the first documents that it would find are told, and nothing is changed")
  default void tellsTheFirst() {
    scene().done("a letter", "Dear Sir");
    scene().done("a card", "Dear Madam");
    scene().failed("a note", "no");

    assertThat(runs().bulk().first(BulkAction.AGAIN, runs().all(), 1))
        .extracting(Document::source, Document::text)
        .containsExactly(tuple("a letter", "Dear Sir"));
    assertThat(runs().bulk().first(BulkAction.AGAIN, runs().all(), 10)).hasSize(2);
    assertThat(runs().bulk().first(BulkAction.AGAIN, runs().ofSource("none"), 10)).isEmpty();
    assertThat(newest("a letter").generation()).isEqualTo(1);
  }
}
