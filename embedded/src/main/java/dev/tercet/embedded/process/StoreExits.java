package dev.tercet.embedded.process;

import java.time.Duration;

/** How often a store died lately, and how long to wait for that before the next look at it. */
final class StoreExits {
  /** A store that runs for so long has stayed; what was before is forgotten. */
  static final Duration LONGEST = Duration.ofSeconds(32);

  private static final Duration SHORTEST = Duration.ofMillis(500);

  private Duration pause = SHORTEST;
  private Duration stayed = Duration.ZERO;

  /** 0.5 s, doubling with every death up to half a minute. */
  Duration pause() {
    return pause;
  }

  /** It was found dead. */
  void oneMore() {
    Duration twice = pause.multipliedBy(2);
    pause = twice.compareTo(LONGEST) < 0 ? twice : LONGEST;
    stayed = Duration.ZERO;
  }

  /** It was found running, a pause after the last look. */
  void none() {
    stayed = stayed.plus(pause);
    if (stayed.compareTo(LONGEST) >= 0) {
      pause = SHORTEST;
      stayed = Duration.ZERO;
    }
  }
}
