package dev.tercet.reader;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Tells a disk on which there is no room from a file that is damaged. */
final class Room {
  private static final Pattern NONE =
      Pattern.compile("no space left on device|disk quota exceeded|not enough space on the disk");
  private static final int LONGEST_CHAIN = 50;

  private Room() {}

  static boolean isMissing(Throwable failure) {
    @Nullable Throwable at = failure;
    for (int i = 0; at != null && i < LONGEST_CHAIN; i++) {
      if (isMissing(at.getMessage())) {
        return true;
      }
      at = at.getCause();
    }
    return false;
  }

  /** Whether these words, which may be a stack trace, complain of it. */
  static boolean isMissing(@Nullable String words) {
    return words != null && NONE.matcher(words.toLowerCase(Locale.ROOT)).find();
  }
}
