package dev.tercet.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.saga.Claim;
import dev.tercet.saga.Extraction;
import dev.tercet.saga.Failure;
import dev.tercet.saga.FailureClass;
import dev.tercet.saga.ModelCall;
import dev.tercet.saga.Stage;
import dev.tercet.saga.Status;
import dev.tercet.saga.Usage;
import dev.tercet.saga.id.Fingerprint;
import dev.tercet.saga.port.AnswerStore.Verdict;
import dev.tercet.saga.port.AnswerStore.Verdict.Broken;
import dev.tercet.saga.port.AnswerStore.Verdict.Invalid;
import dev.tercet.saga.port.AnswerStore.Verdict.Valid;
import dev.tercet.saga.port.DeadLetters;
import dev.tercet.saga.port.DeadLetters.Cause;
import dev.tercet.saga.port.DeadLetters.Exchange;
import dev.tercet.saga.port.DeadLetters.Group;
import dev.tercet.saga.port.DeadLetters.GroupPage;
import dev.tercet.saga.port.DeadLetters.Letter;
import dev.tercet.saga.port.DeadLetters.Wanted;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What every reader of dead letters must keep. */
public abstract class DeadLettersContract extends OnLedger {
  private static final Usage USAGE = new Usage(1, 100, 20);

  private static Wanted all() {
    return new Wanted(BulkScene.TENANT, null, null, null, null, null, true);
  }

  private DeadLetters letters() {
    return scene().ledger().deadLetters();
  }

  private Cause cause(Failure failure) {
    return new Cause(scene().project(), failure.code(), failure.failureClass(), failure.stage());
  }

  private Extraction failed(String source, Failure failure) {
    Claim claim = scene().claimed(source, "words");
    scene().extractions().fail(claim, failure);
    scene().ledger().letAMomentPass();
    return scene().find(claim.extraction());
  }

  private List<Group> groups(Wanted wanted) {
    return letters().groups(wanted, null, 100).groups();
  }

  @Test
  @DisplayName(
      "API: what has failed stands by its cause, with how many, since when, and the newest")
  void groupsByCause() {
    List<Extraction> refused = new ArrayList<>();
    for (int n = 0; n < 7; n++) {
      refused.add(failed("letter " + n, LedgerScene.REFUSED));
    }
    Extraction timedOut = failed("a card", LedgerScene.TIMEOUT);
    scene().done("a note", "words");

    List<Group> groups = groups(all());

    assertThat(groups)
        .extracting(Group::cause)
        .containsExactlyInAnyOrder(cause(LedgerScene.REFUSED), cause(LedgerScene.TIMEOUT));
    Group group =
        groups.stream()
            .filter(it -> it.cause().equals(cause(LedgerScene.REFUSED)))
            .findFirst()
            .orElseThrow();
    assertThat(group.slug()).isEqualTo("letters");
    assertThat(group.count()).isEqualTo(7);
    assertThat(group.more()).isFalse();
    assertThat(group.first()).isEqualTo(refused.getFirst().updatedAt());
    assertThat(group.last()).isEqualTo(refused.getLast().updatedAt());
    assertThat(group.examples())
        .containsExactlyElementsOf(
            refused.reversed().stream()
                .limit(DeadLetters.EXAMPLES)
                .map(it -> new Letter(it, "letters", "test"))
                .toList());
    assertThat(groups.stream().flatMap(it -> it.examples().stream()).map(Letter::extraction))
        .contains(timedOut);
  }

  @Test
  @DisplayName("API: two stages or two classes of one code are two causes")
  void tellsStagesAndClassesApart() {
    failed("a letter", new Failure("away", FailureClass.TRANSIENT, "no", Stage.ACCEPTED));
    failed("a card", new Failure("away", FailureClass.TRANSIENT, "no", Stage.EMBEDDED));
    failed("a note", new Failure("away", FailureClass.PERMANENT, "never", Stage.EMBEDDED));

    assertThat(groups(all())).hasSize(3).allMatch(group -> group.count() == 1);
  }

  @Test
  @DisplayName("API: groups are narrowed by project, code, class and time")
  void narrows() {
    failed("a letter", LedgerScene.REFUSED);
    scene().ledger().age(Duration.ofHours(2));
    failed("a card", LedgerScene.TIMEOUT);
    var other = new SecondProject(scene());
    scene().extractions().fail(other.claimed("a letter"), LedgerScene.REFUSED);
    Instant between = scene().ledger().now().minus(Duration.ofHours(1));

    assertThat(groups(wanted(other.id(), null, null, null, null))).hasSize(1);
    assertThat(groups(wanted(scene().project(), null, null, null, null))).hasSize(2);
    assertThat(groups(wanted(null, "content-refused", null, null, null))).hasSize(2);
    assertThat(groups(wanted(null, null, FailureClass.TRANSIENT, null, null)))
        .extracting(Group::cause)
        .containsExactly(cause(LedgerScene.TIMEOUT));
    assertThat(groups(wanted(null, null, null, null, between)))
        .extracting(Group::cause)
        .containsExactly(cause(LedgerScene.REFUSED));
    assertThat(groups(wanted(scene().project(), null, null, between, null)))
        .extracting(Group::cause)
        .containsExactly(cause(LedgerScene.TIMEOUT));
  }

