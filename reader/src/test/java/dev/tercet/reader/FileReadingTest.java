package dev.tercet.reader;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.PDResources;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAnnotationText;
import org.apache.pdfbox.pdmodel.interactive.form.PDAcroForm;
import org.apache.pdfbox.pdmodel.interactive.form.PDTextField;
import org.apache.poi.poifs.crypt.EncryptionInfo;
import org.apache.poi.poifs.crypt.EncryptionMode;
import org.apache.poi.poifs.crypt.Encryptor;
import org.apache.poi.poifs.filesystem.POIFSFileSystem;
import org.junit.jupiter.api.Test;

class FileReadingTest {

  @Test
  void readsMarkdownAndOtherSourcesAsTheyAre() throws IOException {
    String readme = "<div align=\"center\">\n\n# Title  \n\n</div>\n\n* one\n";

    assertThat(Samples.text("README.md", readme)).isEqualTo(readme);
    assertThat(Samples.text("a.csv", "a;b\n1;2\n")).isEqualTo("a;b\n1;2\n");
    assertThat(Samples.text("a.json", "{\"a\": 1}")).isEqualTo("{\"a\": 1}");
    assertThat(Samples.text("a.txt", "BM is how a bitmap begins, too")).startsWith("BM is");
  }

  @Test
  void readsWhatABrowserShows() throws IOException {
    String page =
        """
        <html><head><title>Title</title><style>no</style></head><body>
        <p>A  <b>bold</b> word &amp; more<span hidden>no</span><i style="display: none">no</i></p>
        <pre>one
          two</pre>
        <ul><li>one</li><li>two</li></ul>
        <table><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>
        <script>no</script></body></html>
        """;
    String text = "Title\n\nA bold word & more\n\none\n  two\n\none\ntwo\n\na\tb\nc\td";

    assertThat(Samples.text("a.html", page)).isEqualTo(text);
    assertThat(Samples.text("a.dat", page)).isEqualTo(text);
    assertThat(Samples.text("plain.html", "a < b and no markup")).isEqualTo("a < b and no markup");
  }

  @Test
  void readsAWordDocumentWithAllThatItsPagesShow() throws IOException {
    String text = Samples.text("a.docx", Samples.zip(WordParts.ALL));

    assertThat(text)
        .contains("the header", "a\tb\nc", "r1c1\tr1c2\nr2c1 more\tr2c2", "the note", "the remark")
        .containsOnlyOnce("in the box");
  }

  @Test
  void readsPagesFormValuesAndRemarksOfAPdf() throws IOException {
    byte[] pdf = pdf("Invoice 17", false);
    byte[] late = new byte[pdf.length + 300];
    System.arraycopy(pdf, 0, late, 300, pdf.length);

    assertThat(Samples.text("a.pdf", pdf)).contains("Invoice 17", "Ada Lovelace", "please check");
    assertThat(Samples.text("a.pdf", late)).contains("Invoice 17");
  }

  @Test
  void namesWhatIsNotRead() throws IOException {
    byte[] jpeg = {
      (byte) 0xFF, (byte) 0xD8, (byte) 0xFF, (byte) 0xE0, 0, 16, 'J', 'F', 'I', 'F', 0
    };

    assertThat(Samples.refusal("a.docx", Samples.zip(Map.of("a.txt", "x"))))
        .isEqualTo("it is a ZIP archive, which is not read");
    assertThat(Samples.refusal("a.txt", jpeg)).isEqualTo("it is a JPEG image, which is not read");
    assertThat(Samples.refusal("a.pdf", "%PDF-1.7 broken".getBytes(StandardCharsets.UTF_8)))
        .isEqualTo("it is a PDF, but damaged, cut off or of a rare kind");
    assertThat(Samples.refusal("scan.pdf", pdf("", true))).contains("no text layer");
  }

  @Test
  void saysThatAFileIsLocked() throws Exception {
    assertThat(Samples.refusal("a.docx", encryptedWord()))
        .startsWith("it is an encrypted Word document");
    assertThat(Samples.refusal("a.pdf", encryptedPdf())).startsWith("it is an encrypted PDF");
  }

