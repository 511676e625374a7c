package dev.tercet.reader;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSString;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDResources;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.common.PDStream;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAppearanceStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FormsTest {
  private final PDDocument document = new PDDocument();
  private final COSArray fields = new COSArray();
  private final COSDictionary form = new COSDictionary();

  FormsTest() {
    document.addPage(new PDPage());
    form.setItem(COSName.FIELDS, fields);
    document.getDocumentCatalog().getCOSObject().setItem(COSName.ACRO_FORM, form);
  }

  @AfterEach
  void close() throws IOException {
    document.close();
  }

  @Test
  void readsWhatWasFilledInUnderTheNameThatIsShown() throws IOException {
    field("Tx", "t1", COSName.V, "Ada").setString(COSName.TU, "Name of\r\n applicant");
    field("Tx", "note", COSName.V, "one\rtwo");
    field("Tx", "rich", COSName.RV, "<body><p>in <b>bold</b></p></body>");
    field("Tx", "empty", COSName.V, "");

    assertThat(text()).isEqualTo("Name of applicant: Ada\nnote: one\ntwo\nrich: in bold");
  }

  @Test
  void readsTheWordsThatWereChosenAndWhatTheyStandFor() throws IOException {
    field("Ch", "country", COSName.V, "DE").setItem(COSName.OPT, options("DE", "Germany"));
    field("Ch", "plain", COSName.V, "red").setItem(COSName.OPT, options("red", "red"));
    field("Ch", "own", COSName.V, "purple").setItem(COSName.OPT, options("red", "red"));

    assertThat(text()).isEqualTo("country: Germany (DE)\nplain: red\nown: purple");
  }

  @Test
  void readsBoxesThatAreChecked() throws IOException {
    field("Btn", "paid", COSName.V, COSName.getPDFName("Yes"));
    field("Btn", "read", COSName.V, COSName.getPDFName("0"));
    field("Btn", "looks", COSName.AS, COSName.getPDFName("On"));
    field("Btn", "open", COSName.V, COSName.getPDFName("Off"));
    field("Btn", "send", COSName.V, COSName.getPDFName("Push")).setInt(COSName.FF, 1 << 16);

    assertThat(text()).isEqualTo("paid: Yes\nread: Yes (0)\nlooks: On");
  }

  @Test
  void readsFieldsInsideOfOthersEachOnceThoughTheyGoInCircles() throws IOException {
    COSDictionary parent = field("Tx", "parent", COSName.DA, "");
    COSDictionary child = new COSDictionary();
    child.setString(COSName.T, "child");
    child.setString(COSName.V, "within");
    child.setItem(COSName.PARENT, parent);
    parent.setItem(COSName.KIDS, new COSArray(List.of(child, parent)));

    assertThat(text()).containsOnlyOnce("child: within");
  }

  @Test
  void keepsAPassword() throws IOException {
    field("Tx", "name", COSName.V, "Ada");
    field("Tx", "password", COSName.V, "s3cret").setInt(COSName.FF, 1 << 13);

    assertThat(text()).isEqualTo("name: Ada");
  }

  /** Programs other than the one that made the form fill in its fields and know nothing of XML. */
  @Test
  void readsBothPlacesOfAFormAndTellsNothingTwice() throws IOException {
    String xml =
        """
        <xdp:xdp xmlns:xdp="http://ns.adobe.com/xdp/"><xfa:datasets \
        xmlns:xfa="http://www.xfa.org/schema/xfa-data/1.0/"><xfa:data><form><a>one</a></form>\
        </xfa:data></xfa:datasets></xdp:xdp>\
        """;
    var stream =
        new PDStream(document, new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
    form.setItem(COSName.XFA, stream);
    field("Tx", "a", COSName.V, "one");
    field("Tx", "b", COSName.V, "two");

    assertThat(text()).containsOnlyOnce("one").containsOnlyOnce("b: two");
  }

  @Test
  void readsTheMarkOfASignature() throws IOException {
    var signature = new COSDictionary();
    signature.setString(COSName.NAME, "A. Lovelace");
    field("Sig", "plain", COSName.V, signature);
    var mark = new PDAppearanceStream(document);
    mark.setBBox(new PDRectangle(200, 20));
    mark.setResources(new PDResources());
    COSName font = mark.getResources().add(new PDType1Font(Standard14Fonts.FontName.HELVETICA));
    try (var drawing = mark.getContentStream().createOutputStream()) {
      String words = "BT /%s 10 Tf (Signed by Ada on 5 May) Tj ET".formatted(font.getName());
      drawing.write(words.getBytes(StandardCharsets.US_ASCII));
    }
    var looks = new COSDictionary();
    looks.setItem(COSName.N, mark);
    field("Sig", "drawn", COSName.V, signature).setItem(COSName.AP, looks);

    assertThat(text()).isEqualTo("plain: A. Lovelace\ndrawn: Signed by Ada on 5 May");
  }

  private COSDictionary field(String type, String name, COSName key, String value) {
    return field(type, name, key, new COSString(value));
  }

  private COSDictionary field(String type, String name, COSName key, COSBase value) {
    var field = new COSDictionary();
    field.setName(COSName.FT, type);
    field.setString(COSName.T, name);
    field.setItem(key, value);
    fields.add(field);
    return field;
  }

  private static COSArray options(String sent, String shown) {
    COSArray pair = new COSArray(List.of(new COSString(sent), new COSString(shown)));
    return new COSArray(List.of(pair));
  }

  private String text() throws IOException {
    var out = new ByteArrayOutputStream();
    document.save(out);
    return Samples.text("a.pdf", out.toByteArray());
  }
}
