package dev.tercet.testkit.memory.table;

import dev.tercet.saga.ModelCall;
import dev.tercet.saga.batch.BatchStore.Asked;
import dev.tercet.saga.batch.BatchStore.Asker;
import dev.tercet.saga.batch.ProviderBatch;
import dev.tercet.saga.id.Fingerprint;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The rows of batches and of what waits for them. */
public final class BatchTables {
  public final Map<UUID, Batch> batches = new HashMap<>();
  public final Map<UUID, Sent> calls = new LinkedHashMap<>();
  public final Map<QuestionKey, Question> questions = new LinkedHashMap<>();

  /** Where a question stands. */
  public enum Standing {
    WAITING,
    SENT,
    ENDED,
    OVER
  }

  /** A question of a document. */
  public record QuestionKey(UUID extraction, Fingerprint fingerprint) {}

  /** What a batch asks. */
  public record Sent(UUID batch, ModelCall call) {}

  /** A question's row. */
  public record Question(
      UUID extraction,
      Fingerprint fingerprint,
      UUID project,
      long epoch,
      int ordinal,
      String provider,
      String model,
      String schema,
      String passage,
      Instant readyAt,
      Instant until,
      Standing state,
      @Nullable UUID call,
      boolean news) {
    /** One that has just come. */
    public static Question waiting(Asker asker, Asked asked, Instant now, Instant until) {
      return new Question(
          asker.claim().extraction(),
          asked.fingerprint(),
          asker.claim().project(),
          asker.claim().epoch(),
          asked.ordinal(),
          asker.provider(),
          asker.model(),
          asker.schema(),
          asked.passage(),
          now.plus(asker.gathering()),
          until,
          Standing.WAITING,
          null,
          false);
    }

    public QuestionKey key() {
      return new QuestionKey(extraction, fingerprint);
    }

    /** The same for every document of the project. */
    public String name() {
      return project + fingerprint.hex();
    }

    public boolean isOpen() {
      return state == Standing.WAITING || state == Standing.SENT;
    }

    public long bytes() {
      return (long) schema.length() + passage.length();
    }

    /** As a batch has it. */
    public Sent sentAs(UUID id, UUID batch) {
      return new Sent(
          batch,
          new ModelCall(id, project, extraction, ordinal, epoch, provider, model, fingerprint));
    }

    public Question readyAt(Instant at) {
      return with(at, state, call, news, schema, passage);
    }

    public Question sent(UUID id) {
      return with(readyAt, Standing.SENT, id, false, schema, passage);
    }

    public Question settled(Standing end) {
      return with(readyAt, end, null, true, "", "");
    }

    public Question told() {
      return with(readyAt, state, call, false, schema, passage);
    }

    private Question with(
        Instant ready, Standing to, @Nullable UUID as, boolean tell, String asked, String text) {
      return new Question(
          extraction,
          fingerprint,
          project,
          epoch,
          ordinal,
          provider,
          model,
          asked,
          text,
          ready,
          until,
          to,
          as,
          tell);
    }
  }

  /** A batch's row. */
  public record Batch(ProviderBatch row, Instant nextAt) {
    /** One that has just begun. */
    public static Batch begun(UUID id, String provider, String model, int questions, Instant now) {
      return new Batch(
          new ProviderBatch(id, provider, model, null, 0, false, questions, 0, now, null, null),
          now);
    }

    public Batch at(Instant next) {
      return new Batch(row, next);
    }

    public Batch tried(Instant next) {
      return new Batch(with(row.remote(), row.tries() + 1, row.unwanted(), row.questions()), next);
    }

    public Batch named(String remote) {
      return new Batch(with(remote, row.tries(), row.unwanted(), row.questions()), nextAt);
    }

    public Batch unwanted() {
      return new Batch(with(row.remote(), row.tries(), true, row.questions()), nextAt);
    }

    public Batch less() {
      return new Batch(
          with(row.remote(), row.tries(), row.unwanted(), row.questions() - 1), nextAt);
    }

    private ProviderBatch with(@Nullable String remote, int tries, boolean unwanted, int asked) {
      return new ProviderBatch(
          row.id(),
          row.provider(),
          row.model(),
          remote,
          tries,
          unwanted,
          asked,
          row.answered(),
          row.begunAt(),
          row.endedAt(),
          row.outcome());
    }

    public Batch ended(Instant now, String outcome, int answered) {
      return new Batch(
          new ProviderBatch(
              row.id(),
              row.provider(),
              row.model(),
              row.remote(),
              row.tries(),
              row.unwanted(),
              row.questions(),
              answered,
              row.begunAt(),
              now,
              outcome),
          nextAt);
    }
  }

  public boolean isNamed(String provider, String remote) {
    return batches.values().stream()
        .map(Batch::row)
        .anyMatch(it -> it.provider().equals(provider) && remote.equals(it.remote()));
  }

  /** Whether one of that provider's ended so after that time. */
  public boolean isOver(String provider, String outcome, Instant since) {
    return batches.values().stream()
        .map(Batch::row)
        .filter(it -> it.provider().equals(provider) && outcome.equals(it.outcome()))
        .anyMatch(it -> it.endedAt() != null && it.endedAt().isAfter(since));
  }

  /** Changes a batch that is not over. */
  public void change(UUID batch, UnaryOperator<Batch> change) {
    batches.computeIfPresent(
        batch, (_, was) -> was.row().endedAt() == null ? change.apply(was) : was);
  }

  /** Settles the question of that call. */
  public void settle(UUID call, Standing state) {
    questions.replaceAll((_, it) -> call.equals(it.call()) ? it.settled(state) : it);
  }

  /** What waits with the same question has an answer now. */
  public void settleOthers(ModelCall call) {
    questions.replaceAll((_, it) ->
        it.state() == Standing.WAITING
                && it.project().equals(call.project())
                && it.fingerprint().equals(call.fingerprint())
            ? it.settled(Standing.ENDED)
            : it);
  }
}