  private static Wanted wanted(
      @Nullable UUID project,
      @Nullable String code,
      @Nullable FailureClass failureClass,
      @Nullable Instant after,
      @Nullable Instant before) {
    return new Wanted(BulkScene.TENANT, project, code, failureClass, after, before, false);
  }

  @Test
  @DisplayName("S7: pages show each cause once")
  void pages() {
    for (int n = 0; n < 5; n++) {
      failed("letter " + n, new Failure("code-" + n, FailureClass.TRANSIENT, "no", Stage.ACCEPTED));
    }

    List<String> listed = new ArrayList<>();
    @Nullable Cause last = null;
    for (int page = 0; page < 3; page++) {
      GroupPage found = letters().groups(all(), last, 2);
      found.groups().forEach(it -> listed.add(it.cause().code()));
      last = found.next();
    }

    assertThat(listed).containsExactly("code-0", "code-1", "code-2", "code-3", "code-4");
    assertThat(last).isNull();
  }

  @Test
  @DisplayName("S11: what is retried, deleted or another tenant's is no dead letter")
  void hidesWhatIsNone() {
    UUID retried = failed("a letter", LedgerScene.REFUSED).id();
    UUID deleted = failed("a card", LedgerScene.REFUSED).id();
    UUID failed = failed("a note", LedgerScene.REFUSED).id();
    scene().extractions().retry(scene().project(), retried);
    scene().extractions().delete(scene().project(), deleted);

    assertThat(groups(all())).extracting(Group::count).containsExactly(1L);
    assertThat(letters().find(BulkScene.TENANT, failed).orElseThrow().extraction())
        .isEqualTo(scene().find(failed));
    assertThat(letters().find(BulkScene.TENANT, retried).orElseThrow().extraction().status())
        .isEqualTo(Status.PENDING);
    assertThat(letters().find(BulkScene.TENANT, deleted)).isEmpty();
    assertThat(letters().find(BulkScene.TENANT, scene().nextId())).isEmpty();
    assertThat(groups(new Wanted("another", null, null, null, null, null, true))).isEmpty();
    assertThat(letters().find("another", failed)).isEmpty();

    scene().ledger().projects().delete(scene().project());
    assertThat(groups(all())).isEmpty();
    assertThat(letters().find(BulkScene.TENANT, failed)).isEmpty();
  }

  @Test
  @DisplayName("API: a letter shows what the model answered that was of no use, cut to its bound")
  void showsTheExchange() {
    Claim claim = scene().claimed("a letter", "words");
    ended(claim, 0, new Valid("[]"));
    ended(claim, 1, new Broken("connection reset"));
    ended(claim, 2, new Invalid("not JSON", "x".repeat(Exchange.MOST_RAW + 9)));
    scene().extractions().fail(claim, LedgerScene.REFUSED);

    List<Exchange> exchanges = letters().exchanges(scene().project(), claim.extraction(), 10);

    assertThat(exchanges).extracting(Exchange::verdict).containsExactly("invalid", "broken");
    Exchange newest = exchanges.getFirst();
    assertThat(newest.ordinal()).isEqualTo(2);
    assertThat(newest.epoch()).isEqualTo(claim.epoch());
    assertThat(newest.reason()).isEqualTo("not JSON");
    assertThat(newest.raw()).hasSize(Exchange.MOST_RAW);
    assertThat(newest.usage()).isEqualTo(USAGE);
    assertThat(exchanges.getLast().reason()).isEqualTo("connection reset");
    assertThat(letters().exchanges(scene().project(), claim.extraction(), 1))
        .containsExactly(newest);
  }

  private void ended(Claim claim, int ordinal, Verdict verdict) {
    scene().ledger().letAMomentPass();
    scene()
        .ledger()
        .answers()
        .ended(
            new ModelCall(
                scene().nextId(),
                scene().project(),
                claim.extraction(),
                ordinal,
                claim.epoch(),
                "provider",
                "model",
                Fingerprint.of("passage " + ordinal)),
            verdict,
            USAGE);
  }
}
