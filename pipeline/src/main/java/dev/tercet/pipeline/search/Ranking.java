package dev.tercet.pipeline.search;

import dev.tercet.saga.port.PassageStore.LivingPassage;
import dev.tercet.saga.port.PointStore.Hit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Puts the living hits in order: those of one model by their similarity, and the lists of several
 * models, whose similarities mean different things, by reciprocal rank fusion: a passage at rank r
 * of its list counts 1 / (60 + r) (Cormack, Clarke and Büttcher, "Reciprocal Rank Fusion
 * outperforms Condorcet and individual Rank Learning Methods", SIGIR 2009, with their k of 60).
 */
final class Ranking {
  private static final double K = 60;

  private static final Comparator<FoundPassage> BY_SIMILARITY =
      Comparator.comparingDouble((FoundPassage it) -> -it.score())
          .thenComparing(it -> it.living().passage().extraction())
          .thenComparingInt(it -> it.living().passage().ordinal());

  private Ranking() {}

  /** The living passages that the sides have found, best first. */
  static List<FoundPassage> of(List<SearchedCollection> sides, List<LivingPassage> living) {
    Map<String, List<FoundPassage>> byModel = new LinkedHashMap<>();
    for (LivingPassage each : living) {
      UUID id = each.passage().embeddingId();
      SearchedCollection searchedCollection = id == null ? null : finder(sides, id);
      Hit hit = searchedCollection == null ? null : searchedCollection.hits().get(id);
      if (searchedCollection != null && hit != null) {
        byModel
            .computeIfAbsent(searchedCollection.model(), _ -> new ArrayList<>())
            .add(new FoundPassage(each, hit.score()));
      }
    }
    byModel.values().forEach(list -> list.sort(BY_SIMILARITY));
    return byModel.size() == 1 ? byModel.values().iterator().next() : fused(byModel.values());
  }

  private static @Nullable SearchedCollection finder(List<SearchedCollection> sides, UUID point) {
    return sides.stream().filter(it -> it.hits().containsKey(point)).findFirst().orElse(null);
  }

  /** A passage has one point, so it stands in one list; of equal ranks the nearer one is first. */
  private static List<FoundPassage> fused(Iterable<List<FoundPassage>> lists) {
    Map<FoundPassage, Double> counts = new HashMap<>();
    for (List<FoundPassage> list : lists) {
      for (int rank = 1; rank <= list.size(); rank++) {
        counts.put(list.get(rank - 1), 1 / (K + rank));
      }
    }
    return counts.entrySet().stream()
        .sorted(
            Map.Entry.<FoundPassage, Double>comparingByValue()
                .reversed()
                .thenComparing(Map.Entry::getKey, BY_SIMILARITY))
        .map(Map.Entry::getKey)
        .toList();
  }
}
