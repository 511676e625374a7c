package dev.tercet.testkit.memory;

import dev.tercet.saga.Claim;
import dev.tercet.saga.Extraction;
import dev.tercet.saga.MadeWith;
import dev.tercet.saga.Passage;
import dev.tercet.saga.SagaEvent;
import dev.tercet.saga.SagaState.Processing;
import dev.tercet.saga.Stage;
import dev.tercet.saga.port.PassageStore;
import dev.tercet.testkit.memory.table.RefusedByPostgres;
import dev.tercet.testkit.memory.table.Row;
import dev.tercet.testkit.memory.table.Tables;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Passages, written once after their points are confirmed. */
final class InMemoryPassageStore implements PassageStore {
  private final Tables tables;

  InMemoryPassageStore(Tables tables) {
    this.tables = tables;
  }

  @Override
  public boolean record(
      Claim claim,
      Set<MadeWith> madeWith,
      List<Passage> passages,
      Stage stage,
      Extraction.PassageCount progress) {
    List<MadeWith> known = MadeWith.known(madeWith);
    passages.forEach(InMemoryPassageStore::check);
    return tables.transact(() -> {
      Row held = tables.row(claim.extraction());
      if (held == null) {
        return false;
      }
      Optional<Row> row =
          tables.move(
              claim.extraction(),
              new SagaEvent.Advanced(
                  claim.epoch(), claim.session(), stage, tables.now().plus(held.attemptTimeout())));
      row.ifPresent(moved -> {
        tables.rows.put(moved.id(), moved.madeWithToo(known).counting(progress));
        NavigableMap<Integer, Passage> recorded = tables.passagesOf(moved.id());
        passages.forEach(passage -> recorded.putIfAbsent(passage.ordinal(), passage));
        tables.cutOf(claim.session()).ifPresent(cut -> tables.cuts.put(moved.id(), cut));
      });
      return row.isPresent();
    });
  }

  @Override
  public boolean beginAnew(Claim claim) {
    return tables.transact(() -> {
      Row row = tables.row(claim.extraction());
      if (row == null || !(row.state() instanceof Processing held) || !row.isHeldBy(claim)) {
        return false;
      }
      tables.rows.put(row.id(), row.anew(held, tables.now()));
      tables.passages.remove(row.id());
      tables.mentions.forget(row.id());
      tables.cuts.put(row.id(), "");
      return true;
    });
  }

  static void check(Passage passage) {
    RefusedByPostgres.text(passage.text());
    passage
        .facts()
        .forEach(fact -> {
          RefusedByPostgres.text(fact.quote());
          RefusedByPostgres.json(fact.data());
        });
  }

  @Override
  public List<Passage> page(UUID extraction, int fromOrdinal, int limit) {
    return tables.transact(() ->
        tables.passagesOf(extraction).tailMap(fromOrdinal, true).values().stream()
            .limit(limit)
            .toList());
  }

  @Override
  public List<Failed> failed(UUID extraction, int fromOrdinal, int limit) {
    return tables.transact(() ->
        tables.failed.of(extraction).stream()
            .filter(it -> it.ordinal() >= fromOrdinal)
            .limit(limit)
            .map(it -> new Failed(it, tables.spend.raw(extraction, it.ordinal())))
            .toList());
  }

  @Override
  public List<LivingPassage> living(UUID project, Collection<UUID> embeddingIds) {
    Set<UUID> wanted = Set.copyOf(embeddingIds);
    return tables.transact(() ->
        tables.rows.values().stream()
            .filter(row -> row.document().project().equals(project))
            .filter(tables::isLiving)
            .flatMap(row ->
                tables.passagesOf(row.id()).values().stream()
                    .filter(passage -> isOneOf(wanted, passage))
                    .map(passage -> living(row, passage)))
            .toList());
  }

  private static boolean isOneOf(Set<UUID> wanted, Passage passage) {
    UUID id = passage.embeddingId();
    return id != null && wanted.contains(id);
  }

  private static LivingPassage living(Row row, Passage passage) {
    return new LivingPassage(
        row.document().source(), row.document().metadata(), passage, row.madeWith());
  }
}
