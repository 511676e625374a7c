package dev.tercet.api.wiring;

import dev.tercet.api.config.EmbeddingConfig;
import dev.tercet.pipeline.provider.HashEmbedder;
import dev.tercet.pipeline.provider.MiniLmEmbedder;
import dev.tercet.pipeline.search.OtherCollection;
import dev.tercet.saga.Embedder;
import dev.tercet.saga.PointStore;
import dev.tercet.saga.RecoveryStore;
import dev.tercet.saga.RecoveryStore.CollectionRecord;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
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
 * embeds queries for them. The ledger is asked about once a second, which is more often than
 * passages begin to move after a collection was chosen.
 */
final class FormerModels implements Supplier<List<OtherCollection>>, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FormerModels.class);
  private static final Duration FRESH = Duration.ofSeconds(1);

  private final RecoveryStore memory;
  private final Function<CollectionRecord, PointStore> opener;
  private final Current current;
  private final Map<String, Optional<Embedder>> embedders = new HashMap<>();
  private Instant staleAt = Instant.MIN;
  private volatile List<OtherCollection> known = List.of();

  /** What is in use, and what other models are made from. */
  record Current(
      PointStore points, Models models, EmbeddingConfig embedding, InstantSource clock) {}

  FormerModels(
      RecoveryStore memory, Function<CollectionRecord, PointStore> opener, Current current) {
    this.memory = memory;
    this.opener = opener;
    this.current = current;
  }

  @Override
  public List<OtherCollection> get() {
    refresh();
    return known;
  }

  private synchronized void refresh() {
    Instant now = current.clock().instant();
    if (now.isBefore(staleAt)) {
      return;
    }
    List<OtherCollection> others = new ArrayList<>();
    boolean newer = false;
    for (CollectionRecord each : memory.collections().reversed()) {
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

  private Optional<Embedder> embedder(CollectionRecord record) {
    if (record.model().equals(current.models().embedder().model())) {
      return Optional.of(current.models().embedder());
    }
    if (record.model().equals(MiniLmEmbedder.MODEL)) {
      return Optional.of(new MiniLmEmbedder(1));
    }
    var hash = new HashEmbedder(Math.max(8, record.dimension()));
    if (record.model().equals(hash.model()) || record.model().equals(HashEmbedder.MODEL)) {
      return Optional.of(hash);
    }
    if (current.embedding().baseUrl() != null) {
      return Optional.of(
          Models.openai(
              current.embedding(),
              providersName(record),
              record.dimension(),
              current.models().http(),
              current.clock()));
    }
    LOG.warn(
        "Passages in {} are not found until they are converted: nobody embeds queries by {}",
        record.name(),
        record.model());
    return Optional.empty();
  }

  /** The provider does not know our suffix that tells dimensions apart. */
  private static String providersName(CollectionRecord record) {
    String suffix = "-" + record.dimension();
    String model = record.model();
    return model.endsWith(suffix) ? model.substring(0, model.length() - suffix.length()) : model;
  }

  @Override
  public synchronized void close() {
    for (Optional<Embedder> each : embedders.values()) {
      if (each.orElse(null) instanceof MiniLmEmbedder minilm
          && minilm != current.models().embedder()) {
        minilm.close();
      }
    }
    embedders.clear();
  }
}
