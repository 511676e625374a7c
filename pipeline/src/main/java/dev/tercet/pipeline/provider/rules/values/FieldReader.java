package dev.tercet.pipeline.provider.rules.values;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads labelled fields: {@code Label: value} lines (several in one line when parted by {@code |},
 * {@code ·}, {@code ;} or a tab) and Markdown tables, with a header or of two columns.
 */
public final class FieldReader {
  private static final int LONGEST_LABEL = 48;
  private static final int LONGEST_LABEL_WORDS = 6;

  /** Letters of a sentence's last word, with its stop; abbreviations are shorter. */
  private static final int SHORTEST_LAST_WORD = 6;

  /** A passage with more fields than this is no form. */
  private static final int MOST_FIELDS = 2_000;

  private final String text;
  private final List<Field> fields = new ArrayList<>();
  private final TableReader table;

  private FieldReader(String text) {
    this.text = text;
    this.table = new TableReader(text, fields);
  }

  /** All fields of a passage in reading order. */
  public static List<Field> read(FoldedText passage) {
    var reader = new FieldReader(passage.folded());
    reader.readLines();
    return List.copyOf(reader.fields);
  }

  private void readLines() {
    int start = 0;
    while (start < text.length() && fields.size() < MOST_FIELDS) {
      int end = lineEnd(start);
      int from = Margins.skip(text, start, end);
      if (from < end && text.charAt(from) == '|') {
        table.row(from, end);
      } else {
        table.end();
        readSegments(from, end);
      }
      start = end + 1;
    }
  }

  private int lineEnd(int start) {
    int end = start;
    while (end < text.length() && text.charAt(end) != '\n' && text.charAt(end) != '\r') {
      end++;
    }
    return end;
  }

  /** A part of a line without a label of its own belongs to the value before it. */
  private void readSegments(int from, int end) {
    int start = from;
    while (start < end) {
      int next = nextSegment(start, end);
      readField(start, next);
      start = next + 1;
    }
  }

  private int nextSegment(int start, int end) {
    for (int at = start + 1; at < end; at++) {
      if ("|·;\t".indexOf(text.charAt(at)) >= 0
          && colon(Margins.skip(text, at + 1, end), end) > 0) {
        return at;
      }
    }
    return end;
  }

  private void readField(int start, int end) {
    int from = Margins.skip(text, start, end);
    int colon = colon(from, end);
    if (colon > 0) {
      int valueStart = Margins.skip(text, colon + 1, end);
      int valueEnd = Margins.back(text, valueStart, end);
      String label = Labels.normal(text.substring(from, colon));
      if (valueStart < valueEnd && !label.isEmpty()) {
        fields.add(new Field(label, 0, valueStart, valueEnd));
      }
    }
  }

  /** The colon that ends a label which begins at {@code from}, or -1. */
  private int colon(int from, int end) {
    int words = 1;
    for (int at = from; at < Math.min(end, from + LONGEST_LABEL); at++) {
      char unit = text.charAt(at);
      if (unit == ':') {
        boolean label = at > from && text.substring(from, at).chars().anyMatch(Character::isLetter);
        boolean address = text.startsWith("//", at + 1);
        boolean time = at > from && at + 1 < end && isDigit(at - 1) && isDigit(at + 1);
        return label && !address && !time ? at : -1;
      }
      words += unit == ' ' ? 1 : 0;
      if (words > LONGEST_LABEL_WORDS || endsSentence(from, at) || "|;。!?@\"".indexOf(unit) >= 0) {
        return -1;
      }
    }
    return -1;
  }

  /** A stop after a long word ends a sentence; after a short one ("No.") it abbreviates. */
  private boolean endsSentence(int from, int at) {
    if (text.charAt(at) != ' ' || at - from < SHORTEST_LAST_WORD || text.charAt(at - 1) != '.') {
      return false;
    }
    for (int i = 2; i <= SHORTEST_LAST_WORD; i++) {
      if (!Character.isLetter(text.charAt(at - i))) {
        return false;
      }
    }
    return true;
  }

  private boolean isDigit(int at) {
    return text.charAt(at) >= '0' && text.charAt(at) <= '9';
  }
}
