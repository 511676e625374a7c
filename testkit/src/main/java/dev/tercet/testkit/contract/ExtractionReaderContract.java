package dev.tercet.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.saga.Claim;
import dev.tercet.saga.Extraction;
import dev.tercet.saga.ReleaseCause;
import dev.tercet.saga.Status;
import dev.tercet.saga.port.ExtractionReader;
import dev.tercet.saga.port.ExtractionReader.Change;
import dev.tercet.saga.port.ExtractionReader.Filter;
import dev.tercet.saga.queue.QueueName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What every reader of extractions must keep. */
public abstract class ExtractionReaderContract extends OnLedger {
  private static final Filter ALL = new Filter(null, null, null, null, null, 100);

  @Test
  @DisplayName("S11: what is being deleted is not seen in any way")
  void hidesWhatIsBeingDeleted() {
    UUID extraction = scene().done("a letter", "Dear Sir").id();
    fill();
    scene().extractions().delete(scene().project(), extraction);

    assertThat(reader().find(scene().project(), extraction)).isEmpty();
    assertThat(reader().text(scene().project(), extraction)).isEmpty();
    assertThat(reader().living(scene().project(), "a letter")).isEmpty();
    assertThat(reader().list(scene().project(), ALL).items()).isEmpty();
    assertThat(list(Status.DELETING, null, null, null)).isEmpty();
    assertThat(list(null, null, "Dear", null)).isEmpty();
  }

  @Test
  @DisplayName("API: another project's extraction is not found, nor one that never was")
  void keepsProjectsApart() {
    UUID extraction = scene().done("a letter", "Dear Sir").id();
    UUID other = scene().ledger().projects().put("tenant", "notes", "{}", "{}").project().id();

    assertThat(reader().find(other, extraction)).isEmpty();
    assertThat(reader().text(other, extraction)).isEmpty();
    assertThat(reader().living(other, "a letter")).isEmpty();
    assertThat(reader().list(other, ALL).items()).isEmpty();
    assertThat(reader().history(other, extraction)).isEmpty();
    assertThat(reader().find(scene().project(), scene().nextId())).isEmpty();
    assertThat(reader().history(scene().project(), scene().nextId())).isEmpty();
  }

  @Test
  @DisplayName("API: the text is the exact text")
  void givesTheExactText() {
    String text = "  Dear\tSir\r\n👩‍👩‍👧 e\u0301 \u200b\ufeff ";

    assertThat(reader().text(scene().project(), scene().accepted("a letter", text).id()))
        .contains(text);
  }

  @Test
  @DisplayName("§1: a source's living version is its newest finished one")
  void tellsTheLivingVersion() {
    assertThat(reader().living(scene().project(), "a letter")).isEmpty();
    Claim claim = scene().claimed("a letter", "A");
    assertThat(reader().living(scene().project(), "a letter")).isEmpty();

    scene().completed(claim);
    assertThat(reader().living(scene().project(), "a letter")).contains(claim.extraction());
    scene().accepted("a letter", "B");
    assertThat(reader().living(scene().project(), "a letter")).contains(claim.extraction());
  }

  @Test
  @DisplayName("API: lists are newest first and filtered")
  void listsByFilter() {
    Extraction first = scene().done("a letter", "Dear Sir, the unicorn left");
    Extraction second = scene().failed("a note", "nothing of note");
    Extraction third =
        scene()
            .accepted(
                Submissions.inQueue(scene().submission("a card", "greetings"), QueueName.LOW));
    Extraction fourth = scene().accepted("a letter", "Dear Madam");

    fill();

    assertThat(ids(reader().list(scene().project(), ALL).items()))
        .containsExactly(fourth.id(), third.id(), second.id(), first.id());
    assertThat(list(Status.PENDING, null, null, null)).containsExactly(fourth.id(), third.id());
    assertThat(list(null, "a letter", null, null)).containsExactly(fourth.id(), first.id());
    assertThat(list(null, "a lett", null, null)).isEmpty();
    assertThat(list(null, null, null, QueueName.LOW)).containsExactly(third.id());
    assertThat(list(null, null, "unicorn", null)).containsExactly(first.id());
    assertThat(list(Status.FAILED, "a letter", null, null)).isEmpty();
    assertThat(list(Status.FAILED, null, "note", null)).containsExactly(second.id());
    assertThat(list(Status.DONE, null, "note", null)).isEmpty();
    assertThat(list(null, "a letter", "note", null)).isEmpty();
    assertThat(list(null, null, "note", QueueName.LOW)).isEmpty();
    assertThat(reader().list(scene().project(), ALL).items())
        .containsExactly(
            scene().find(fourth.id()),
            scene().find(third.id()),
            scene().find(second.id()),
            scene().find(first.id()));
  }

