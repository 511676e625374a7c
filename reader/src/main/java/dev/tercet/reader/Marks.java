package dev.tercet.reader;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDResources;
import org.apache.pdfbox.pdmodel.common.PDStream;
import org.apache.pdfbox.pdmodel.graphics.form.PDFormXObject;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAnnotation;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAppearanceStream;
import org.apache.pdfbox.text.PDFTextStripper;

/** What is drawn on a page for something that is no part of the page, such as a signature. */
final class Marks {
  private Marks() {}

  /** On one line; the library reads pages only, so the mark is put on one of its own. */
  static String text(PDAnnotation annotation) throws IOException {
    PDAppearanceStream appearance = annotation.getNormalAppearanceStream();
    if (appearance == null) {
      return "";
    }
    try (var document = new PDDocument()) {
      var resources = new PDResources();
      String name = resources.add(new PDFormXObject(appearance.getCOSObject())).getName();
      byte[] drawing = ("/" + name + " Do").getBytes(StandardCharsets.US_ASCII);
      var page = new PDPage();
      page.setResources(resources);
      page.setContents(new PDStream(document, new ByteArrayInputStream(drawing)));
      document.addPage(page);
      return new PDFTextStripper().getText(document).strip().replaceAll("\\s+", " ");
    }
  }
}
