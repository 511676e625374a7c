package dev.tercet.testkit.memory.lane;

import dev.tercet.saga.ModelCall;
import dev.tercet.saga.SagaEvent;
import dev.tercet.saga.SagaState;
import dev.tercet.saga.batch.BatchCall;
import dev.tercet.saga.batch.BatchStore;
import dev.tercet.saga.batch.ProviderBatch;
import dev.tercet.testkit.memory.table.BatchTables;
import dev.tercet.testkit.memory.table.BatchTables.Batch;
import dev.tercet.testkit.memory.table.BatchTables.Question;
import dev.tercet.testkit.memory.table.BatchTables.QuestionKey;
import dev.tercet.testkit.memory.table.BatchTables.Standing;
import dev.tercet.testkit.memory.table.Row;
import dev.tercet.testkit.memory.table.Tables;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Batches and what waits for them, in memory. */
public final class InMemoryBatches implements BatchStore {
  private static final Duration UNSUPPORTED_FOR = Duration.ofHours(1);
  private static final Duration DEFERRED = Duration.ofSeconds(30);
  private static final Duration AFTER_TIME = Duration.ofMinutes(1);
  private static final int NEWEST = 100;

  private final Tables tables;
  private final BatchTables batches;

  public InMemoryBatches(Tables tables) {
    this.tables = tables;
    batches = tables.batches;
  }

  @Override
  public Placed place(Asker asker, List<Asked> questions) {
    return tables.transact(() -> placed(asker, questions));
  }

  private Placed placed(Asker asker, List<Asked> questions) {
    UUID extraction = asker.claim().extraction();
    if (tables.row(extraction) == null) {
      return Placed.NONE;
    }
    List<Question> known =
        batches.questions.values().stream()
            .filter(it -> it.extraction().equals(extraction))
            .toList();
    Instant now = tables.now();
    Instant until =
        known.stream()
            .map(Question::until)
            .min(Comparator.naturalOrder())
            .orElse(now.plus(asker.within()));
    boolean over = known.stream().anyMatch(it -> it.state() == Standing.OVER);
    for (Asked it : questions) {
      QuestionKey key = new QuestionKey(extraction, it.fingerprint());
      if (!over && until.isAfter(now) && !isUnsupported(asker.provider())) {
        batches.questions.putIfAbsent(key, Question.waiting(asker, it, now, until));
      } else if (isIn(batches.questions.get(key), Standing.WAITING)) {
        batches.questions.remove(key);
      }
    }
    Map<QuestionKey, Question> waiting = new LinkedHashMap<>();
    for (Asked it : questions) {
      QuestionKey key = new QuestionKey(extraction, it.fingerprint());
      Question question = batches.questions.get(key);
      if (question != null && question.isOpen()) {
        waiting.put(key, question);
      }
    }
    if (waiting.isEmpty()) {
      return Placed.NONE;
    }
    if (!until.isAfter(now)) {
      batches.calls.forEach((call, sent) -> {
        if (waiting.values().stream().anyMatch(it -> call.equals(it.call()))) {
          batches.change(sent.batch(), Batch::unwanted);
        }
      });
    }
    return new Placed(
        waiting.keySet().stream().map(QuestionKey::fingerprint).collect(Collectors.toSet()),
        until.isAfter(now) ? Duration.between(now, until) : AFTER_TIME);
  }

  private static boolean isIn(@Nullable Question question, Standing state) {
    return question != null && question.state() == state;
  }

  private boolean isUnsupported(String provider) {
    return batches.isOver(provider, UNSUPPORTED, tables.now().minus(UNSUPPORTED_FOR));
  }

  @Override
  public boolean gather(UUID id, int most, long bytes) {
    return tables.transact(() -> {
      Question first = ready().findFirst().orElse(null);
      if (first == null) {
        return false;
      }
      List<Question> found =
          batches.questions.values().stream()
              .filter(it -> it.state() == Standing.WAITING)
              .filter(it -> it.provider().equals(first.provider()))
              .filter(it -> it.model().equals(first.model()))
              .sorted(Comparator.comparing(Question::readyAt))
              .limit(most)
              .toList();
      choose(id, first, found, bytes);
      return true;
    });
  }

  private Stream<Question> ready() {
    return batches.questions.values().stream()
        .filter(it -> it.state() == Standing.WAITING && !it.readyAt().isAfter(tables.now()))
        .sorted(Comparator.comparing(Question::readyAt));
  }

  private void choose(UUID id, Question first, List<Question> found, long bytes) {
    Set<String> asked =
        batches.questions.values().stream()
            .filter(it -> it.state() == Standing.SENT)
            .map(Question::name)
            .collect(Collectors.toCollection(HashSet::new));
    int chosen = 0;
    long size = 0;
    for (Question it : found) {
      Row row = tables.row(it.extraction());
      if (row == null || !row.state().status().isInFlight()) {
        batches.questions.remove(it.key());
      } else if (asked.contains(it.name())) {
        batches.questions.put(it.key(), it.readyAt(tables.now().plus(DEFERRED)));
      } else if (chosen == 0 || size + it.bytes() <= bytes) {
        asked.add(it.name());
        chosen++;
        size += it.bytes();
        UUID call = UUID.randomUUID();
        batches.calls.put(call, it.sentAs(call, id));
        batches.questions.put(it.key(), it.sent(call));
      }
    }
    if (chosen > 0) {
      batches.batches.put(
          id, Batch.begun(id, first.provider(), first.model(), chosen, tables.now()));
    }
  }

