package dev.tercet.acceptance.proof.scenario;

import static dev.tercet.acceptance.proof.scenario.Acts.A;
import static dev.tercet.acceptance.proof.scenario.Acts.C;
import static dev.tercet.acceptance.proof.scenario.Acts.done;
import static dev.tercet.acceptance.proof.scenario.Acts.later;
import static dev.tercet.acceptance.proof.scenario.Acts.meanwhileEmbedded;
import static dev.tercet.acceptance.proof.scenario.Acts.plus;
import static dev.tercet.acceptance.proof.scenario.Acts.post;
import static dev.tercet.acceptance.proof.scenario.Scenario.after;
import static dev.tercet.acceptance.proof.scenario.Scenario.scenario;

import dev.tercet.acceptance.proof.world.Elsewhere.Before;
import dev.tercet.acceptance.proof.world.SmallVectors;
import dev.tercet.acceptance.proof.world.World;
import dev.tercet.saga.Point;
import dev.tercet.saga.id.Fingerprint;
import dev.tercet.saga.port.PointStore.IndexMissingException;
import dev.tercet.saga.port.PointStore.StoredPoint;
import dev.tercet.testkit.memory.queue.Mishap;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/** Stores that lose what they had. */
public final class Losses {
  private static final UUID ORPHAN = new UUID(7, 7);

  private Losses() {}

  public static List<Scenario> all() {
    List<Scenario> all = new ArrayList<>(ofStores());
    for (Mishap mishap : Mishap.values()) {
      all.add(suffered(mishap));
    }
    return all;
  }

  /** What stands in the streams while somebody does that to them is found and comes to its end. */
  private static Scenario suffered(Mishap mishap) {
    String name =
        "a queue that suffers: " + mishap.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    return after(post("a", A), post("c", C), Run::publish)
        .then(name, run -> run.world.suffer(mishap), Run::sweep, Run::work, later(2), Run::sweep);
  }

  private static List<Scenario> ofStores() {
    return List.of(
        after(post("a", A), post("c", C))
            .then("a lost queue", run -> run.world.loseQueue(), Run::sweep, Run::work),
        after(post("a", A), post("c", C), Run::publish)
            .then(
                "messages that are taken while recovery looks",
                run ->
                    run.world.elsewhere.before(
                        Before.SEARCHING, () -> run.meanwhile(SilentWorker::takeAll)),
                Run::compareAll,
                later(2),
                Run::compareAll,
                Run::work),
        after(post("a", A), post("c", C), Run::publish)
            .then("a queue that nobody works on", later(20), Run::compareAll, Run::work),
        after(post("a", A), post("c", C), Run::publish, SilentWorker::takeFirst)
            .then(
                "a claim by a message of which there is a newer one by now",
                later(2),
                Run::compareAll,
                SilentWorker::claimFirst,
                Run::compareAll,
                Run::release,
                Run::work),
        after(plus(done("a", A), done("c", C)))
            .then(
                "a sweep that has compared a part",
                Run::sweep,
                later(2),
                Run::sweep,
                run -> run.atOnce(Losses::nothingIsVerified)),
        after(done("a", A)).then("missing points", Losses::losePoint, Run::compareAll),
        after(done("a", A)).then("a stale point", Losses::spoilPoint, Run::compareAll),
        after(plus(done("a", A), done("c", C)))
            .then("a dropped collection", run -> run.world.loseCollection(), Run::sweep, Run::work),
        after(plus(done("a", A), done("c", C)))
            .then(
                "an index that is away while points are counted",
                Losses::losePoint,
                run -> run.world.loseBucketIndex(),
                Run::sweep,
                later(2),
                Run::sweep,
                run -> run.atOnce(Losses::countsAgain)),
        scenario(
            "a collection dropped under way",
            meanwhileEmbedded(run -> run.world.loseCollection()),
            post("a", A),
            Run::work,
            Run::sweep,
            later(1),
            Run::work),
        after(done("a", A))
            .then(
                "a ledger that was put back",
                Losses::plantOrphan,
                run -> run.world.goBack(),
                Run::compareAll,
                later(3),
                Run::compareAll,
                run -> run.atOnce(Losses::orphanStands)),
        after(done("a", A))
            .then(
                "a ledger that finds no row of a point",
                run -> run.world.blind(true),
                Run::compareAll,
                later(3),
                Run::compareAll,
                run -> run.world.blind(false)),
        after(done("a", A))
            .then("an orphan", Losses::plantOrphan, Run::compareAll, later(3), Run::compareAll));
  }

  static void losePoint(Run run) {
    run.world.witness.expectLosses();
    losePoint(run.world);
  }

  public static void losePoint(World world) {
    List<UUID> first = world.stores.standing().stream().limit(1).map(StoredPoint::id).toList();
    world.stores.points().remove(first, Long.MAX_VALUE);
  }

  private static void spoilPoint(Run run) {
    run.world.witness.expectLosses();
    StoredPoint first = run.world.stores.standing().getFirst();
    Point.Payload old = first.payload();
    if (old != null) {
      run.world.stores.plant(
          point(
              first.id(),
              new Point.Payload(
                  old.project(),
                  old.extraction(),
                  old.ordinal(),
                  old.generation() + 1,
                  old.epoch(),
                  old.contentHash(),
                  old.model())));
    }
  }

  private static void plantOrphan(Run run) {
    run.world.witness.expectLosses();
    run.world.stores.plant(
        point(
            ORPHAN,
            new Point.Payload(
                run.world.project.id(), new UUID(1, 1), 0, 1, 1, Fingerprint.of("?"), "hash")));
  }

  private static void countsAgain(World world) {
    try {
      world.stores.points().bucketCounts();
    } catch (IndexMissingException e) {
      world.witness.alarm("section 8: points cannot be counted any more: " + e.getMessage());
    }
  }

  private static void nothingIsVerified(World world) {
    if (world.stores.collections().verifiedThrough() != null) {
      world.witness.alarm("section 8: a part was compared, and everything is verified");
    }
  }

  private static void orphanStands(World world) {
    if (world.stores.standing().stream().noneMatch(it -> it.id().equals(ORPHAN))) {
      world.witness.alarm("section 8: an orphan was removed, and Postgres had gone back");
    }
  }

  private static Point point(UUID id, Point.Payload payload) {
    float[] vector = new float[SmallVectors.DIMENSION];
    vector[0] = 1;
    return new Point(id, vector, payload);
  }
}
