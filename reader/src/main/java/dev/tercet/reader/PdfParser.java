package dev.tercet.reader;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Set;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.interactive.form.PDAcroForm;
import org.apache.tika.exception.TikaException;
import org.apache.tika.io.TemporaryResources;
import org.apache.tika.io.TikaInputStream;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.mime.MediaType;
import org.apache.tika.parser.ParseContext;
import org.apache.tika.parser.Parser;
import org.apache.tika.parser.pdf.PDFParser;
import org.apache.tika.parser.pdf.PDFParserConfig;
import org.apache.tika.sax.ContentHandlerDecorator;
import org.xml.sax.Attributes;
import org.xml.sax.ContentHandler;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.AttributesImpl;

/**
 * Reads a PDF with what was filled into its form. The library knows only one of the two places in
 * which a form may hold its values, shows codes in place of chosen words, and lists empty fields.
 */
final class PdfParser implements Parser {
  private static final long serialVersionUID = 1L;
  private static final String XHTML = "http://www.w3.org/1999/xhtml";

  private final PDFParser library = new PDFParser();

  @Override
  public Set<MediaType> getSupportedTypes(ParseContext context) {
    return library.getSupportedTypes(context);
  }

  @Override
  public void parse(
      InputStream stream, ContentHandler handler, Metadata metadata, ParseContext context)
      throws IOException, SAXException, TikaException {
    try (var temporary = new TemporaryResources()) {
      TikaInputStream file = TikaInputStream.get(stream, temporary, metadata);
      Form form = form(file);
      context.set(PDFParserConfig.class, Parsers.pdf(form.isAlsoXml()));
      library.parse(file, new FormLast(handler, form.filled()), metadata, context);
    }
  }

  /** Its fields, and whether it has a second form in XML, which the library reads. */
  private record Form(List<FormFields.Filled> filled, boolean isAlsoXml) {}

  /** What is wrong with the file as a whole is told by whoever reads its pages. */
  private static Form form(TikaInputStream file) throws IOException {
    File path = file.getFile();
    try (PDDocument document = Loader.loadPDF(path)) {
      PDAcroForm form = document.getDocumentCatalog().getAcroForm(null);
      return new Form(FormFields.of(document), form != null && form.hasXFA());
    } catch (IOException | RuntimeException e) {
      return new Form(List.of(), true);
    }
  }

  /** Writes the fields at the end of the file's text, without what its form in XML has told. */
  private static final class FormLast extends ContentHandlerDecorator {
    private final List<FormFields.Filled> filled;
    private final StringBuilder told = new StringBuilder();
    private boolean inXml;

    FormLast(ContentHandler handler, List<FormFields.Filled> filled) {
      super(handler);
      this.filled = filled;
    }

    @Override
    public void startElement(String uri, String name, String qualified, Attributes attributes)
        throws SAXException {
      inXml |= String.valueOf(attributes.getValue("class")).startsWith("xfa");
      super.startElement(uri, name, qualified, attributes);
    }

    @Override
    public void characters(char[] characters, int start, int length) throws SAXException {
      if (inXml) {
        told.append(characters, start, length).append('\n');
      }
      super.characters(characters, start, length);
    }

    @Override
    public void endElement(String uri, String name, String qualified) throws SAXException {
      if (name.equals("body")) {
        for (FormFields.Filled field : filled) {
          if (told.indexOf(": " + field.value() + "\n") < 0) {
            write(field.line());
          }
        }
      }
      super.endElement(uri, name, qualified);
    }

    private void write(String line) throws SAXException {
      super.startElement(XHTML, "li", "li", new AttributesImpl());
      super.characters(line.toCharArray(), 0, line.length());
      super.endElement(XHTML, "li", "li");
    }
  }
}