  @Test
  void readsNothingFromOutside() throws IOException {
    String odt =
        """
        <!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>
        <office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" \
        xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:text>\
        <text:p>before &x; after</text:p></office:text></office:body></office:document-content>\
        """;
    byte[] file =
        Samples.zip(
            Map.of("mimetype", "application/vnd.oasis.opendocument.text", "content.xml", odt));

    assertThat(Samples.read("a.odt", file).toString()).doesNotContain("root:");
  }

  @Test
  void readsALetterWithItsHeadersAndSomeAttachments() throws IOException {
    String part =
        "--b\r\nContent-Type: text/plain\r\nContent-Disposition: attachment\r\n\r\nx%d\r\n";
    String letter =
        """
        From: =?utf-8?q?J=C3=BCrgen?= <j@example.org>
        To: ann@example.org
        Subject: Hi
        MIME-Version: 1.0
        Content-Type: multipart/mixed; boundary=b

        --b
        Content-Type: text/plain; charset=iso-8859-1

        Hello \u0080
        """
            .replace("\n", "\r\n");
    byte[] file =
        (letter
                + part.formatted(1)
                + part.formatted(2)
                + part.formatted(3)
                + part.formatted(4)
                + "--b--\r\n")
            .getBytes(StandardCharsets.ISO_8859_1);

    Outcome outcome = Samples.read("a.eml", file);

    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.Read.class,
            it -> {
              assertThat(it.text()).contains("Jürgen", "To: ann@example.org", "Subject: Hi");
              assertThat(it.text()).contains("Hello €", "x1").doesNotContain("x4");
              assertThat(it.warnings()).contains("only the first 3 files inside it were read");
            });
  }

  private static byte[] pdf(String line, boolean isScan) throws IOException {
    try (var document = new PDDocument()) {
      var page = new PDPage();
      document.addPage(page);
      if (!isScan) {
        var font = new PDType1Font(Standard14Fonts.FontName.HELVETICA);
        try (var content = new PDPageContentStream(document, page)) {
          content.beginText();
          content.setFont(font, 12);
          content.newLineAtOffset(72, 700);
          content.showText(line);
          content.endText();
        }
        fill(document, page, font);
      }
      return saved(document);
    }
  }

  private static void fill(PDDocument document, PDPage page, PDType1Font font) throws IOException {
    var form = new PDAcroForm(document);
    document.getDocumentCatalog().setAcroForm(form);
    var resources = new PDResources();
    resources.put(COSName.getPDFName("Helv"), font);
    form.setDefaultResources(resources);
    form.setDefaultAppearance("/Helv 12 Tf 0 g");
    var field = new PDTextField(form);
    field.setPartialName("name");
    form.getFields().add(field);
    field.getWidgets().getFirst().setRectangle(new PDRectangle(50, 600, 200, 20));
    field.getWidgets().getFirst().setPage(page);
    page.getAnnotations().add(field.getWidgets().getFirst());
    field.setValue("Ada Lovelace");
    var remark = new PDAnnotationText();
    remark.setContents("please check");
    remark.setRectangle(new PDRectangle(50, 500, 20, 20));
    page.getAnnotations().add(remark);
  }

  private static byte[] encryptedPdf() throws IOException {
    try (var document = new PDDocument()) {
      document.addPage(new PDPage());
      document.protect(new StandardProtectionPolicy("owner", "user", new AccessPermission()));
      return saved(document);
    }
  }

  private static byte[] saved(PDDocument document) throws IOException {
    var out = new ByteArrayOutputStream();
    document.save(out);
    return out.toByteArray();
  }

  private static byte[] encryptedWord() throws Exception {
    try (var container = new POIFSFileSystem()) {
      Encryptor encryptor = new EncryptionInfo(EncryptionMode.agile).getEncryptor();
      encryptor.confirmPassword("secret");
      try (var stream = encryptor.getDataStream(container)) {
        stream.write(Samples.zip(WordParts.ALL));
      }
      var out = new ByteArrayOutputStream();
      container.writeFilesystem(out);
      return out.toByteArray();
    }
  }
}
