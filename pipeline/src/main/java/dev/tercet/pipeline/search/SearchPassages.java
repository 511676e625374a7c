package dev.tercet.pipeline.search;

import dev.tercet.saga.Embedder;
import dev.tercet.saga.PassageStore;
import dev.tercet.saga.PassageStore.LivingPassage;
import dev.tercet.saga.PointStore;
import dev.tercet.saga.PointStore.Hit;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the passages of a project that are nearest to a query in meaning, only of whole and living
 * documents. What the points say is checked against the ledger in one statement a round; when hits
 * turn out not to be living, the points are asked again without their extractions, a few times,
 * even when there were few: what has succeeded them meanwhile was not there the first time.
 *
 * <p>Every round checks all hits so far anew. A document whose new version is finished between two
 * rounds is therefore found as the one or the other, never as both and never as none (S12).
 */
public final class SearchPassages {
  /** How often the points are asked at most. */
  static final int MOST_ROUNDS = 4;

  private final Embedder embedder;
  private final PointStore points;
  private final PassageStore passages;

  public SearchPassages(Embedder embedder, PointStore points, PassageStore passages) {
    this.embedder = embedder;
    this.points = points;
    this.passages = passages;
  }

  /**
   * The nearest passages, best first, at most {@code limit}. Throws what the embedder and the
   * stores throw when they are away.
   *
   * @param query some words; not blank
   * @param limit 1 to 1,000
   * @param only only passages of these extractions; empty for all
   */
  public List<FoundPassage> search(UUID project, String query, int limit, Collection<UUID> only) {
    if (limit < 1 || limit > 1_000) {
      throw new IllegalArgumentException("a search finds 1 to 1,000 passages, not " + limit);
    }
    float[] vector = embedder.embed(List.of(query)).getFirst();
    var hits = new HashMap<UUID, Hit>();
    Set<UUID> without = new HashSet<>();
    List<FoundPassage> found = List.of();
    for (int round = 0; round < MOST_ROUNDS; round++) {
      List<Hit> more = points.search(project, vector, limit, only, without);
      more.forEach(hit -> hits.put(hit.embeddingId(), hit));
      found = living(project, hits);
      Set<UUID> dead = extractions(hits.values());
      dead.removeAll(found.stream().map(SearchPassages::extraction).collect(Collectors.toSet()));
      boolean nothingNew = !without.addAll(dead);
      if (found.size() >= limit || nothingNew) {
        break;
      }
    }
    return found.stream().limit(limit).toList();
  }

  private List<FoundPassage> living(UUID project, Map<UUID, Hit> hits) {
    if (hits.isEmpty()) {
      return List.of();
    }
    return passages.living(project, hits.keySet()).stream()
        .flatMap(living -> found(living, hits))
        .sorted(
            Comparator.comparingDouble((FoundPassage it) -> -it.score())
                .thenComparing(SearchPassages::extraction)
                .thenComparingInt(it -> it.living().passage().ordinal()))
        .toList();
  }

  private static Stream<FoundPassage> found(LivingPassage living, Map<UUID, Hit> hits) {
    @Nullable UUID id = living.passage().embeddingId();
    Hit hit = id == null ? null : hits.get(id);
    return hit == null ? Stream.empty() : Stream.of(new FoundPassage(living, hit.score()));
  }

  private static UUID extraction(FoundPassage found) {
    return found.living().passage().extraction();
  }

  private static Set<UUID> extractions(Collection<Hit> hits) {
    return hits.stream().map(Hit::extraction).collect(Collectors.toCollection(HashSet::new));
  }
}
