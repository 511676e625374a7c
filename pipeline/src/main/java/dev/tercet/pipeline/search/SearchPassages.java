package dev.tercet.pipeline.search;

import dev.tercet.pipeline.search.SearchedCollection.Asked;
import dev.tercet.saga.port.Embedder;
import dev.tercet.saga.port.Embedder.EmbedderRefusedException;
import dev.tercet.saga.port.Embedder.EmbedderUnavailableException;
import dev.tercet.saga.port.Embedder.Purpose;
import dev.tercet.saga.port.PassageStore;
import dev.tercet.saga.port.PassageStore.LivingPassage;
import dev.tercet.saga.port.PointStore;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the passages of a project that are nearest to a query in meaning, only of whole and living
 * documents. What the points say is checked against the ledger in one statement a round; when hits
 * turn out not to be living, the points are asked again without their extractions, a few times,
 * even when there were few: what has succeeded them meanwhile was not there the first time.
 *
 * <p>Every round checks all hits so far anew. A document whose new version is finished between two
 * rounds is therefore found as the one or the other, never as both and never as none (S12).
 *
 * <p>A hit that was dropped is looked for once more even when there are enough others: its passage
 * may stand in a new version or in another collection by now.
 *
 * <p>While passages change their embedding model, the former collections are asked, too, and before
 * the one they go to: a passage leaves the former one only after its point stands in the other, and
 * is found by the point that its row names.
 */
public final class SearchPassages {
  private static final Logger LOG = LoggerFactory.getLogger(SearchPassages.class);

  /** How often the points are asked at most. */
  static final int MOST_ROUNDS = 4;

  private final Embedder embedder;
  private final PointStore points;
  private final PassageStore passages;
  private final OtherCollections collections;
  private final Set<String> warned = ConcurrentHashMap.newKeySet();

  /** A search of the current collection alone. */
  public SearchPassages(Embedder embedder, PointStore points, PassageStore passages) {
    this(embedder, points, passages, OtherCollections.ONE);
  }

  /**
   * A search of the current collection and of others.
   *
   * @param collections in which living passages may still have their points; asked for at every
   *     search
   */
  public SearchPassages(
      Embedder embedder, PointStore points, PassageStore passages, OtherCollections collections) {
    this.embedder = embedder;
    this.points = points;
    this.passages = passages;
    this.collections = collections;
  }

  /**
   * The nearest passages, best first, at most {@code limit}. Throws what the embedder and the
   * stores throw when they are away, and what the embedder throws when it refuses the query.
   *
   * @param query some words; not blank
   * @param limit 1 to 1,000
   * @param only only passages of these extractions; empty for all
   */
  public SearchResult search(UUID project, String query, int limit, Collection<UUID> only) {
    if (limit < 1 || limit > 1_000) {
      throw new IllegalArgumentException("a search finds 1 to 1,000 passages, not " + limit);
    }
    List<SearchedCollection> sides = sides(query);
    List<FoundPassage> found = List.of();
    for (int round = 0; round < MOST_ROUNDS; round++) {
      sides.forEach(searchedCollection -> searchedCollection.ask(project, limit, only));
      List<LivingPassage> living = living(project, sides);
      found = Ranking.of(sides, living);
      Set<UUID> livingPoints = points(living);
      boolean somethingNew = false;
      for (SearchedCollection searchedCollection : sides) {
        somethingNew |= searchedCollection.leaveOutDead(livingPoints);
      }
      if (!somethingNew || (found.size() >= limit && round > 0)) {
        break;
      }
    }
    boolean missing = sides.stream().anyMatch(SearchedCollection::isCurrentAndMissing);
    return new SearchResult(
        found.stream().limit(limit).toList(), missing || collections.arePartial());
  }

  /** In the order in which they were chosen, since that is the way that passages take. */
  private List<SearchedCollection> sides(String query) {
    List<SearchedCollection> sides = new ArrayList<>();
    List<OtherCollection> besides = collections.others();
    besides.stream().filter(it -> !it.newer()).flatMap(it -> side(it, query)).forEach(sides::add);
    float[] vector = embedder.vector(query, Purpose.QUERY);
    sides.add(new SearchedCollection(new Asked(points, embedder.model(), vector, true)));
    besides.stream()
        .filter(OtherCollection::newer)
        .flatMap(it -> side(it, query))
        .forEach(sides::add);
    return sides;
  }

  private Stream<SearchedCollection> side(OtherCollection other, String query) {
    try {
      float[] vector = other.embedder().vector(query, Purpose.QUERY);
      return Stream.of(
          new SearchedCollection(
              new Asked(other.points(), other.embedder().model(), vector, false)));
    } catch (EmbedderUnavailableException | EmbedderRefusedException e) {
      warnOnce(other.points().collection(), e);
      return Stream.empty();
    }
  }

  private void warnOnce(String collection, RuntimeException cause) {
    if (warned.add(collection)) {
      LOG.warn(
          "Passages in {} are not found until they are converted, since its model does not answer: {}",
          collection,
          String.valueOf(cause.getMessage()));
    }
  }

  private List<LivingPassage> living(UUID project, List<SearchedCollection> sides) {
    Set<UUID> hits = new HashSet<>();
    sides.forEach(searchedCollection -> hits.addAll(searchedCollection.hits().keySet()));
    return hits.isEmpty() ? List.of() : passages.living(project, hits);
  }

  private static Set<UUID> points(List<LivingPassage> living) {
    return living.stream()
        .map(it -> it.passage().embeddingId())
        .filter(id -> id != null)
        .collect(Collectors.toSet());
  }
}
