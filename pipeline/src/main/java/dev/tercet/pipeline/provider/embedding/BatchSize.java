package dev.tercet.pipeline.provider.embedding;

/**
 * How many inputs an endpoint takes at once, or how many documents' of them: as many as configured,
 * fewer once it has shown that it takes fewer, and after a hundred calls of that size it is asked
 * for more again.
 */
final class BatchSize {
  private static final int GROWS_AFTER = 100;

  private final int most;
  private int now;
  private int sinceChange;

  BatchSize(int most) {
    this.most = most;
    now = most;
  }

  synchronized int now() {
    return now;
  }

  /** A call of that many was answered. */
  synchronized void answered(int many) {
    if (many == now && now < most && ++sinceChange >= GROWS_AFTER) {
      now = (int) Math.min(most, 2L * now);
      sinceChange = 0;
    }
  }

  /** That many are taken, and not twice as many. */
  synchronized void shrinkTo(int many) {
    if (many < now) {
      now = many;
      sinceChange = 0;
    }
  }
}
