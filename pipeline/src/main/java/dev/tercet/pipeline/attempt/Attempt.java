package dev.tercet.pipeline.attempt;

import dev.tercet.pipeline.AttemptFailure;
import dev.tercet.pipeline.answer.ProjectSchema;
import dev.tercet.pipeline.model.PartialResults;
import dev.tercet.pipeline.text.Span;
import dev.tercet.saga.AttemptWork;
import dev.tercet.saga.Claim;
import dev.tercet.saga.Document;
import dev.tercet.saga.Extraction.PassageCount;
import dev.tercet.saga.Stage;
import dev.tercet.saga.port.EntityStore.Mention;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One attempt on one extraction: what it works on and how far it is. It belongs to the attempt's
 * thread; only {@link #answered} and {@link #isLost} are for the threads that ask.
 */
final class Attempt {
  /** So many passages are left out before the document counts as one of which nothing is good. */
  private static final int HOPELESS = 200;

  private final AttemptWork work;
  private final String text;
  private final ProjectSchema schema;
  private final List<Span> spans;
  private final List<Span> open;
  private final DeadlineRenewal deadlineRenewal;
  private final AttemptHold hold;
  private final LeftOutPassages leftOut;
  private final List<UUID> written = new ArrayList<>();
  private final Set<Mention> mentions = new LinkedHashSet<>();
  private int asked;
  private int missed;
  private int unanswered;
  private int extracted;
  private int embedded;
  private Stage passed;
  private @Nullable AttemptFailure failure;
  private @Nullable String metadata;

  Attempt(
      AttemptWork work,
      String text,
      ProjectSchema schema,
      List<Span> spans,
      DeadlineRenewal deadlineRenewal,
      AttemptHold hold) {
    this.work = work;
    this.text = text;
    this.schema = schema;
    this.spans = spans;
    this.deadlineRenewal = deadlineRenewal;
    this.hold = hold;
    Set<Integer> recorded =
        work.recorded().stream().map(AttemptWork.Recorded::ordinal).collect(Collectors.toSet());
    open = spans.stream().filter(it -> !recorded.contains(it.ordinal())).toList();
    embedded = spans.size() - open.size();
    extracted = embedded;
    passed = work.claim().stage();
    Claim claim = work.claim();
    leftOut =
        new LeftOutPassages(
            PartialResults.of(work.project().options()), claim.attempts() >= claim.maxAttempts());
  }

  AttemptWork work() {
    return work;
  }

  /** The exact text of the document. */
  String text() {
    return text;
  }

  /**
   * The document's metadata, read once; none when its rows are gone, as the next write will find.
   */
  String metadata(Function<Claim, Optional<String>> reader) {
    String known = metadata;
    if (known == null) {
      known = reader.apply(claim()).orElse(Document.NO_METADATA);
      metadata = known;
    }
    return known;
  }

  ProjectSchema schema() {
    return schema;
  }

  Claim claim() {
    return work.claim();
  }

  /** Its passages, in order. */
  List<Span> spans() {
    return spans;
  }

  /** Whether no earlier attempt has left anything that this one goes on from. */
  boolean isUntouched() {
    return embedded == 0 && claim().stage() == Stage.ACCEPTED;
  }

  /** No passage at all: nothing but white space. */
  boolean hasNoText() {
    return spans.isEmpty();
  }

  /** The passages that are not recorded yet, in windows of at most {@code size}. */
  List<List<Span>> windows(int size) {
    var windows = new ArrayList<List<Span>>();
    for (int from = 0; from < open.size(); from += size) {
      windows.add(open.subList(from, Math.min(open.size(), from + size)));
    }
    return windows;
  }

  PassageCount count() {
    return new PassageCount(spans.size(), extracted, embedded);
  }

  /** The same at its end: what has no point counts as not extracted. */
  PassageCount embeddedCount() {
    return new PassageCount(spans.size(), embedded, embedded);
  }

  /**
   * A question was settled, with an answer or without; renews the deadline when it is time to. Any
   * thread.
   */
  void answered() {
    deadlineRenewal.progressed(
        claim(), passed, new PassageCount(spans.size(), extracted, embedded));
  }

  /**
   * Writes the checkpoints and counts that no later step has written yet, so that readers see them;
   * false when the claim is no longer ours.
   */
  boolean noteProgress() {
    return extracted == embedded || deadlineRenewal.advance(claim(), passed, count());
  }

  /** The claim is known to be no longer ours. Any thread. */
  boolean isLost() {
    return deadlineRenewal.isLost();
  }

  /** The passages without which it goes on. */
  LeftOutPassages leftOut() {
    return leftOut;
  }

  /**
   * So many passages of a window have answers, so many are left out, and so many have none yet, the
   * gravest for this reason.
   */
  void extracted(int found, int without, int open, @Nullable AttemptFailure gravest) {
    asked += found + without + open;
    missed += open;
    extracted += found;
    unanswered += without;
    if (gravest != null) {
      failure = AttemptFailure.graver(failure, gravest);
    }
    if (extracted > 0 && extracted + unanswered == spans.size()) {
      passed(Stage.EXTRACTED);
    }
  }

  /** The gravest setback so far. */
  @Nullable AttemptFailure failure() {
    return failure;
  }

  /**
   * Whether going on is of no use. A long document outlives single failures, whose passages the
   * next attempt asks for again; but nothing goes on when all must wait, when no attempt can
   * succeed, when more than a fifth fails, or when many passages are left out and none is good.
   */
  boolean mustStop() {
    return switch (failure) {
      case null -> embedded == 0 && leftOut.count() >= HOPELESS;
      case AttemptFailure.Waiting _,
          AttemptFailure.NoTurn _,
          AttemptFailure.Held _,
          AttemptFailure.OverBudget _,
          AttemptFailure.Crowded _,
          AttemptFailure.Hopeless _,
          AttemptFailure.Gone _ ->
          true;
      case AttemptFailure.InBatch _ -> false; // the rest of its questions belong into the same one
      case AttemptFailure.Tried _ -> missed * 5 > asked;
    };
  }

  /** What comes next commits its end. */
  void ending() {
    hold.ending();
  }

  /** These points are about to be written. */
  void writing(Collection<UUID> points) {
    written.addAll(points);
  }

  /** Why nothing of the document is good; null when something is. */
  @Nullable AttemptFailure hopeless() {
    return embedded == 0 ? leftOut.gravest() : null;
  }

  /** Every point that this attempt may have written. */
  List<UUID> written() {
    return written;
  }

  /** So many more passages are recorded, and they mention these. */
  void recorded(int passages, Collection<Mention> mentioned) {
    embedded += passages;
    mentions.addAll(mentioned);
    passed(stageAfter(0));
  }

  /** The stage once {@code more} passages are recorded. */
  Stage stageAfter(int more) {
    return embedded + more + leftOut.count() == spans.size() ? Stage.EMBEDDED : claim().stage();
  }

  List<Mention> mentions() {
    return List.copyOf(mentions);
  }

  /** The last checkpoint passed; the ledger may know less. */
  Stage passed() {
    return passed;
  }

  void passed(Stage stage) {
    if (stage.compareTo(passed) > 0) {
      passed = stage;
    }
  }
}
