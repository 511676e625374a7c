package dev.tercet.pipeline.worker;

import dev.tercet.saga.AttemptWork;
import dev.tercet.saga.Claim;
import dev.tercet.saga.port.ExtractionStore;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Claims that were won together; the first of their attempts reads the work of all in one call. */
final class ClaimedBatch {
  private final ExtractionStore extractions;
  private final List<Claim> claims;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable Map<UUID, AttemptWork> works;
  private @Nullable RuntimeException failure;

  ClaimedBatch(ExtractionStore extractions, List<Claim> claims) {
    this.extractions = extractions;
    this.claims = claims;
  }

  /** The claim's work, handed out once; empty when its rows are gone. */
  Optional<AttemptWork> take(Claim claim) {
    lock.lock();
    try {
      return Optional.ofNullable(loaded().remove(claim.extraction()));
    } finally {
      lock.unlock();
    }
  }

  private Map<UUID, AttemptWork> loaded() {
    if (failure != null) {
      throw failure;
    }
    Map<UUID, AttemptWork> known = works;
    if (known == null) {
      try {
        known = new HashMap<>();
        for (AttemptWork work : extractions.load(claims)) {
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
