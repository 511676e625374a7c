package dev.tercet.api.document;

import java.util.Set;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeVisitor;

/** What a browser would show of a page, with its blocks as lines and paragraphs. */
final class HtmlText implements NodeVisitor {
  private static final Set<String> UNSEEN =
      Set.of("script", "style", "noscript", "template", "head", "svg", "iframe", "object");
  private static final Set<String> LINES = Set.of("br", "tr", "li", "dt", "dd", "option");

  private final StringBuilder text = new StringBuilder();

  private HtmlText() {}

  static String of(Document page) {
    UNSEEN.forEach(name -> page.select(name).remove());
    var visitor = new HtmlText();
    page.body().traverse(visitor);
    return visitor.text.toString().strip();
  }

  @Override
  public void head(Node node, int depth) {
    if (node instanceof TextNode words) {
      append(words.text());
    } else if (node instanceof Element element) {
      open(element);
    }
  }

  @Override
  public void tail(Node node, int depth) {
    if (node instanceof Element element && isBlock(element)) {
      end("\n\n");
    }
  }

  private void open(Element element) {
    if (LINES.contains(element.normalName())) {
      end("\n");
    } else if (isBlock(element)) {
      end("\n\n");
    } else if (element.normalName().equals("td") || element.normalName().equals("th")) {
      append("\t");
    }
  }

  private static boolean isBlock(Element element) {
    return element.isBlock()
        && !LINES.contains(element.normalName())
        && !element.normalName().equals("td")
        && !element.normalName().equals("th");
  }

  private void append(String words) {
    boolean atStart = text.isEmpty() || Character.isWhitespace(text.charAt(text.length() - 1));
    text.append(atStart ? words.stripLeading() : words);
  }

  /** Ends the line or paragraph, unless it has ended already. */
  private void end(String separator) {
    int length = text.length();
    while (length > 0 && (text.charAt(length - 1) == ' ' || text.charAt(length - 1) == '\t')) {
      length--;
    }
    text.setLength(length);
    int breaks = 0;
    while (breaks < length && text.charAt(length - 1 - breaks) == '\n') {
      breaks++;
    }
    if (length > 0 && breaks < separator.length()) {
      text.append(separator, breaks, separator.length());
    }
  }
}
