package dev.tercet.api.logging;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Takes secrets out of what is logged: those that are configured wherever they stand, and what
 * looks like one, since a driver's exception may repeat the address that it was given.
 */
final class Redaction {
  private static final String MASK = "***";

  /** A shorter one would blot out words that mean something else. */
  private static final int SHORTEST = 8;

  private static final Pattern USER_INFO = Pattern.compile("://[^/\\s@\"']*+@");
  private static final Pattern BEARER =
      Pattern.compile("\\b(Bearer|Basic)\\s++[\\w.~+/=-]++", Pattern.CASE_INSENSITIVE);
  private static final Pattern NAMED =
      Pattern.compile(
          "\\b(password|passwd|secret|token|api[-_]?key)(\"?\\s*+[=:]\\s*+\"?)[^\\s\"'&;,)}]++",
          Pattern.CASE_INSENSITIVE);

  private volatile List<String> secrets = List.of();

  /** From now on these are taken out, too. */
  void know(Collection<String> values) {
    secrets =
        values.stream()
            .filter(it -> it.length() >= SHORTEST)
            .sorted(Comparator.comparingInt(String::length).reversed())
            .toList();
  }

  String of(String text) {
    String clean = text;
    for (String secret : secrets) {
      clean = clean.replace(secret, MASK);
    }
    clean = USER_INFO.matcher(clean).replaceAll("://" + MASK + "@");
    clean = BEARER.matcher(clean).replaceAll("$1 " + MASK);
    return NAMED.matcher(clean).replaceAll("$1$2" + MASK);
  }
}
