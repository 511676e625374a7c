package dev.tercet.api.wiring;

import dev.tercet.api.config.EmbeddingConfig;
import dev.tercet.pipeline.provider.HashEmbedder;
import dev.tercet.pipeline.provider.MiniLmEmbedder;
import dev.tercet.pipeline.provider.PrefixedEmbedder;
import dev.tercet.pipeline.search.OtherCollection;
import dev.tercet.pipeline.search.SearchedCollections;
import dev.tercet.saga.Clocks;
import dev.tercet.saga.CollectionStore.CollectionRecord;
import dev.tercet.saga.Embedder;
import dev.tercet.saga.PointStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The collections of other models in which living passages may still have their points, with who
 * embeds queries for them. What the ledger said is believed for a second, which is shorter than it
 * takes passages to begin to move after a collection was chosen.
 */
final class FormerModels implements SearchedCollections, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FormerModels.class);
  private static final Duration FRESH = Duration.ofSeconds(1);

  private final Supplier<List<CollectionRecord>> collections;
  private final Function<CollectionRecord, PointStore> opener;
  private final Current current;
  private final Map<String, Optional<Embedder>> embedders = new HashMap<>();
  private volatile Instant staleAt = Instant.MIN;
  private volatile List<OtherCollection> known = List.of();

  /** What is in use, and what other models are made from. */
  record Current(PointStore points, Models models, EmbeddingConfig embedding, Clocks clocks) {}

  FormerModels(
      Supplier<List<CollectionRecord>> collections,
      Function<CollectionRecord, PointStore> opener,
      Current current) {
    this.collections = collections;
    this.opener = opener;
    this.current = current;
  }

  @Override
  public List<OtherCollection> others() {
    Instant now = current.clocks().steady().instant();
    if (!now.isBefore(staleAt)) {
      look(now);
    }
    return known;
  }

  /** A few rows by one statement, read anew: a search that says nothing is believed. */
  @Override
  public boolean arePartial() {
    String mine = current.points().collection();
    return look(current.clocks().steady().instant()).stream()
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
      if (each.name().equals(current.points().collection())) {
        newer = true;
      } else if (!each.retired()) {
        boolean chosenLater = newer;
        embedders
            .computeIfAbsent(each.name(), _ -> embedder(each))
            .map(it -> new OtherCollection(opener.apply(each), it, chosenLater))
            .ifPresent(others::add);
      }
    }
    known = List.copyOf(others);
    staleAt = now.plus(FRESH);
  }

  /**
   * Queries have no prefix of their own with a model that is another one; the prefix of its
   * passages plays no part in them.
   */
  private Optional<Embedder> embedder(CollectionRecord record) {
    Embedder mine = current.models().embedder();
    String model = PrefixedEmbedder.unprefixed(record.model());
    if (model.equals(PrefixedEmbedder.unprefixed(mine.model()))) {
      return Optional.of(mine);
    }
    if (model.equals(MiniLmEmbedder.MODEL)) {
      return Optional.of(new MiniLmEmbedder(1));
    }
    var hash = new HashEmbedder(Math.max(8, record.dimension()));
    if (model.equals(hash.model()) || model.equals(HashEmbedder.MODEL)) {
      return Optional.of(hash);
    }
    if (current.embedding().baseUrl() != null) {
      return Optional.of(
          Models.openai(
              current.embedding(),
              providersName(model, record.dimension()),
              record.dimension(),
              current.models().http(),
              current.clocks()));
    }
    LOG.warn(
        "Passages in {} are not found until they are converted: nobody embeds queries by {}",
        record.name(),
        record.model());
    return Optional.empty();
  }

  /** The provider does not know our suffix that tells dimensions apart. */
  private static String providersName(String model, int dimension) {
    String suffix = "-" + dimension;
    return model.endsWith(suffix) ? model.substring(0, model.length() - suffix.length()) : model;
  }

  @Override
  public synchronized void close() {
    embedders.values().stream()
        .flatMap(Optional::stream)
        .filter(it -> !it.equals(current.models().embedder()))
        .forEach(Embedder::close);
    embedders.clear();
  }
}
