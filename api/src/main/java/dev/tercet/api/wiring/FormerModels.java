package dev.tercet.api.wiring;

import dev.tercet.pipeline.search.OtherCollection;
import dev.tercet.pipeline.search.OtherCollections;
import dev.tercet.saga.port.CollectionStore.CollectionRecord;
import dev.tercet.saga.port.Embedder;
import dev.tercet.saga.port.PointStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The collections of other models in which living passages may still have their points, with who
 * embeds queries for them. What the ledger said is believed for a second, which is shorter than it
 * takes passages to begin to move after a collection was chosen.
 */
final class FormerModels implements OtherCollections, AutoCloseable {
  private static final Duration FRESH = Duration.ofSeconds(1);

  private final Supplier<List<CollectionRecord>> collections;
  private final Function<CollectionRecord, PointStore> opener;
  private final PointStore points;
  private final Models models;
  private final Map<String, Optional<Embedder>> embedders = new HashMap<>();
  private volatile Instant staleAt = Instant.MIN;
  private volatile List<OtherCollection> known = List.of();

  /**
   * @param points the collection in use
   */
  FormerModels(
      Supplier<List<CollectionRecord>> collections,
      Function<CollectionRecord, PointStore> opener,
      PointStore points,
      Models models) {
    this.collections = collections;
    this.opener = opener;
    this.points = points;
    this.models = models;
  }

  @Override
  public List<OtherCollection> others() {
    Instant now = models.clocks().steady().instant();
    if (!now.isBefore(staleAt)) {
      look(now);
    }
    return known;
  }

  /** A few rows by one statement, read anew: a search that says nothing is believed. */
  @Override
  public boolean arePartial() {
    String mine = points.collection();
    return look(models.clocks().steady().instant()).stream()
        .filter(it -> !it.retired())
        .anyMatch(it -> it.refilling() || !it.name().equals(mine));
  }

  /** Asks the ledger; nobody waits for another one's question. */
  private List<CollectionRecord> look(Instant now) {
    List<CollectionRecord> records = collections.get();
    know(records, now);
    return records;
  }

  private synchronized void know(List<CollectionRecord> records, Instant now) {
    List<OtherCollection> others = new ArrayList<>();
    boolean newer = false;
    for (CollectionRecord each : records.reversed()) {
      if (each.name().equals(points.collection())) {
        newer = true;
      } else if (!each.retired()) {
        boolean chosenLater = newer;
        embedders
            .computeIfAbsent(each.name(), _ -> models.embedderOf(each))
            .map(it -> new OtherCollection(opener.apply(each), it, chosenLater))
            .ifPresent(others::add);
      }
    }
    known = List.copyOf(others);
    staleAt = now.plus(FRESH);
  }

  @Override
  public synchronized void close() {
    embedders.values().stream()
        .flatMap(Optional::stream)
        .filter(it -> !it.equals(models.embedder()))
        .forEach(Embedder::close);
    embedders.clear();
  }
}