  private void fill() {
    while (scene().ledger().wordIndex().fillOnce() > 0) {
      scene().ledger().letAMomentPass();
    }
  }

  @Test
  @DisplayName("S7: pages stay where they are while new extractions arrive")
  void pagesStablyWhileOthersArrive() {
    List<UUID> before =
        IntStream.range(0, 23)
            .mapToObj(n -> scene().accepted("source " + n, "words").id())
            .toList();

    List<UUID> listed = new ArrayList<>();
    @Nullable UUID last = null;
    for (int page = 0; page < 4; page++) {
      List<UUID> found =
          ids(
              reader()
                  .list(scene().project(), new Filter(null, null, null, null, last, 7))
                  .items());
      listed.addAll(found);
      last = listed.getLast();
      scene().accepted("late source " + page, "words");
    }

    assertThat(listed).containsExactlyElementsOf(before.reversed());
  }

  @Test
  @DisplayName("S9: history tells every change of status, once and in order")
  void tellsTheWholeHistory() {
    Extraction queued = scene().queued("a letter", "A");
    Claim first = scene().claim(queued);
    scene().postponed(first, Duration.ZERO);
    Claim second = scene().claimAgain(first.extraction());
    scene().extractions().release(second, ReleaseCause.DRAINED);
    Claim third = scene().claimAgain(first.extraction());
    scene().extractions().fail(third, LedgerScene.REFUSED);
    scene().extractions().retry(scene().project(), first.extraction());
    Claim fourth = scene().claimAgain(first.extraction());
    scene().completed(fourth);
    scene().done("a letter", "B");
    scene().extractions().delete(scene().project(), first.extraction());

    List<Change> history = scene().history(first.extraction());

    assertThat(history)
        .extracting(Change::to)
        .containsExactly(
            Status.PENDING,
            Status.QUEUED,
            Status.PROCESSING,
            Status.PENDING,
            Status.PROCESSING,
            Status.PENDING,
            Status.PROCESSING,
            Status.FAILED,
            Status.PENDING,
            Status.PROCESSING,
            Status.DONE,
            Status.SUPERSEDED,
            Status.DELETING);
    assertThat(history)
        .extracting(Change::epoch)
        .containsExactly(
            0L,
            0L,
            first.epoch(),
            first.epoch(),
            second.epoch(),
            second.epoch(),
            third.epoch(),
            third.epoch(),
            third.epoch(),
            fourth.epoch(),
            fourth.epoch(),
            fourth.epoch(),
            fourth.epoch());
    assertThat(history).extracting(Change::at).isSorted();
    assertThat(history).extracting(Change::reason).doesNotContain("").doesNotContainNull();
    for (int n = 1; n < history.size(); n++) {
      assertThat(history.get(n).from()).isEqualTo(history.get(n - 1).to());
    }
  }

  private ExtractionReader reader() {
    return scene().ledger().reader();
  }

  private List<UUID> list(
      @Nullable Status status,
      @Nullable String source,
      @Nullable String query,
      @Nullable QueueName queue) {
    return ids(
        reader()
            .list(scene().project(), new Filter(status, source, query, queue, null, 100))
            .items());
  }

  private static List<UUID> ids(List<Extraction> extractions) {
    return extractions.stream().map(Extraction::id).toList();
  }
}
