package dev.tercet.pipeline.lane;

import dev.tercet.pipeline.ParallelMap;
import dev.tercet.pipeline.PipelineMetrics;
import dev.tercet.pipeline.answer.LruCache;
import dev.tercet.pipeline.answer.ProjectSchema;
import dev.tercet.pipeline.attempt.JudgedReply;
import dev.tercet.pipeline.provider.batch.BatchApi;
import dev.tercet.saga.Usage;
import dev.tercet.saga.batch.BatchCall;
import dev.tercet.saga.batch.BatchStore;
import dev.tercet.saga.batch.ProviderBatch;
import dev.tercet.saga.money.TokenEstimate;
import dev.tercet.saga.port.AnswerStore;
import dev.tercet.saga.port.AnswerStore.Asker;
import dev.tercet.saga.port.AnswerStore.Start;
import dev.tercet.saga.port.AnswerStore.Verdict;
import dev.tercet.saga.port.Extractor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/** The calls of a batch in the ledger: each begins before it is sent, and ends once (S6). */
public final class BatchCalls {
  private static final int AT_ONCE = 64;
  private static final int KEPT_SCHEMAS = 64;

  /** So many characters of replies are in memory at once. */
  private static final int MOST_TOLD = 4 << 20;

  /** Longer than a batch may take: until then nobody else asks its questions. */
  private static final Duration LONGEST = RunBatches.LOST.plusHours(1);

  private final AnswerStore answers;
  private final PipelineMetrics metrics;
  private final LruCache<String, ProjectSchema> schemas =
      new LruCache<>(KEPT_SCHEMAS, ProjectSchema::read);

  /**
   * @param answers which knows what calls in batches cost
   */
  public BatchCalls(AnswerStore answers, PipelineMetrics metrics) {
    this.answers = answers;
    this.metrics = metrics;
  }

  /** A reply and the call that it is to. */
  private record Told(BatchCall call, Extractor.Reply reply) {}

  /** Begins those that may be sent, and leaves the others out; a repetition changes nothing. */
  List<BatchApi.Item> begin(ProviderBatch batch, BatchStore batches) {
    List<BatchCall> calls = batches.calls(batch.id());
    List<Optional<BatchApi.Item>> items = ParallelMap.map(calls, AT_ONCE, this::begin);
    List<UUID> out = new ArrayList<>();
    for (int i = 0; i < calls.size(); i++) {
      if (items.get(i).isEmpty()) {
        out.add(calls.get(i).call().id());
      }
    }
    if (!out.isEmpty()) {
      batches.leaveOut(batch.id(), out);
    }
    return items.stream().flatMap(Optional::stream).toList();
  }

  private Optional<BatchApi.Item> begin(BatchCall it) {
    BatchCall.Text text = it.text();
    if (text == null) {
      answers.abandoned(it.call());
      return Optional.empty();
    }
    Usage expected = TokenEstimate.of(text.schema(), text.passage());
    Start start = answers.started(it.call(), new Asker(it.call().id(), LONGEST, expected));
    return start instanceof Start.Begun(var earlier)
        ? Optional.of(
            new BatchApi.Item(
                it.call().id(),
                new Extractor.Request(
                    it.call().extraction(),
                    it.call().ordinal(),
                    it.call().epoch(),
                    text.schema(),
                    text.passage(),
                    earlier,
                    new Extractor.Origin("", "", "{}"))))
        : Optional.empty();
  }

  /**
   * Ends all of them with what the provider answered, or did not.
   *
   * @return those whose questions have a stored answer
   */
  List<UUID> end(List<BatchCall> calls, BatchApi api, BatchApi.Standing standing) {
    var reading = new Reading(calls);
    api.read(standing, reading);
    reading.endTold();
    List<BatchCall> rest = List.copyOf(reading.open.values());
    unpaid(reading.unasked, standing.state());
    if (standing.isCharged() || reading.isPartial) {
      lose(rest);
    } else {
      unpaid(rest, standing.state());
    }
    return reading.answered;
  }

  /** Ends calls as their results are read, so many of which are in memory at once. */
  private final class Reading implements BatchApi.Results {
    final Map<UUID, BatchCall> open = new HashMap<>();
    final List<BatchCall> unasked = new ArrayList<>();
    final List<UUID> answered = new ArrayList<>();
    private final List<Told> told = new ArrayList<>();
    private int size;
    private boolean isPartial;

    Reading(List<BatchCall> calls) {
      calls.forEach(it -> open.put(it.call().id(), it));
    }

    @Override
    public void answered(UUID name, Extractor.Reply reply) {
      BatchCall call = open.remove(name);
      if (call != null) {
        told.add(new Told(call, reply));
        size += reply instanceof Extractor.Reply.Content(var c, _, _) ? c.length() : 0;
        if (told.size() >= AT_ONCE || size > MOST_TOLD) {
          endTold();
        }
      }
    }

    @Override
    public void unasked(UUID name) {
      BatchCall call = open.remove(name);
      if (call != null) {
        unasked.add(call);
      }
    }

    @Override
    public void unreadable() {
      isPartial = true;
    }

    void endTold() {
      answered.addAll(endAll(told));
      told.clear();
      size = 0;
    }
  }

  private List<UUID> endAll(List<Told> told) {
    List<Optional<UUID>> ended =
        told.isEmpty() ? List.of() : ParallelMap.map(List.copyOf(told), AT_ONCE, this::end);
    return ended.stream().flatMap(Optional::stream).toList();
  }

  private Optional<UUID> end(Told told) {
    BatchCall.Text text = told.call().text();
    var sent = new JudgedReply.Sent(told.reply(), null);
    JudgedReply judged =
        text == null
            ? JudgedReply.of(sent, "", schemas.of("{}").facts())
            : JudgedReply.of(sent, text.passage(), schemas.of(text.schema()).facts());
    Verdict verdict =
        text == null ? new Verdict.Broken("its document is gone", false) : judged.verdict();
    metrics.called(judged.outcome(), judged.usage());
    if (verdict instanceof Verdict.Valid valid) {
      metrics.read(valid);
    }
    return answers
        .ended(told.call().call(), verdict, judged.usage())
        .map(_ -> told.call().call().id());
  }

  /** Nobody is paid for them. */
  void unpaid(List<BatchCall> calls, String reason) {
    each(
        calls,
        it ->
            answers.ended(
                it.call(), new Verdict.Broken("in a batch that is " + reason, true), Usage.NONE));
  }

  /** Nobody knows what became of them. */
  void lose(List<BatchCall> calls) {
    each(calls, it -> answers.abandoned(it.call()));
  }

  private static void each(List<BatchCall> calls, Consumer<BatchCall> act) {
    if (!calls.isEmpty()) {
      ParallelMap.map(
          calls,
          AT_ONCE,
          it -> {
            act.accept(it);
            return true;
          });
    }
  }
}
