package dev.tercet.reader;

import java.util.List;
import org.apache.tika.parser.ParseContext;
import org.apache.tika.parser.Parser;
import org.apache.tika.parser.epub.EpubParser;
import org.apache.tika.parser.mbox.MboxParser;
import org.apache.tika.parser.microsoft.OfficeParser;
import org.apache.tika.parser.microsoft.OfficeParserConfig;
import org.apache.tika.parser.microsoft.OldExcelParser;
import org.apache.tika.parser.microsoft.ooxml.OOXMLParser;
import org.apache.tika.parser.microsoft.xml.SpreadsheetMLParser;
import org.apache.tika.parser.microsoft.xml.WordMLParser;
import org.apache.tika.parser.odf.FlatOpenDocumentParser;
import org.apache.tika.parser.odf.OpenDocumentParser;
import org.apache.tika.parser.pdf.PDFParserConfig;
import org.apache.tika.parser.pdf.PDFParserConfig.IMAGE_STRATEGY;
import org.apache.tika.parser.pdf.PDFParserConfig.OCR_STRATEGY;

/** The parsers of what is read, and how they read it. */
final class Parsers {
  private Parsers() {}

  static List<Parser> all() {
    var epub = new EpubParser();
    epub.setContentParser(new PageParser());
    List<Parser> parsers =
        List.of(
            new PlainParser(),
            new PageParser(),
            new PdfParser(),
            new OOXMLParser(),
            new OfficeParser(),
            new OldExcelParser(),
            new WordMLParser(),
            new SpreadsheetMLParser(),
            new RichTextParser(),
            new OpenDocumentParser(),
            new FlatOpenDocumentParser(),
            epub,
            new MailParser(),
            new MboxParser());
    return parsers;
  }

  /** How Office files and PDFs are read: all that their owner sees, no pictures and no programs. */
  static void configure(ParseContext context) {
    var office = new OfficeParserConfig();
    office.setUseSAXDocxExtractor(true);
    office.setUseSAXPptxExtractor(true);
    office.setIncludeHeadersAndFooters(true);
    office.setIncludeShapeBasedContent(true);
    office.setIncludeDeletedContent(false);
    office.setIncludeMoveFromContent(false);
    office.setIncludeSlideNotes(true);
    office.setIncludeSlideMasterContent(true);
    office.setExtractMacros(false);
    office.setWriteSelectHeadersInBody(true);
    context.set(OfficeParserConfig.class, office);
  }

  /** The form in fields is read by {@link FormFields}; one in XML only the library knows. */
  static PDFParserConfig pdf(boolean withForm) {
    var pdf = new PDFParserConfig();
    pdf.setOcrStrategy(OCR_STRATEGY.NO_OCR);
    pdf.setImageStrategy(IMAGE_STRATEGY.NONE);
    pdf.setExtractInlineImages(false);
    pdf.setExtractAcroFormContent(withForm);
    pdf.setExtractAnnotationText(true);
    pdf.setExtractBookmarksText(false);
    pdf.setDetectAngles(true);
    pdf.setCatchIntermediateIOExceptions(true);
    pdf.setMaxMainMemoryBytes(64L << 20);
    return pdf;
  }
}