  @Override
  public Optional<ProviderBatch> due(Duration hold) {
    return tables.transact(() -> {
      Optional<Batch> due =
          batches.batches.values().stream()
              .filter(it -> it.row().endedAt() == null && !it.nextAt().isAfter(tables.now()))
              .min(Comparator.comparing(Batch::nextAt));
      due.ifPresent(it -> batches.change(it.row().id(), was -> was.tried(tables.now().plus(hold))));
      return due.map(it -> batches.batches.getOrDefault(it.row().id(), it).row());
    });
  }

  @Override
  public List<BatchCall> calls(UUID batch) {
    return tables.transact(() ->
        batches.calls.values().stream()
            .filter(it -> it.batch().equals(batch))
            .map(it -> new BatchCall(it.call(), text(it.call())))
            .sorted(Comparator.comparing(it -> it.call().id().toString()))
            .toList());
  }

  private BatchCall.@Nullable Text text(ModelCall call) {
    Question question =
        batches.questions.get(new QuestionKey(call.extraction(), call.fingerprint()));
    return question == null
            || tables.row(call.extraction()) == null
            || !call.id().equals(question.call())
        ? null
        : new BatchCall.Text(question.schema(), question.passage());
  }

  @Override
  public void leaveOut(UUID batch, Collection<UUID> calls) {
    tables.transact(() -> {
      for (UUID call : calls) {
        BatchTables.Sent sent = batches.calls.get(call);
        if (sent != null && sent.batch().equals(batch)) {
          batches.settle(call, Standing.OVER);
          batches.calls.remove(call);
          batches.change(batch, Batch::less);
        }
      }
      return true;
    });
  }

  @Override
  public void submitted(UUID batch, String remote, Duration pause) {
    tables.transact(() -> {
      batches.change(batch, it -> it.named(remote).at(tables.now().plus(pause)));
      return true;
    });
  }

  @Override
  public boolean isNamed(String provider, String remote) {
    return tables.transact(() -> batches.isNamed(provider, remote));
  }

  @Override
  public void putOff(UUID batch, Duration pause) {
    tables.transact(() -> {
      batches.change(batch, it -> it.at(tables.now().plus(pause)));
      return true;
    });
  }

  @Override
  public void ended(UUID batch, String outcome, Collection<UUID> answered) {
    tables.transact(() -> {
      Batch was = batches.batches.get(batch);
      if (was == null || was.row().endedAt() != null) {
        return false;
      }
      batches.change(batch, it -> it.ended(tables.now(), outcome, answered.size()));
      for (BatchTables.Sent sent : List.copyOf(batches.calls.values())) {
        if (sent.batch().equals(batch)) {
          UUID call = sent.call().id();
          batches.settle(call, answered.contains(call) ? Standing.ENDED : Standing.OVER);
          if (answered.contains(call)) {
            batches.settleOthers(sent.call());
          }
          batches.calls.remove(call);
        }
      }
      return true;
    });
  }

  @Override
  public boolean call(int limit) {
    return tables.transact(() -> {
      List<Question> news =
          batches.questions.values().stream()
              .filter(it -> it.news() && tables.row(it.extraction()) != null)
              .sorted(Comparator.comparing(it -> it.extraction().toString()))
              .limit(limit)
              .toList();
      Set<UUID> told =
          news.stream().map(Question::extraction).filter(this::call).collect(Collectors.toSet());
      batches
          .questions
          .values()
          .removeIf(it -> told.contains(it.extraction()) && it.state() == Standing.ENDED);
      batches.questions.replaceAll((_, it) -> told.contains(it.extraction()) ? it.told() : it);
      return !told.isEmpty() && news.size() == limit;
    });
  }

  /** Whether it needs no other look. */
  private boolean call(UUID extraction) {
    SagaState state = Objects.requireNonNull(tables.row(extraction)).state();
    if (state instanceof SagaState.Processing || state instanceof SagaState.Queued) {
      return false;
    }
    boolean open =
        batches.questions.values().stream()
            .anyMatch(it -> it.extraction().equals(extraction) && it.isOpen());
    if (state instanceof SagaState.Pending && !open) {
      tables.move(extraction, new SagaEvent.Hastened());
    }
    return true;
  }

  @Override
  public List<ProviderBatch> newest() {
    return tables.transact(() ->
        batches.batches.values().stream()
            .map(Batch::row)
            .sorted(Comparator.comparing(ProviderBatch::begunAt).reversed())
            .limit(NEWEST)
            .toList());
  }
}
