package dev.tercet.api.logging;

/**
 * One line in the making. What would end it early or speak to a terminal (control and format
 * characters, half characters) is written out as {@code \\uXXXX}, and every value has a bound.
 */
final class Line {
  private static final String CUT = "…";

  private final StringBuilder text = new StringBuilder(256);
  private final Redaction redaction;
  private final boolean json;

  /**
   * An empty line.
   *
   * @param json whether values stand inside JSON strings
   */
  Line(Redaction redaction, boolean json) {
    this.redaction = redaction;
    this.json = json;
  }

  /** Adds what is our own and harmless. */
  Line add(String own) {
    text.append(own);
    return this;
  }

  /** Adds what may be anything, up to {@code most} bytes of UTF-8. */
  Line value(String foreign, int most) {
    String clean = redaction.of(head(foreign, 4 * most));
    int bytes = 0;
    for (int i = 0; i < clean.length(); ) {
      int point = clean.codePointAt(i);
      i += Character.charCount(point);
      String written = written(point);
      bytes += written.codePoints().map(Line::bytes).sum();
      if (bytes > most) {
        text.append(CUT);
        return this;
      }
      text.append(written);
    }
    if (foreign.length() > 4 * most) {
      text.append(CUT);
    }
    return this;
  }

  /** A secret that is cut in two is not recognised, so more is looked at than is written. */
  private static String head(String foreign, int most) {
    return foreign.length() <= most ? foreign : foreign.substring(0, most);
  }

  private String written(int point) {
    if (json && (point == '"' || point == '\\')) {
      return "\\" + (char) point;
    }
    return switch (point) {
      case '\n' -> "\\n";
      case '\r' -> "\\r";
      case '\t' -> "\\t";
      default ->
          ControlCharacters.is(point)
              ? ControlCharacters.escaped(point)
              : Character.toString(point);
    };
  }

  private static int bytes(int point) {
    if (point < 0x80) {
      return 1;
    }
    if (point < 0x800) {
      return 2;
    }
    return point < 0x10000 ? 3 : 4;
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
