package dev.tercet.recovery;

import dev.tercet.saga.RetentionKind;
import dev.tercet.saga.port.RetentionStore;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long what has ended is kept; the keys are {@code tercet.retention.*}.
 *
 * @param done finished extractions and the model's answers; null for ever
 * @param superseded versions that a newer one has replaced, never longer than finished ones; null
 *     for ever
 * @param failed failed and cancelled extractions; null for ever
 * @param audit the history of extractions, once they are gone; null for ever
 * @param interval between two purges
 */
public record RetentionSettings(
    @Nullable Duration done,
    @Nullable Duration superseded,
    @Nullable Duration failed,
    @Nullable Duration audit,
    Duration interval) {

  /** How long that kind is kept; null for ever. */
  public @Nullable Duration keep(RetentionKind kind) {
    return switch (kind) {
      case DONE, ANSWERS -> done;
      case SUPERSEDED -> shorter(done, superseded);
      case FAILED -> failed;
      case AUDIT -> audit;
      case KEYS -> RetentionStore.KEYS_KEPT;
    };
  }

  private static @Nullable Duration shorter(@Nullable Duration one, @Nullable Duration other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return one.compareTo(other) < 0 ? one : other;
  }
}
