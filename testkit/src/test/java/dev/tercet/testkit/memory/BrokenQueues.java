package dev.tercet.testkit.memory;

import dev.tercet.saga.port.JobQueue;
import dev.tercet.saga.queue.Delivery;
import dev.tercet.saga.queue.Hint;
import dev.tercet.saga.queue.LostMessage;
import dev.tercet.saga.queue.Publication;
import dev.tercet.saga.queue.QueueName;
import dev.tercet.testkit.contract.JobQueueContract;
import dev.tercet.testkit.contract.Queues;
import dev.tercet.testkit.fault.PortArguments;
import dev.tercet.testkit.fault.Replaced;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Queues that each break one rule. */
final class BrokenQueues {
  private BrokenQueues() {}

  /** A suite over a queue with one method replaced. */
  abstract static class Broken extends JobQueueContract {
    @Override
    protected Queues freshQueues() {
      return new QueuesInMemory(this::around);
    }

    abstract JobQueue around(JobQueue real);
  }

  /** A message is gone before its claim has committed. */
  static final class SettlesOnDelivery extends Broken {
    @Override
    JobQueue around(JobQueue real) {
      return Replaced.method(
          JobQueue.class,
          real,
          "take",
          (_, arguments) -> {
            List<Delivery> taken =
                real.take((UUID) arguments[0], (int) arguments[1], (Duration) arguments[2]);
            real.settle(taken);
            return taken;
          });
    }
  }

  /** A loss cannot be seen. */
  static final class KeepsItsMarkerThroughALoss extends Broken {
    @Override
    JobQueue around(JobQueue real) {
      return Replaced.method(
          JobQueue.class,
          real,
          "publish",
          (_, arguments) -> {
            Publication honest = real.publish((Hint) arguments[0], (QueueName) arguments[1]);
            return new Publication(honest.hint(), honest.queue(), honest.position(), "marker");
          });
    }
  }

  /** The most urgent queue with work is the only one. */
  static final class StarvesTheLeastUrgent extends Broken {
    @Override
    JobQueue around(JobQueue real) {
      return Replaced.method(
          JobQueue.class,
          real,
          "take",
          (_, arguments) -> {
            for (QueueName only : QueueName.values()) {
              real.configure(Map.of(), EnumSet.complementOf(EnumSet.of(only)));
              List<Delivery> taken =
                  real.take((UUID) arguments[0], (int) arguments[1], Duration.ZERO);
              if (!taken.isEmpty()) {
                return taken;
              }
            }
            return List.of();
          });
    }
  }

  /** What a person paused goes on. */
  static final class IgnoresPauses extends Broken {
    @Override
    JobQueue around(JobQueue real) {
      return Replaced.method(
          JobQueue.class,
          real,
          "configure",
          (_, arguments) -> {
            real.configure(Map.of(QueueName.CRITICAL, 6), Set.of());
            return true;
          });
    }
  }

  /** What is gone, or will be given to nobody, is not noticed. */
  static final class CallsNothingLost extends Broken {
    @Override
    JobQueue around(JobQueue real) {
      return Replaced.method(JobQueue.class, real, "lost", (_, _) -> List.of());
    }
  }

  /** What waits to be delivered is taken for lost. */
  static final class CallsEverythingLost extends Broken {
    @Override
    JobQueue around(JobQueue real) {
      return Replaced.method(
          JobQueue.class,
          real,
          "lost",
          (_, arguments) ->
              PortArguments.publications(arguments[1]).stream()
                  .map(it -> new LostMessage(it, true))
                  .toList());
    }
  }
}
