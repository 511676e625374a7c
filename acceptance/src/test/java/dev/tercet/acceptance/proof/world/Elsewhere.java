package dev.tercet.acceptance.proof.world;

import dev.tercet.saga.Claim;
import dev.tercet.saga.port.ClosingStore;
import dev.tercet.saga.port.ExtractionStore;
import dev.tercet.saga.port.JobQueue;
import dev.tercet.saga.port.RemovalStore;
import dev.tercet.testkit.fault.PortArguments;
import dev.tercet.testkit.fault.Replaced;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What happens elsewhere right before a process does something next. */
public final class Elsewhere {
  private final Map<Before, Runnable> events = new EnumMap<>(Before.class);

  /** What a process is about to do. */
  public enum Before {
    COMPLETING,
    FINISHING_REMOVALS,
    /** It looks how far the queues have come. */
    SEARCHING,
    /** It publishes what it has taken. */
    PUBLISHING
  }

  public void before(Before act, Runnable event) {
    events.put(act, event);
  }

  private void happen(Before act) {
    Runnable event = events.remove(act);
    if (event != null) {
      event.run();
    }
  }

  ExtractionStore beforeComplete(ExtractionStore extractions) {
    return Replaced.method(
        ExtractionStore.class,
        extractions,
        "complete",
        (real, arguments) -> {
          happen(Before.COMPLETING);
          return real.complete((Claim) arguments[0]);
        });
  }

  ClosingStore beforeClose(ClosingStore closings) {
    return closing -> {
      happen(Before.COMPLETING);
      return closings.close(closing);
    };
  }

  RemovalStore beforeFinished(RemovalStore removals) {
    return Replaced.method(
        RemovalStore.class,
        removals,
        "finished",
        (real, arguments) -> {
          happen(Before.FINISHING_REMOVALS);
          real.finished(PortArguments.removals(arguments[0]), (boolean) arguments[1]);
          return true;
        });
  }

  JobQueue beforePublishAndSearch(JobQueue queue) {
    JobQueue publishing =
        Replaced.overloaded(
            JobQueue.class,
            queue,
            JobQueue.class,
            "publish",
            List.class,
            (real, arguments) -> {
              happen(Before.PUBLISHING);
              return real.publish(PortArguments.dues(arguments[0]));
            });
    return Replaced.method(
        JobQueue.class,
        publishing,
        "search",
        (real, arguments) -> {
          happen(Before.SEARCHING);
          return PortArguments.search(real, arguments);
        });
  }
}
