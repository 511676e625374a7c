package dev.tercet.recovery;

import dev.tercet.saga.PointStore;
import dev.tercet.saga.RecoveryStore;
import dev.tercet.saga.RecoveryStore.CollectionRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Every collection that may hold points of ours, as the ledger records them. */
final class KnownCollections {
  private final PointStore current;
  private final RecoveryStore memory;
  private final @Nullable Function<CollectionRecord, PointStore> opener;

  KnownCollections(PointStore current, RecoveryStore memory, @Nullable OldModels old) {
    this.current = current;
    this.memory = memory;
    this.opener = old == null ? null : old.opener();
  }

  /** All of them, the one in use first; retired ones, too, since a late write may still land. */
  List<PointStore> all() {
    List<PointStore> all = new ArrayList<>();
    all.add(current);
    Function<CollectionRecord, PointStore> open = opener;
    if (open != null) {
      memory.collections().stream().filter(it -> !isCurrent(it)).map(open).forEach(all::add);
    }
    return all;
  }

  /** Those of other models or names in which rows may still have points. */
  List<CollectionRecord> others() {
    return memory.collections().stream().filter(it -> !it.retired() && !isCurrent(it)).toList();
  }

  /** That collection. */
  PointStore open(CollectionRecord other) {
    if (opener == null) {
      throw new IllegalStateException("the model never changes here");
    }
    return opener.apply(other);
  }

  /** Whether no other process has chosen another collection since. */
  boolean isChosen() {
    List<CollectionRecord> known = memory.collections();
    return !known.isEmpty() && isCurrent(known.getFirst());
  }

  /** The one that answers come from: the former one until the change of the model is over. */
  String reading() {
    List<CollectionRecord> used =
        memory.collections().stream().filter(it -> !it.retired()).limit(2).toList();
    return used.isEmpty() ? current.collection() : used.getLast().name();
  }

  private boolean isCurrent(CollectionRecord it) {
    return it.name().equals(current.collection());
  }
}
