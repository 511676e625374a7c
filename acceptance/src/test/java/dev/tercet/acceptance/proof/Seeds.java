package dev.tercet.acceptance.proof;

import java.util.function.LongConsumer;
import java.util.stream.LongStream;

/**
 * Which seeds are played: 200 from 1 on, {@code tercet.proof.seeds} of them, or only {@code
 * tercet.proof.seed}.
 */
record Seeds(long first, long count) {
  private static final long USUAL = 200;

  static Seeds configured() {
    Long one = Long.getLong("tercet.proof.seed");
    return one == null
        ? new Seeds(1, Long.getLong("tercet.proof.seeds", USUAL))
        : new Seeds(one, 1);
  }

  void forEach(LongConsumer play) {
    LongStream.range(first, first + count).forEach(play);
  }
}
