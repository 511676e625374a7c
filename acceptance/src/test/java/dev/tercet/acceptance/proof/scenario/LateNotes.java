package dev.tercet.acceptance.proof.scenario;

import static dev.tercet.acceptance.proof.scenario.Acts.A;
import static dev.tercet.acceptance.proof.scenario.Acts.later;
import static dev.tercet.acceptance.proof.scenario.Acts.post;
import static dev.tercet.acceptance.proof.scenario.Scenario.scenario;
import static dev.tercet.testkit.fault.PortArguments.deliveries;
import static dev.tercet.testkit.fault.PortArguments.unmarked;

import dev.tercet.acceptance.proof.world.Mutant;
import dev.tercet.acceptance.proof.world.World;
import dev.tercet.saga.SagaEvent.Published;
import dev.tercet.saga.SagaTransitions;
import dev.tercet.saga.Status;
import dev.tercet.saga.port.ExtractionStore;
import dev.tercet.saga.port.ExtractionStore.Unmarked;
import dev.tercet.saga.queue.Delivery;
import dev.tercet.testkit.check.Snapshot.Change;
import dev.tercet.testkit.memory.table.Transitions;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** What was published before the ledger was told of it. */
public final class LateNotes {
  private LateNotes() {}

  static List<Scenario> all() {
    return List.of(
        scenario(
            "a publisher that dies before it notes what it has published",
            post("a", A),
            Run::hand,
            Run::die,
            Run::publish,
            run -> run.atOnce(world -> is(world, Status.QUEUED)),
            Run::work,
            run -> run.atOnce(LateNotes::wasClaimedOnce)),
        scenario(
            "a message that is claimed before it is noted",
            post("a", A),
            Run::hand,
            Run::work,
            Run::mark,
            run -> run.atOnce(LateNotes::wasClaimedOnce)),
        scenario(
            "a note that comes after its claim was given back",
            post("a", A),
            Run::hand,
            SilentWorker::takeFirst,
            SilentWorker::claimFirst,
            Run::release,
            Run::mark,
            run -> run.atOnce(world -> is(world, Status.PENDING)),
            Run::work),
        scenario(
            "a note that comes after a later message",
            post("a", A),
            Run::hand,
            SilentWorker::takeAll,
            later(1),
            Run::compareAll,
            Run::mark,
            Run::compareAll,
            Run::work));
  }

  private static void is(World world, Status status) {
    if (world.stores.inspect().extractions().stream().anyMatch(row -> row.status() != status)) {
      world.witness.alarm("section 3: not " + status + ": " + world.stores.inspect());
    }
  }

  private static void wasClaimedOnce(World world) {
    List<Status> path = world.stores.inspect().audit().stream().map(Change::to).toList();
    if (!path.equals(List.of(Status.PENDING, Status.QUEUED, Status.PROCESSING, Status.DONE))) {
      world.witness.alarm("section 3: a document went this way: " + path);
    }
  }

  /** The history of what a message brought says nothing of it. */
  public static Mutant hidesThatItWasQueued() {
    return Mutant.ofStore(
        ExtractionStore.class,
        "claimTaken",
        (extractions, arguments) ->
            extractions.claim(
                deliveries(arguments[0]).stream().map(Delivery::hint).toList(),
                (UUID) arguments[1],
                (Duration) arguments[2]));
  }

  /** A message is noted whatever epoch the row has by now. */
  public static Mutant namesNoEpoch() {
    return new Mutant() {
      @Override
      public Transitions transitions() {
        return (state, event, now) ->
            SagaTransitions.apply(
                state,
                event instanceof Published(var _, var position, var marker)
                    ? new Published(state.progress().epoch(), position, marker)
                    : event,
                now);
      }
    };
  }

  /** A late note takes the place of the message that the row names by now. */
  public static Mutant replacesALaterMessage() {
    return Mutant.ofStore(
        ExtractionStore.class,
        "publishedBefore",
        (extractions, arguments) ->
            extractions.published(
                unmarked(arguments[0]).stream().map(Unmarked::publication).toList()));
  }
}
