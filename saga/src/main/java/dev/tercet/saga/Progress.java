package dev.tercet.saga;

/**
 * What every state of a saga carries along.
 *
 * @param epoch the fencing token of the newest claim, 0 before the first
 * @param stage the last checkpoint passed
 * @param attempts how many attempts were really tried
 * @param crashes how many claims in a row ended with the death of their worker
 */
public record Progress(long epoch, Stage stage, int attempts, int crashes) {
  /** Nothing done yet. */
  public static final Progress NONE = new Progress(0, Stage.ACCEPTED, 0, 0);

  Progress at(Stage reached) {
    return new Progress(epoch, reached, attempts, reached.compareTo(stage) > 0 ? 0 : crashes);
  }

  Progress claimed(long newEpoch) {
    return new Progress(newEpoch, stage, attempts + 1, crashes);
  }

  Progress uncounted() {
    return new Progress(epoch, stage, Math.max(0, attempts - 1), crashes);
  }

  Progress crashed() {
    return new Progress(epoch, stage, attempts, crashes + 1);
  }

  Progress uncrashed() {
    return new Progress(epoch, stage, attempts, Math.max(0, crashes - 1));
  }

  Progress survived() {
    return new Progress(epoch, stage, attempts, 0);
  }

  Progress fresh() {
    return new Progress(epoch, stage, 0, 0);
  }
}
