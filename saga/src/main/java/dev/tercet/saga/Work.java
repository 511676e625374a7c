package dev.tercet.saga;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a claimed attempt works on.
 *
 * @param claim the right to it
 * @param project the project with schema and options as they are now
 * @param source the caller's name for the document
 * @param text the exact text; null when it is {@link #LARGE}, and then to be read with {@link
 *     SagaStore#text}, once there is room for it
 * @param textBytes its length in UTF-8
 * @param recorded the ordinals of passages that an earlier attempt recorded; they are skipped
 */
public record Work(
    Claim claim,
    Project project,
    String source,
    @Nullable String text,
    long textBytes,
    Set<Integer> recorded) {

  /** A text of more bytes than this is not read together with others. */
  public static final int LARGE = 64 << 10;
}
