package dev.tercet.testkit.memory;

import static dev.tercet.testkit.fault.PortArguments.ids;

import dev.tercet.saga.Point;
import dev.tercet.saga.id.BucketSpan;
import dev.tercet.saga.port.PointStore;
import dev.tercet.saga.port.PointStore.IndexMissingException;
import dev.tercet.saga.port.PointStore.Selection;
import dev.tercet.saga.port.PointStore.StoredPoint;
import dev.tercet.testkit.contract.FreshPoints;
import dev.tercet.testkit.contract.PointStoreContract;
import dev.tercet.testkit.fault.PortArguments;
import dev.tercet.testkit.fault.Replaced;
import java.util.Comparator;
import java.util.Map;
import java.util.UUID;

/** Point stores that each break one rule. */
final class BrokenPoints {
  private BrokenPoints() {}

  /** A suite over a store with one method replaced. */
  abstract static class Broken extends PointStoreContract {
    @Override
    protected FreshPoints freshPoints() {
      return new PointsInMemory(this::around);
    }

    abstract PointStore around(PointStore real);
  }

  /** The last writer wins. */
  static final class IgnoresTheEpochOfWrites extends Broken {
    @Override
    PointStore around(PointStore real) {
      return Replaced.method(
          PointStore.class,
          real,
          "upsert",
          (_, arguments) -> {
            real.remove(
                PortArguments.points(arguments[0]).stream().map(Point::id).toList(),
                Long.MAX_VALUE);
            real.upsert(PortArguments.points(arguments[0]));
            return true;
          });
    }
  }

  /** A late removal takes newer points with it. */
  static final class IgnoresTheEpochOfRemovals extends Broken {
    @Override
    PointStore around(PointStore real) {
      return Replaced.method(
          PointStore.class,
          real,
          "remove",
          (_, arguments) -> {
            real.remove(ids(arguments[0]), Long.MAX_VALUE);
            return true;
          });
    }
  }

  /** Ids in the order of {@link UUID#compareTo}. */
  static final class SortsAsJavaDoes extends Broken {
    @Override
    PointStore around(PointStore real) {
      return Replaced.method(
          PointStore.class,
          real,
          "scroll",
          (_, arguments) ->
              real
                  .scroll((Selection) arguments[0], (UUID) arguments[1], (int) arguments[2])
                  .stream()
                  .sorted(Comparator.comparing(StoredPoint::id))
                  .toList());
    }
  }

  /** A NaN is stored, as the server itself would. */
  static final class TakesNaN extends Broken {
    @Override
    PointStore around(PointStore real) {
      return Replaced.method(
          PointStore.class,
          real,
          "upsert",
          (_, arguments) -> {
            real.upsert(PortArguments.points(arguments[0]).stream().map(TakesNaN::finite).toList());
            return true;
          });
    }

    private static Point finite(Point point) {
      float[] vector = point.vector().clone();
      for (int at = 0; at < vector.length; at++) {
        vector[at] = Float.isFinite(vector[at]) ? vector[at] : 1;
      }
      return new Point(point.id(), vector, point.payload());
    }
  }

  /** A write into a lost collection hides the loss. */
  static final class CreatesTheCollectionByWriting extends Broken {
    @Override
    PointStore around(PointStore real) {
      return Replaced.method(
          PointStore.class,
          real,
          "upsert",
          (_, arguments) -> {
            real.ensureCollection();
            real.upsert(PortArguments.points(arguments[0]));
            return true;
          });
    }
  }

  /** What cannot be counted is said to be nothing. */
  static final class CountsNothingWithoutAnIndex extends Broken {
    @Override
    PointStore around(PointStore real) {
      return Replaced.method(
          PointStore.class,
          real,
          "bucketCounts",
          (_, arguments) -> {
            try {
              return arguments.length == 0
                  ? real.bucketCounts()
                  : real.bucketCounts((BucketSpan) arguments[0]);
            } catch (IndexMissingException _) {
              return Map.of();
            }
          });
    }
  }
}
