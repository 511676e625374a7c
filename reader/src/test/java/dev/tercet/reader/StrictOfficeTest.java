package dev.tercet.reader;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StrictOfficeTest {
  private static final String STRICT = "http://purl.oclc.org/ooxml/";
  private static final String PACKAGE = "http://schemas.openxmlformats.org/package/2006/";

  @Test
  void readsASpreadsheetInTheStrictForm() throws IOException {
    String book =
        "<workbook xmlns=\"%1$sspreadsheetml/main\" xmlns:r=\"%1$sofficeDocument/relationships\"><sheets><sheet name=\"Costs\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"
            .formatted(STRICT);
    String sheet =
        """
        <worksheet xmlns="%sspreadsheetml/main"><sheetData><row r="1">\
        <c r="A1" t="inlineStr"><is><t>net</t></is></c><c r="B1"><v>17</v></c></row></sheetData></worksheet>\
        """
            .formatted(STRICT);
    String types =
        type("xl/workbook.xml", "spreadsheetml.sheet.main")
            + type("xl/sheet.xml", "spreadsheetml.worksheet");

    String text =
        Samples.text(
            "a.xlsx",
            Samples.zip(
                Map.of(
                    "[Content_Types].xml",
                    types(types),
                    "_rels/.rels",
                    relation("officeDocument", "xl/workbook.xml"),
                    "xl/workbook.xml",
                    book,
                    "xl/_rels/workbook.xml.rels",
                    relation("worksheet", "sheet.xml"),
                    "xl/sheet.xml",
                    sheet)));

    assertThat(text).contains("Costs", "net\t17");
  }

  @Test
  void readsADocumentInTheStrictForm() throws IOException {
    String body =
        """
        <w:document xmlns:w="%swordprocessingml/main"><w:body><w:p><w:r><w:t>strict words</w:t></w:r></w:p>\
        </w:body></w:document>\
        """
            .formatted(STRICT);

    String text =
        Samples.text(
            "a.docx",
            Samples.zip(
                Map.of(
                    "[Content_Types].xml",
                    types(type("word/document.xml", "wordprocessingml.document.main")),
                    "_rels/.rels",
                    relation("officeDocument", "word/document.xml"),
                    "word/document.xml",
                    body)));

    assertThat(text).isEqualTo("strict words");
  }

  @Test
  void convertsAFileOnlyOnce() throws IOException {
    Map<String, String> parts =
        Map.of(
            "[Content_Types].xml",
            types(type("word/document.xml", "wordprocessingml.document.main")),
            "_rels/.rels",
            relation("officeDocument", "word/document.xml")
                + "<!-- http://purl.oclc.org/ooxml/ -->",
            "word/document.xml",
            "<w:document xmlns:w=\"%swordprocessingml/main\"><w:body><w:p><w:r><w:t>words</w:t></w:r></w:p></w:body></w:document>"
                .formatted(STRICT));

    assertThat(Samples.text("a.docx", Samples.zip(parts))).isEqualTo("words");
  }

  private static String types(String parts) {
    return """
    <Types xmlns="%scontent-types"><Default Extension="rels" \
    ContentType="application/vnd.openxmlformats-package.relationships+xml"/>%s</Types>\
    """
        .formatted(PACKAGE, parts);
  }

  private static String type(String part, String kind) {
    return """
    <Override PartName="/%s" ContentType="application/vnd.openxmlformats-officedocument.%s+xml"/>\
    """
        .formatted(part, kind);
  }

  private static String relation(String kind, String target) {
    return """
    <Relationships xmlns="%srelationships"><Relationship Id="r1" \
    Type="%sofficeDocument/relationships/%s" Target="%s"/></Relationships>\
    """
        .formatted(PACKAGE, STRICT, kind, target);
  }
}
