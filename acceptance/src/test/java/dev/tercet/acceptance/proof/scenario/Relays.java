package dev.tercet.acceptance.proof.scenario;

import static dev.tercet.acceptance.proof.scenario.Acts.A;
import static dev.tercet.acceptance.proof.scenario.Acts.C;
import static dev.tercet.acceptance.proof.scenario.Acts.later;
import static dev.tercet.acceptance.proof.scenario.Acts.post;
import static dev.tercet.acceptance.proof.scenario.Scenario.after;
import static dev.tercet.testkit.fault.PortArguments.hints;

import dev.tercet.acceptance.proof.world.Elsewhere.Before;
import dev.tercet.acceptance.proof.world.Mutant;
import dev.tercet.acceptance.proof.world.World;
import dev.tercet.saga.port.ExtractionStore;
import dev.tercet.saga.port.ExtractionStore.Taker;
import dev.tercet.saga.queue.Hint;
import dev.tercet.saga.queue.Publication;
import java.time.Duration;
import java.util.Collection;
import java.util.List;

/** Relays that share a ledger, and what they do when they do not share it. */
public final class Relays {
  private Relays() {}

  static List<Scenario> all() {
    return List.of(
        after(post("a", A), post("c", C))
            .then(
                "two relays at once",
                run ->
                    run.world.elsewhere.before(
                        Before.PUBLISHING, () -> run.meanwhile(Run::publishElsewhere)),
                Run::publish,
                run -> run.atOnce(Relays::eachMessageOnce),
                later(1),
                Run::publish,
                Run::work));
  }

  private static void eachMessageOnce(World world) {
    List<Hint> published = world.stores.entries().stream().map(Publication::hint).toList();
    if (published.size() != 2 || published.stream().distinct().count() != 2) {
      throw new AssertionError("S5: published were " + published);
    }
  }

  /** Every relay takes what is due. */
  public static Mutant takeTheSameRows() {
    return Mutant.ofStore(
        ExtractionStore.class,
        "takeDue",
        (extractions, arguments) ->
            arguments[1] instanceof Duration age
                ? extractions.due(age, (int) arguments[2])
                : extractions.due(Duration.ZERO, 1_000).stream()
                    .filter(due -> ((Collection<?>) arguments[1]).contains(due.hint()))
                    .toList());
  }

  /** What a relay holds it holds for ever. */
  public static Mutant holdForEver() {
    return Mutant.ofStore(
        ExtractionStore.class,
        "takeDue",
        (extractions, arguments) -> {
          Taker lasting = new Taker(((Taker) arguments[0]).relay(), Duration.ofDays(1_000));
          return arguments[1] instanceof Duration age
              ? extractions.takeDue(lasting, age, (int) arguments[2])
              : extractions.takeDue(lasting, hints(arguments[1]));
        });
  }
}
