package dev.tercet.pipeline.worker;

import dev.tercet.saga.Claim;
import dev.tercet.saga.SagaStore;
import dev.tercet.saga.Work;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Claims that were won together; the first of their attempts reads the work of all in one call. */
final class ClaimedBatch {
  private final SagaStore sagas;
  private final List<Claim> claims;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable Map<UUID, Work> works;
  private @Nullable RuntimeException failure;

  ClaimedBatch(SagaStore sagas, List<Claim> claims) {
    this.sagas = sagas;
    this.claims = claims;
  }

  /** The claim's work, handed out once; empty when its rows are gone. */
  Optional<Work> take(Claim claim) {
    lock.lock();
    try {
      return Optional.ofNullable(loaded().remove(claim.extraction()));
    } finally {
      lock.unlock();
    }
  }

  private Map<UUID, Work> loaded() {
    if (failure != null) {
      throw failure;
    }
    Map<UUID, Work> known = works;
    if (known == null) {
      try {
        known = new HashMap<>();
        for (Work work : sagas.load(claims)) {
          known.put(work.claim().extraction(), work);
        }
        works = known;
      } catch (RuntimeException e) {
        failure = e;
        throw e;
      }
    }
    return known;
  }
}
