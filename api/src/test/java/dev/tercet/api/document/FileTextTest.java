package dev.tercet.api.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tercet.api.document.FileText.UnreadableFileException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts;
import org.junit.jupiter.api.Test;

class FileTextTest {

  @Test
  void readsTextAsItIsWithoutItsByteOrderMark() throws UnreadableFileException {
    assertThat(FileText.of("a.txt", bytes("\uFEFFeins\r\nzwei"))).isEqualTo("eins\r\nzwei");
  }

  @Test
  void readsOldEncodingsByMarkDeclarationOrLooks() throws UnreadableFileException {
    String german = "Die Größe der Tür beträgt zwei Meter, natürlich über alles gemessen. ";
    byte[] marked = ("\uFEFF" + german).getBytes(StandardCharsets.UTF_16LE);
    byte[] declared =
        "<html><head><meta charset=windows-1251></head><body>Счёт</body></html>"
            .getBytes(Charset.forName("windows-1251"));

    assertThat(FileText.of("a.txt", marked)).isEqualTo(german);
    assertThat(FileText.of("a.html", declared)).isEqualTo("Счёт");
    assertThat(FileText.of("a.txt", german.getBytes(StandardCharsets.ISO_8859_1)))
        .isEqualTo(german);
  }

  @Test
  void refusesBytesThatOnlyLookLikeAnOldEncoding() {
    byte[] noise = new byte[4_096];
    new Random(7).nextBytes(noise);
    for (int i = 0; i < noise.length; i++) {
      noise[i] = noise[i] == 0 ? 1 : noise[i];
    }

    assertRefused("a.txt", noise);
  }

  @Test
  void readsAPdf() throws IOException, UnreadableFileException {
    assertThat(FileText.of("a.pdf", pdf("Invoice 17 over 12.50 EUR")))
        .contains("Invoice 17 over 12.50 EUR");
  }

  @Test
  void readsTheParagraphsOfAWordFile() throws IOException, UnreadableFileException {
    String xml =
        """
        <w:document xmlns:w="urn:w"><w:body>
          <w:p><w:r><w:t>One </w:t></w:r><w:r><w:t>line</w:t><w:br/><w:t>another</w:t></w:r></w:p>
          <w:p><w:pPr/><w:r><w:instrText>no</w:instrText><w:t>Two</w:t></w:r></w:p>
        </w:body></w:document>
        """;

    assertThat(FileText.of("a.docx", zip("word/document.xml", xml)))
        .isEqualTo("One line\nanother\n\nTwo");
  }

  @Test
  void readsNothingFromOutsideAWordFile() throws IOException {
    String xml =
        """
        <!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>
        <w:document xmlns:w="urn:w"><w:p><w:t>&x;</w:t></w:p></w:document>
        """;
    byte[] file = zip("word/document.xml", xml);

    assertThatThrownBy(() -> FileText.of("a.docx", file))
        .isInstanceOf(UnreadableFileException.class);
  }

  @Test
  void readsWhatABrowserShows() throws UnreadableFileException {
    String html =
        """
        <html><head><title>no</title><style>no</style></head><body>
        <h1>Title</h1><p>A  <b>bold</b> word &amp; more</p>
        <ul><li>one</li><li>two</li></ul>
        <table><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>
        <script>no</script></body></html>
        """;

    assertThat(FileText.of("a.html", bytes(html)))
        .isEqualTo("Title\n\nA bold word & more\n\none\ntwo\n\na\tb\nc\td");
  }

  @Test
  void refusesWhatIsNoDocument() throws IOException {
    byte[] archive = zip("readme.txt", "x");

    assertRefused("a.bin", new byte[] {1, 0, 2});
    assertRefused("a.txt", new byte[] {(byte) 0xff, (byte) 0xfe});
    assertRefused("a.docx", archive);
    assertRefused("a.pdf", bytes("%PDF-1.7 broken"));
    assertRefused("a.txt", bytes(" \n "));
  }

  private static void assertRefused(String name, byte[] bytes) {
    assertThatThrownBy(() -> FileText.of(name, bytes))
        .isInstanceOf(UnreadableFileException.class)
        .hasMessageNotContaining("null");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] zip(String name, String text) throws IOException {
    var out = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry(name));
      zip.write(bytes(text));
    }
    return out.toByteArray();
  }

  private static byte[] pdf(String line) throws IOException {
    var out = new ByteArrayOutputStream();
    try (var document = new PDDocument()) {
      var page = new PDPage();
      document.addPage(page);
      try (var content = new PDPageContentStream(document, page)) {
        content.beginText();
        content.setFont(new PDType1Font(Standard14Fonts.FontName.HELVETICA), 12);
        content.newLineAtOffset(72, 700);
        content.showText(line);
        content.endText();
      }
      document.save(out);
    }
    return out.toByteArray();
  }
}
