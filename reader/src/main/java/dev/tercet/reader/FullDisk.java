package dev.tercet.reader;

import java.io.IOException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Tells a disk on which there is no room from a file that is damaged. */
final class FullDisk {
  private static final String WORDS =
      "(?i:no space left on device|disk quota exceeded|not enough space on the disk)\\s*$";

  private static final Pattern NONE = Pattern.compile(WORDS);

  /** A line of a stack trace; other words in it may be the file's own. */
  private static final Pattern TOLD =
      Pattern.compile("(?m)^(?:Caused by: )?[\\w.$]*(?:IO|FileSystem)Exception: .*" + WORDS);

  private static final int LONGEST_CHAIN = 50;

  private FullDisk() {}

  static boolean isMissing(Throwable failure) {
    @Nullable Throwable at = failure;
    for (int i = 0; at != null && i < LONGEST_CHAIN; i++) {
      String message = at.getMessage();
      if (at instanceof IOException && message != null && NONE.matcher(message).find()) {
        return true;
      }
      at = at.getCause();
    }
    return false;
  }

  /** Whether a stack trace complains of it. */
  static boolean isMissing(@Nullable String trace) {
    return trace != null && TOLD.matcher(trace).find();
  }
}
