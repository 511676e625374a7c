package dev.tercet.reader;

import java.util.Set;
import java.util.regex.Pattern;
import org.xml.sax.Attributes;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/**
 * The text of a page of XHTML, which is what every parser writes: blocks as paragraphs, table rows
 * as lines with tabs between their cells. White space is kept as it is, but at the edges of blocks.
 */
final class TextOut extends DefaultHandler {
  private static final Set<String> PARAGRAPHS =
      Set.of(
          "p",
          "div",
          "h1",
          "h2",
          "h3",
          "h4",
          "h5",
          "h6",
          "table",
          "ul",
          "ol",
          "dl",
          "pre",
          "body",
          "section",
          "article",
          "blockquote",
          "header",
          "footer",
          "aside",
          "figure",
          "form");
  private static final Set<String> LINES = Set.of("br", "tr", "li", "dt", "dd", "option");
  private static final Set<String> CELLS = Set.of("td", "th");

  private static final char SOFT_HYPHEN = '\u00AD';
  private static final Pattern INNER_SOFT_HYPHEN = Pattern.compile("\u00AD(?=\\p{L})");

  private final int limit;
  private final StringBuilder text = new StringBuilder();
  private boolean isFull;
  private int inPre;
  private int inCell;
  private int inRow;
  private int cellsInRow;
  private int breaks;

  /** Takes at most this many characters. */
  TextOut(int limit) {
    this.limit = limit;
  }

  /** Whether more was written than there is room for. */
  boolean isFull() {
    return isFull;
  }

  String text() {
    return text.toString().strip();
  }

  @Override
  public void startElement(String uri, String name, String qualified, Attributes attributes)
      throws SAXException {
    if (CELLS.contains(name)) {
      if (inCell == 0) {
        flush();
        if (cellsInRow++ > 0) {
          append("\t");
        }
      }
      inCell++;
    } else if (name.equals("br")) {
      breaks = Math.min(2, breaks + 1);
    } else {
      cellsInRow = name.equals("tr") && inCell == 0 ? 0 : cellsInRow;
      breakFor(name);
    }
    inPre += name.equals("pre") ? 1 : 0;
    inRow += name.equals("tr") ? 1 : 0;
  }

  @Override
  public void endElement(String uri, String name, String qualified) {
    inPre -= name.equals("pre") ? 1 : 0;
    inRow -= name.equals("tr") ? 1 : 0;
    if (CELLS.contains(name)) {
      inCell--;
      breaks = 0;
      while (!text.isEmpty() && text.charAt(text.length() - 1) == ' ') {
        text.setLength(text.length() - 1);
      }
    } else if (!name.equals("br")) {
      breakFor(name);
    }
  }

  private void breakFor(String name) {
    if (PARAGRAPHS.contains(name)) {
      breaks = Math.max(breaks, 2);
    } else if (LINES.contains(name)) {
      breaks = Math.max(breaks, 1);
    }
  }

  @Override
  public void characters(char[] characters, int start, int length) throws SAXException {
    int from = start;
    int end = start + length;
    while (inPre == 0 && from < end && isAtEdge() && isSpace(characters[from])) {
      from++;
    }
    if (from < end) {
      flush();
      String words = joined(new String(characters, from, end - from));
      append(inCell > 0 ? words.replace('\n', ' ') : words);
    }
  }

  /** A place where a word may be divided shows nothing in the midst of a line. */
  private static String joined(String words) {
    return words.indexOf(SOFT_HYPHEN) < 0 ? words : INNER_SOFT_HYPHEN.matcher(words).replaceAll("");
  }

  /** The lines of a PDF end with these; between cells they are only there for the looks. */
  @Override
  public void ignorableWhitespace(char[] characters, int start, int length) {
    if (inRow == 0 || inCell > 0) {
      breaks = Math.max(breaks, 1);
    }
  }

  private boolean isAtEdge() {
    return breaks > 0 || text.isEmpty() || isSpace(text.charAt(text.length() - 1));
  }

  /** Ends the line or paragraph that is over; in a cell all stays on the row's line. */
  private void flush() throws SAXException {
    if (breaks == 0) {
      return;
    }
    int end = text.length();
    while (end > 0
        && isSpace(text.charAt(end - 1))
        && (inCell == 0 || text.charAt(end - 1) >= ' ')) {
      end--;
    }
    text.setLength(end);
    boolean isEdge = end == 0 || isSpace(text.charAt(end - 1));
    String separator = inCell > 0 ? " " : "\n".repeat(breaks);
    breaks = 0;
    if (!isEdge) {
      append(separator);
    }
  }

  private void append(String words) throws SAXException {
    if (text.length() + words.length() > limit) {
      isFull = true;
      throw new SAXException("the limit of text is reached");
    }
    text.append(words);
  }

  private static boolean isSpace(char it) {
    return it == ' ' || it == '\t' || it == '\n' || it == '\r' || it == '\u00a0';
  }
}
