package dev.tercet.storage.qdrant;

import static io.qdrant.client.ConditionFactory.filter;
import static io.qdrant.client.ConditionFactory.hasId;
import static io.qdrant.client.ConditionFactory.match;
import static io.qdrant.client.ConditionFactory.matchKeyword;
import static io.qdrant.client.ConditionFactory.matchKeywords;
import static io.qdrant.client.ConditionFactory.range;

import dev.tercet.saga.Point;
import dev.tercet.saga.id.BucketSpan;
import dev.tercet.saga.port.PointStore.Selection;
import io.qdrant.client.PointIdFactory;
import io.qdrant.client.grpc.Common.Condition;
import io.qdrant.client.grpc.Common.Filter;
import io.qdrant.client.grpc.Common.PointId;
import io.qdrant.client.grpc.Common.Range;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/** Which points a call is about. */
final class Filters {
  private Filters() {}

  static Condition ownedBy(UUID owner) {
    return matchKeyword(Payloads.OWNER, owner.toString());
  }

  static Condition ofProject(UUID project) {
    return matchKeyword(Payloads.PROJECT, project.toString());
  }

  static Condition ofExtractions(Collection<UUID> extractions) {
    return matchKeywords(Payloads.EXTRACTION, extractions.stream().map(UUID::toString).toList());
  }

  static Filter of(UUID owner, Selection selection) {
    Filter.Builder filter = in(owner, selection.buckets());
    if (selection.project() != null) {
      filter.addMust(ofProject(selection.project()));
    }
    return filter.build();
  }

  static Filter of(UUID owner, BucketSpan buckets) {
    return in(owner, buckets).build();
  }

  /** Ours in these buckets; no condition when that is all of them. */
  private static Filter.Builder in(UUID owner, BucketSpan buckets) {
    Filter.Builder filter = Filter.newBuilder().addMust(ownedBy(owner));
    if (buckets.end() - buckets.first() == 1) {
      filter.addMust(match(Payloads.BUCKET, buckets.first()));
    } else if (!buckets.equals(BucketSpan.ALL)) {
      Range.Builder range = Range.newBuilder().setGte(buckets.first()).setLt(buckets.end());
      filter.addMust(range(Payloads.BUCKET, range.build()));
    }
    return filter;
  }

  /**
   * Lets a batch overwrite whatever stands in the place of its points, but for points of a higher
   * epoch than their own. One operation for a batch of many epochs, since each operation is applied
   * and waited for by itself; the epochs are bound to ids, so that a fenced-out attempt gains
   * nothing from sharing a batch with the attempt that followed it. A point without an epoch is
   * damaged and is overwritten.
   */
  static Filter notNewerThan(Collection<Point> batch) {
    var idsOfEpochs =
        batch.stream()
            .collect(
                Collectors.groupingBy(
                    point -> point.payload().epoch(),
                    TreeMap::new,
                    Collectors.mapping(point -> id(point.id()), Collectors.toList())));
    Filter.Builder filter = Filter.newBuilder();
    idsOfEpochs.forEach((epoch, ids) ->
        filter.addMustNot(
            filter(Filter.newBuilder().addMust(hasId(ids)).addMust(newerThan(epoch)).build())));
    return filter.build();
  }

  /** These points, unless their epoch is higher. */
  static Filter upTo(long epoch, List<PointId> ids) {
    return Filter.newBuilder().addMust(hasId(ids)).addMustNot(newerThan(epoch)).build();
  }

  /** Qdrant compares as doubles; microseconds since 1970 are exact in them until the year 2255. */
  private static Condition newerThan(long epoch) {
    return range(Payloads.EPOCH, Range.newBuilder().setGt((double) epoch).build());
  }

  static PointId id(UUID id) {
    return PointIdFactory.id(id);
  }
}
