package dev.tercet.pipeline.attempt;

import dev.tercet.pipeline.ParallelMap.AbandonedException;
import dev.tercet.saga.id.Fingerprint;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;

/**
 * Single flight inside the process: of all who ask the same question of a project at once, one
 * leads and asks, the others follow and share what it reaches. One leads <i>before</i> looking for
 * a stored answer, so that no answer can be stored between a look and a call.
 */
final class SingleFlight {
  private final Map<Key, CompletableFuture<Optional<AskOutcome>>> inTheAir =
      new ConcurrentHashMap<>();

  private record Key(UUID project, Fingerprint fingerprint) {}

  /** Boards these questions: leads those that nobody leads, follows the others. */
  Round join(UUID project, Collection<Fingerprint> fingerprints) {
    var round = new Round(project);
    for (Fingerprint fingerprint : fingerprints) {
      var mine = new CompletableFuture<Optional<AskOutcome>>();
      var other = inTheAir.putIfAbsent(new Key(project, fingerprint), mine);
      if (other == null) {
        round.led.put(fingerprint, mine);
      } else {
        round.followed.put(fingerprint, other);
      }
    }
    return round;
  }

  /** One caller's questions; closing it lets followers of what did not land lead themselves. */
  final class Round implements AutoCloseable {
    private final UUID project;
    private final Map<Fingerprint, CompletableFuture<Optional<AskOutcome>>> led = new HashMap<>();
    private final Map<Fingerprint, CompletableFuture<Optional<AskOutcome>>> followed =
        new HashMap<>();
    private final Map<Fingerprint, AskOutcome> landed = new ConcurrentHashMap<>();

    private Round(UUID project) {
      this.project = project;
    }

    /** The questions that this caller leads. */
    Set<Fingerprint> led() {
      return led.keySet();
    }

    /**
     * One question came to this; any thread. Followers of what was discarded or not asked lead
     * themselves, and for what this caller follows he need not wait.
     */
    void land(Fingerprint fingerprint, AskOutcome reached) {
      landed.put(fingerprint, reached);
      finish(
          fingerprint,
          switch (reached) {
            case AskOutcome.Found _, AskOutcome.Missed _, AskOutcome.Invalid _, AskOutcome.Cut _ ->
                Optional.of(reached);
            case AskOutcome.Discarded _, AskOutcome.Unasked _ -> Optional.empty();
          });
    }

    /** What all that landed came to; waits for those that others lead. */
    Map<Fingerprint, AskOutcome> await() {
      var all = new HashMap<>(landed);
      followed.forEach((fingerprint, flight) -> {
        if (!landed.containsKey(fingerprint)) {
          get(flight).ifPresent(reached -> all.put(fingerprint, reached));
        }
      });
      return all;
    }

    @Override
    public void close() {
      led.keySet().forEach(fingerprint -> finish(fingerprint, Optional.empty()));
    }

    private void finish(Fingerprint fingerprint, Optional<AskOutcome> reached) {
      var flight = led.get(fingerprint);
      if (flight != null && flight.complete(reached)) {
        inTheAir.remove(new Key(project, fingerprint), flight);
      }
    }

    private Optional<AskOutcome> get(CompletableFuture<Optional<AskOutcome>> flight) {
      try {
        return flight.get();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AbandonedException("interrupted while another asked the same question", e);
      } catch (ExecutionException e) {
        throw new IllegalStateException("a flight never ends in an exception", e);
      }
    }
  }
}
