package dev.tercet.reader;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.tika.exception.TikaException;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.mime.MediaType;
import org.apache.tika.parser.ParseContext;
import org.apache.tika.parser.Parser;
import org.apache.tika.sax.XHTMLContentHandler;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeFilter;
import org.jspecify.annotations.Nullable;
import org.xml.sax.ContentHandler;
import org.xml.sax.SAXException;

/**
 * Reads HTML as a browser shows it, with its title and the numbers of its lists: nothing hidden,
 * and lines only in {@code pre}.
 */
final class PageParser implements Parser {
  private static final long serialVersionUID = 1L;
  private static final Set<MediaType> TYPES =
      Set.of(MediaType.text("html"), MediaType.application("xhtml+xml"));
  private static final Set<String> UNSEEN =
      Set.of(
          "script",
          "style",
          "noscript",
          "template",
          "head",
          "iframe",
          "object",
          "datalist",
          "noembed",
          "noframes");
  private static final Pattern HIDDEN_STYLE =
      Pattern.compile("(?i)(?:display\\s*:\\s*none|visibility\\s*:\\s*hidden)");

  @Override
  public Set<MediaType> getSupportedTypes(ParseContext context) {
    return TYPES;
  }

  @Override
  public void parse(
      InputStream stream, ContentHandler handler, Metadata metadata, ParseContext context)
      throws IOException, SAXException, TikaException {
    byte[] bytes = stream.readAllBytes();
    Optional<String> markup =
        Encoding.decode(bytes, DeclaredCharset.of(metadata), context.get(Warnings.class));
    if (markup.isEmpty()) {
      throw new TikaException("the page is no text");
    }
    Document page = Jsoup.parse(markup.get());
    var xhtml = new XHTMLContentHandler(handler, new Metadata());
    xhtml.startDocument();
    if (!page.title().isBlank()) {
      xhtml.element("p", page.title().strip());
    }
    write(page.body(), xhtml);
    xhtml.endDocument();
  }

  private static void write(Element body, XHTMLContentHandler xhtml) throws SAXException {
    var writer = new Writer(xhtml);
    body.filter(writer);
    if (writer.failure != null) {
      throw writer.failure;
    }
  }

  private static boolean isHidden(Element element) {
    return UNSEEN.contains(element.normalName())
        || element.hasAttr("hidden")
        || HIDDEN_STYLE.matcher(element.attr("style")).find()
        || (element.normalName().equals("input")
            && element.attr("type").equalsIgnoreCase("hidden"));
  }

  /** Walks without recursion: pages may be nested as deeply as they like. */
  private static final class Writer implements NodeFilter {
    private final XHTMLContentHandler xhtml;
    private final ListNumbers numbers = new ListNumbers();
    private int inPre;
    private @Nullable SAXException failure;

    Writer(XHTMLContentHandler xhtml) {
      this.xhtml = xhtml;
    }

    @Override
    public FilterResult head(Node node, int depth) {
      try {
        if (node instanceof TextNode words) {
          if (!words.isBlank()) {
            xhtml.characters(numbers.due());
          }
          xhtml.characters(inPre > 0 ? words.getWholeText() : words.text());
        } else if (node instanceof Element element) {
          if (isHidden(element)) {
            return FilterResult.SKIP_ENTIRELY;
          }
          xhtml.startElement(element.normalName());
          numbers.enter(element);
          inPre += isPre(element) ? 1 : 0;
        }
        return FilterResult.CONTINUE;
      } catch (SAXException e) {
        failure = e;
        return FilterResult.STOP;
      }
    }

    @Override
    public FilterResult tail(Node node, int depth) {
      try {
        if (node instanceof Element element) {
          inPre -= isPre(element) ? 1 : 0;
          xhtml.characters(numbers.leave(element));
          xhtml.endElement(element.normalName());
        }
        return FilterResult.CONTINUE;
      } catch (SAXException e) {
        failure = e;
        return FilterResult.STOP;
      }
    }

    private static boolean isPre(Element element) {
      return element.normalName().equals("pre") || element.normalName().equals("textarea");
    }
  }
}
