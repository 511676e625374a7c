package dev.tercet.testkit.memory;

import dev.tercet.saga.Extraction.PassageCount;
import dev.tercet.saga.ModelCall;
import dev.tercet.saga.Passage;
import dev.tercet.saga.Project;
import dev.tercet.saga.SavedAnswer;
import dev.tercet.saga.port.AnswerStore.Verdict;
import dev.tercet.saga.port.ClosingStore;
import dev.tercet.saga.port.ExtractionStore.Completion;
import dev.tercet.testkit.memory.table.RefusedByPostgres;
import dev.tercet.testkit.memory.table.Row;
import dev.tercet.testkit.memory.table.Tables;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Closing: the specification's end of an attempt, and with it all that it found. */
final class InMemoryClosingStore implements ClosingStore {
  private final Tables tables;
  private final InMemoryCompletion completion;

  InMemoryClosingStore(Tables tables) {
    this.tables = tables;
    completion = new InMemoryCompletion(tables);
  }

  @Override
  public Closed close(Closing closing) {
    closing.passages().forEach(InMemoryPassageStore::check);
    closing.answers().forEach(answer -> RefusedByPostgres.json(answer.facts()));
    closing.mentions().forEach(InMemoryEntityStore::check);
    return tables.transact(() -> {
      Row row = tables.row(closing.claim().extraction());
      boolean isHeld = row != null && row.isHeldBy(closing.claim());
      return isHeld && closing.answers().stream().anyMatch(this::isAnsweredDifferently)
          ? new Closed.AnsweredDifferently()
          : ended(closing, isHeld);
    });
  }

  private boolean isAnsweredDifferently(FreeAnswer given) {
    Optional<SavedAnswer> stored =
        tables.spend.answer(given.call().project(), given.call().fingerprint());
    return stored.isPresent() && !stored.get().facts().equals(given.facts());
  }

  /** What was done before is read back, and has left everything behind already. */
  private Closed.Ended ended(Closing closing, boolean isHeld) {
    Completion came = completion.complete(closing.claim());
    if (!isHeld) {
      return new Closed.Ended(came, Set.of());
    }
    record(closing);
    return new Closed.Ended(came, came == Completion.DONE ? kept(closing) : Set.of());
  }

  private void record(Closing closing) {
    UUID id = closing.claim().extraction();
    int total = closing.passages().size();
    tables.rows.computeIfPresent(
        id,
        (_, row) ->
            row.madeWithToo(List.of(closing.madeWith()))
                .counting(new PassageCount(total, total, total)));
    NavigableMap<Integer, Passage> recorded = tables.passagesOf(id);
    closing.passages().forEach(it -> recorded.putIfAbsent(it.ordinal(), it));
    tables.cutOf(closing.claim().session()).ifPresent(cut -> tables.cuts.put(id, cut));
    tables.mentions.link(closing.claim().project(), id, closing.mentions());
  }

  /** Keeps the answers, and returns the calls that are noted. */
  private Set<UUID> kept(Closing closing) {
    Set<UUID> calls = new HashSet<>();
    for (FreeAnswer given : closing.answers()) {
      ModelCall call = given.call();
      if (tables.spend.answer(call.project(), call.fingerprint()).isEmpty()) {
        Project project = Objects.requireNonNull(tables.projects.get(call.project()));
        tables.spend.start(call, project.tenant(), tables.now());
        tables.spend.end(call, new Verdict.Valid(given.facts()), given.usage(), tables.now());
        tables.spend.keep(
            call.project(), new SavedAnswer(call.fingerprint(), given.facts()), tables.now());
        calls.add(call.id());
      }
      tables.spend.use(call.project(), call.extraction(), call.fingerprint());
    }
    return calls;
  }
}
