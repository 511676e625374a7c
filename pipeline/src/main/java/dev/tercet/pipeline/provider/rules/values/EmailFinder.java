package dev.tercet.pipeline.provider.rules.values;

import java.util.Locale;
import java.util.function.Consumer;

/** E-mail addresses, found from their sign outwards; lower-cased in normal form. */
final class EmailFinder implements ValueFinder {
  /** Longest local part and domain, RFC 5321 section 4.5.3.1. */
  private static final int LONGEST_LOCAL = 64;

  private static final int LONGEST_DOMAIN = 255;

  @Override
  public void find(FoldedText passage, Consumer<Found> found) {
    String text = passage.folded();
    for (int sign = text.indexOf('@'); sign >= 0; sign = text.indexOf('@', sign + 1)) {
      int start = start(text, sign);
      int end = end(text, sign);
      if (start < sign && end > sign + 1 && !isSignBefore(text, start)) {
        String normal = text.substring(start, end).toLowerCase(Locale.ROOT);
        found.accept(Found.text(ValueKind.EMAIL, start, end, normal));
      }
    }
  }

  private static int start(String text, int sign) {
    int at = sign;
    while (at > 0 && sign - at < LONGEST_LOCAL && isLocal(text.charAt(at - 1))) {
      at--;
    }
    while (at < sign && text.charAt(at) == '.') {
      at++;
    }
    return text.charAt(Math.max(0, sign - 1)) == '.' ? sign : at;
  }

  private static int end(String text, int sign) {
    int at = sign + 1;
    while (at < text.length() && at - sign <= LONGEST_DOMAIN && isDomain(text.charAt(at))) {
      at++;
    }
    while (at > sign && !Character.isLetterOrDigit(text.charAt(at - 1))) {
      at--;
    }
    String domain = text.substring(Math.min(sign + 1, at), at);
    int dot = domain.lastIndexOf('.');
    boolean valid =
        dot > 0
            && domain.length() - dot > 2
            && !domain.contains("..")
            && Character.isLetter(domain.charAt(dot + 1))
            && Character.isLetterOrDigit(domain.charAt(0));
    return valid ? at : sign;
  }

  private static boolean isSignBefore(String text, int start) {
    return start > 0 && text.charAt(start - 1) == '@';
  }

  private static boolean isLocal(char unit) {
    return isDomain(unit) || unit == '_' || unit == '+' || unit == '%';
  }

  private static boolean isDomain(char unit) {
    return (unit >= 'a' && unit <= 'z')
        || (unit >= 'A' && unit <= 'Z')
        || (unit >= '0' && unit <= '9')
        || unit == '.'
        || unit == '-';
  }
}
