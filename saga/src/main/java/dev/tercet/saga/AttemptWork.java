package dev.tercet.saga;

import dev.tercet.saga.port.ExtractionStore;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a claimed attempt works on.
 *
 * @param claim the right to it
 * @param project the project with schema and options as they are now
 * @param source the caller's name for the document
 * @param text the exact text; null when it is {@link #LARGE}, and then to be read with {@link
 *     ExtractionStore#text}, once there is room for it
 * @param textBytes its length in UTF-8
 * @param recorded the passages that earlier attempts recorded; they are skipped
 * @param cut the name of the cut that its passages and points are of; empty while they are being
 *     made anew, null when nobody noted it
 */
public record AttemptWork(
    Claim claim,
    Project project,
    String source,
    @Nullable String text,
    long textBytes,
    Set<Recorded> recorded,
    @Nullable String cut) {

  /** A text of more bytes than this is not read together with others. */
  public static final int LARGE = 64 << 10;

  /**
   * Where a recorded passage lies.
   *
   * @param ordinal its place, from 0
   * @param start first code point in the document's text
   * @param end code point after the last
   */
  public record Recorded(int ordinal, int start, int end) {}
}
