package dev.tercet.acceptance.tidy;

import java.util.ArrayList;
import java.util.List;

/**
 * Java source taken apart into code, comments and literals, so that a word in a comment is not
 * taken for a call. Every view keeps the offsets and lines of the original.
 */
final class JavaText {
  /** A string literal or text block; {@code start} and {@code end} include the quotes. */
  record Literal(int start, int end, String content) {}

  private final String text;
  private final StringBuilder code;
  private final List<Literal> literals = new ArrayList<>();
  private int at;

  private JavaText(String text) {
    this.text = text;
    this.code = new StringBuilder(text);
  }

  static JavaText of(SourceFile file) {
    var java = new JavaText(file.text());
    java.scan();
    return java;
  }

  /** The source with comments and the contents of literals turned into blanks. */
  String code() {
    return code.toString();
  }

  List<Literal> literals() {
    return literals;
  }

  private void scan() {
    while (at < text.length()) {
      if (text.startsWith("//", at)) {
        blank(at, ending("\n", at));
      } else if (text.startsWith("/*", at)) {
        blank(at, ending("*/", at + 2));
      } else if (text.startsWith("\"\"\"", at)) {
        literal("\"\"\"");
      } else if (text.charAt(at) == '"') {
        literal("\"");
      } else if (text.charAt(at) == '\'') {
        blank(at + 1, closing("'", at + 1));
        at++;
      } else {
        at++;
      }
    }
  }

  private void literal(String quote) {
    int start = at;
    int from = start + quote.length();
    int close = closing(quote, from);
    literals.add(
        new Literal(
            start, Math.min(text.length(), close + quote.length()), text.substring(from, close)));
    blank(from, close);
    at = close + quote.length();
  }

  /** Where the unescaped {@code quote} begins, or the text's end. */
  private int closing(String quote, int from) {
    int here = from;
    while (here < text.length() && !text.startsWith(quote, here)) {
      here += text.charAt(here) == '\\' ? 2 : 1;
    }
    return Math.min(here, text.length());
  }

  private int ending(String end, int from) {
    int here = text.indexOf(end, from);
    return here < 0 ? text.length() : here + end.length();
  }

  private void blank(int start, int end) {
    for (int here = start; here < end; here++) {
      if (text.charAt(here) != '\n') {
        code.setCharAt(here, ' ');
      }
    }
    at = end;
  }
}
