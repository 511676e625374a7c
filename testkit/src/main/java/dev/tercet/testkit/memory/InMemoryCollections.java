package dev.tercet.testkit.memory;

import dev.tercet.saga.port.CollectionStore;
import dev.tercet.testkit.memory.table.Tables;
import java.time.Instant;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Collections, and what was compared with them. */
final class InMemoryCollections implements CollectionStore {
  private final Tables tables;

  InMemoryCollections(Tables tables) {
    this.tables = tables;
  }

  @Override
  public @Nullable CollectionRecord named(String name) {
    return tables
        .transact(() -> Optional.ofNullable(tables.reconciling.collections.get(name)))
        .orElse(null);
  }

  @Override
  public List<CollectionRecord> all() {
    return tables.transact(
        () -> List.copyOf(tables.reconciling.collections.sequencedValues().reversed()));
  }

  @Override
  public CollectionRecord creating(String name, String model, int dimension) {
    return tables.transact(() -> {
      CollectionRecord created =
          new CollectionRecord(
              name, model, dimension, UUID.randomUUID().toString(), true, null, false);
      Arrays.fill(tables.reconciling.verifiedBuckets, null);
      tables.reconciling.verifiedProjects.clear();
      boolean known = tables.reconciling.collections.containsKey(name);
      if (known) {
        tables.reconciling.collections.replace(name, created);
      } else {
        tables.reconciling.collections.putLast(name, created);
      }
      return created;
    });
  }

  @Override
  public void chosen(String name, String model) {
    tables.transact(() -> {
      CollectionRecord known = tables.reconciling.collections.get(name);
      if (known != null) {
        boolean others =
            tables.reconciling.collections.values().stream()
                .anyMatch(it -> !it.retired() && !it.name().equals(name));
        tables.reconciling.collections.putLast(
            name,
            new CollectionRecord(
                name,
                model,
                known.dimension(),
                known.incarnation(),
                known.refilling() || others,
                known.refilledTo(),
                false));
      }
      return true;
    });
  }

  @Override
  public void refilledTo(CollectionRecord seen, UUID point) {
    changeSame(seen, it -> in(it, it.refilling(), point, it.retired()));
  }

  @Override
  public void refilled(CollectionRecord seen) {
    changeSame(seen, it -> in(it, false, it.refilledTo(), it.retired()));
  }

  private void changeSame(CollectionRecord seen, UnaryOperator<CollectionRecord> change) {
    change(seen.name(), it -> it.incarnation().equals(seen.incarnation()) ? change.apply(it) : it);
  }

  private boolean isSame(CollectionRecord seen) {
    CollectionRecord now = tables.reconciling.collections.get(seen.name());
    return now != null && now.incarnation().equals(seen.incarnation());
  }

  @Override
  public void retired(String name) {
    change(name, it -> in(it, false, it.refilledTo(), true));
  }

  private void change(String name, UnaryOperator<CollectionRecord> change) {
    tables.transact(() -> {
      tables.reconciling.collections.computeIfPresent(name, (_, it) -> change.apply(it));
      return true;
    });
  }

  private static CollectionRecord in(
      CollectionRecord it, boolean refilling, @Nullable UUID refilledTo, boolean retired) {
    return new CollectionRecord(
        it.name(), it.model(), it.dimension(), it.incarnation(), refilling, refilledTo, retired);
  }

  @Override
  public void verified(CollectionRecord seen, BitSet buckets, Instant at) {
    tables.transact(() -> {
      if (isSame(seen)) {
        @Nullable Instant[] known = tables.reconciling.verifiedBuckets;
        buckets.stream().forEach(it -> known[it] = known[it] == null ? at : later(at, known[it]));
      }
      return true;
    });
  }

  @Override
  public void verified(CollectionRecord seen, UUID project, Instant at) {
    tables.transact(() -> {
      if (isSame(seen)) {
        tables.reconciling.verifiedProjects.merge(project, at, InMemoryCollections::later);
      }
      return true;
    });
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  @Override
  public @Nullable Instant verifiedThrough() {
    return tables
        .transact(() -> {
          Instant least = Instant.MAX;
          for (Instant compared : tables.reconciling.verifiedBuckets) {
            if (compared == null) {
              return Optional.<Instant>empty();
            }
            least = compared.isBefore(least) ? compared : least;
          }
          return Optional.of(least);
        })
        .orElse(null);
  }

  @Override
  public @Nullable Instant verifiedThrough(UUID project) {
    Instant all = verifiedThrough();
    Optional<Instant> own =
        tables.transact(
            () -> Optional.ofNullable(tables.reconciling.verifiedProjects.get(project)));
    return all == null ? own.orElse(null) : later(all, own.orElse(all));
  }
}
