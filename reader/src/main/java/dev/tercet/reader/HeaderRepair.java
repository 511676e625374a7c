package dev.tercet.reader;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts the empty line between the headers and the body of a letter or of one of its parts where it
 * was forgotten; without it the library takes the body for headers and drops it. A broken line with
 * more headers below stays one of them.
 */
final class HeaderRepair {
  private static final Pattern HEADER = Pattern.compile("(?:[!-9;-~]+[ \\t]*:|>?From ).*");
  private static final Pattern BOUNDARY =
      Pattern.compile("(?i)boundary\\s*=\\s*(?:\"([^\"]{1,200})\"|([^\\s;\"]{1,200}))");
  private static final int MOST_BOUNDARIES = 1_000;

  private final String source;
  private final ByteArrayOutputStream out;
  private final Set<String> boundaries = new HashSet<>();
  private int copied;

  private HeaderRepair(byte[] letter) {
    source = new String(letter, StandardCharsets.ISO_8859_1);
    out = new ByteArrayOutputStream(letter.length + 64);
  }

  static byte[] of(byte[] letter) {
    return new HeaderRepair(letter).repaired(letter);
  }

  private byte[] repaired(byte[] letter) {
    boolean inHeaders = true;
    int at = 0;
    while (at < source.length()) {
      int next = next(at);
      String line = source.substring(at, Math.min(next, at + 1_000)).stripTrailing();
      if (!inHeaders) {
        inHeaders = line.startsWith("--") && boundaries.contains(line.substring(2));
      } else if (line.isEmpty()) {
        inHeaders = false;
      } else if (isHeader(at) || isHeader(next)) {
        note(line);
      } else {
        inHeaders = false;
        out.write(letter, copied, at - copied);
        out.write('\n');
        copied = at;
      }
      at = next;
    }
    if (out.size() == 0) {
      return letter;
    }
    out.write(letter, copied, letter.length - copied);
    return out.toByteArray();
  }

  private int next(int at) {
    int end = source.indexOf('\n', at);
    return end < 0 ? source.length() : end + 1;
  }

  /** Or the continuation of one. */
  private boolean isHeader(int at) {
    if (at >= source.length()) {
      return false;
    }
    char first = source.charAt(at);
    return first == ' '
        || first == '\t'
        || HEADER.matcher(source).region(at, Math.min(next(at), at + 1_000)).lookingAt();
  }

  private void note(String line) {
    Matcher boundary = BOUNDARY.matcher(line);
    if (boundary.find() && boundaries.size() < MOST_BOUNDARIES) {
      boundaries.add(boundary.group(1) == null ? boundary.group(2) : boundary.group(1));
    }
  }
}
