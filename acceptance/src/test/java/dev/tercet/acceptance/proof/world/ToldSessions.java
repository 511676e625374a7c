package dev.tercet.acceptance.proof.world;

import dev.tercet.saga.port.WorkerSessions;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Sessions of which somebody is told once they are open, whether their process hears of it or not.
 */
public record ToldSessions(WorkerSessions real, Consumer<UUID> somebody) implements WorkerSessions {
  @Override
  public Session open(Worker worker, Duration lease) {
    return told(real.open(worker, lease));
  }

  @Override
  public Session reopen(UUID former, Worker worker, Duration lease) {
    return told(real.reopen(former, worker, lease));
  }

  private Session told(Session session) {
    somebody.accept(session.id());
    return session;
  }
}
