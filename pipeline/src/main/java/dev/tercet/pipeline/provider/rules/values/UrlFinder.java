package dev.tercet.pipeline.provider.rules.values;

import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Web addresses that begin with a scheme or {@code www.}; trailing punctuation stays outside. */
final class UrlFinder implements ValueFinder {
  private static final List<String> BEGINNINGS = List.of("https://", "http://", "ftp://", "www.");
  private static final int LONGEST = 2_048;

  @Override
  public void find(FoldedText passage, Consumer<Found> found) {
    String text = passage.folded();
    if (!text.contains("://") && !text.contains("www.")) {
      return;
    }
    int at = 0;
    while (at < text.length()) {
      String beginning = beginningAt(text, at);
      if (beginning == null) {
        at++;
        continue;
      }
      int end = end(text, at + beginning.length());
      if (text.substring(at + beginning.length(), end).indexOf('.') > 0) {
        String url = text.substring(at, end);
        String normal = beginning.startsWith("www") ? "https://" + url : url;
        found.accept(Found.text(ValueKind.URL, at, end, normal));
      }
      at = Math.max(end, at + 1);
    }
  }

  private static @Nullable String beginningAt(String text, int at) {
    char unit = text.charAt(at);
    if ((unit != 'h' && unit != 'f' && unit != 'w') || (at > 0 && isWord(text.charAt(at - 1)))) {
      return null;
    }
    for (String beginning : BEGINNINGS) {
      if (text.startsWith(beginning, at)) {
        return beginning;
      }
    }
    return null;
  }

  /** Text without spaces may run straight into an address. */
  private static boolean isWord(char unit) {
    return Character.isLetterOrDigit(unit) && !Character.isIdeographic(unit);
  }

  private static int end(String text, int from) {
    int at = from;
    int open = 0;
    while (at < text.length() && at - from < LONGEST && isUrl(text.charAt(at))) {
      char unit = text.charAt(at);
      open += unit == '(' ? 1 : unit == ')' ? -1 : 0;
      if (open < 0) {
        break;
      }
      at++;
    }
    while (at > from && ".,;:!?'*_".indexOf(text.charAt(at - 1)) >= 0) {
      at--;
    }
    return at;
  }

  /** What RFC 3986 allows; a letter of another script ends the address. */
  private static boolean isUrl(char unit) {
    return unit > ' ' && unit < 0x7f && "\"<>\\^`{|}[]".indexOf(unit) < 0;
  }
}
