package dev.tercet.recovery.model;

import dev.tercet.saga.port.CollectionStore;
import dev.tercet.saga.port.CollectionStore.CollectionRecord;
import dev.tercet.saga.port.PointStore;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Every collection that may hold points of ours, as the ledger records them. */
public final class KnownCollections {
  private final PointStore current;
  private final CollectionStore records;
  private final Function<CollectionRecord, PointStore> opener;

  public KnownCollections(
      PointStore current, CollectionStore records, Function<CollectionRecord, PointStore> opener) {
    this.current = current;
    this.records = records;
    this.opener = opener;
  }

  /** All of them, the one in use first; retired ones, too, since a late write may still land. */
  public List<PointStore> all() {
    List<PointStore> all = new ArrayList<>();
    all.add(current);
    records.all().stream().filter(it -> !isCurrent(it)).map(opener).forEach(all::add);
    return all;
  }

  /**
   * What the records say at one moment.
   *
   * @param isChosen no other process has chosen another collection since
   * @param others those of other models or names in which rows may still have points
   */
  record Seen(boolean isChosen, List<CollectionRecord> others) {}

  /** Reads the records once. */
  Seen look() {
    List<CollectionRecord> known = records.all();
    return new Seen(
        !known.isEmpty() && isCurrent(known.getFirst()),
        known.stream().filter(it -> !it.retired() && !isCurrent(it)).toList());
  }

  /** That collection. */
  PointStore open(CollectionRecord other) {
    return opener.apply(other);
  }

  /** The one that answers come from: the former one until the change of the model is over. */
  public String reading() {
    List<CollectionRecord> used =
        records.all().stream().filter(it -> !it.retired()).limit(2).toList();
    return used.isEmpty() ? current.collection() : used.getLast().name();
  }

  private boolean isCurrent(CollectionRecord it) {
    return it.name().equals(current.collection());
  }
}
