package dev.tercet.acceptance.proof.interleaving;

import java.util.function.LongConsumer;
import java.util.stream.LongStream;

/**
 * Which seeds are played: as many as usual from 1 on, as many as a property says, or only {@code
 * tercet.proof.seed}.
 */
public record Seeds(long first, long count) {

  /**
   * The seeds to play.
   *
   * @param count the property that says how many
   * @param usual how many without it
   */
  public static Seeds configured(String count, long usual) {
    Long one = Long.getLong("tercet.proof.seed");
    return one == null ? new Seeds(1, Long.getLong(count, usual)) : new Seeds(one, 1);
  }

  public void forEach(LongConsumer play) {
    LongStream.range(first, first + count).forEach(play);
  }
}
