package dev.tercet.testkit.file;

import java.nio.charset.StandardCharsets;

/** Builds the smallest Office, OpenDocument and EPUB files around one part of the caller's. */
final class MadeOffice {
  private static final String TYPES =
      """
      <?xml version="1.0"?>
      <Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">\
      <Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>\
      <Default Extension="xml" ContentType="application/xml"/>%s</Types>
      """;
  private static final String RELATIONS =
      """
      <?xml version="1.0"?>
      <Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">\
      <Relationship Id="r1" Target="%s" \
      Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/%s"/></Relationships>
      """;
  private static final String FORMAT = "application/vnd.openxmlformats-officedocument.";

  private MadeOffice() {}

  /** The parts of a Word document, but for its main one, which is {@code word/document.xml}. */
  static MadeZip word(MadeZip zip) {
    String main =
        "<Override PartName=\"/word/document.xml\" ContentType=\"%swordprocessingml.document.main+xml\"/>"
            .formatted(FORMAT);
    return zip.packed("[Content_Types].xml", TYPES.formatted(main))
        .packed("_rels/.rels", RELATIONS.formatted("word/document.xml", "officeDocument"));
  }

  /** A Word document's main part around these paragraphs. */
  static String wordPart(String paragraphs) {
    return """
    <w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">\
    <w:body>%s</w:body></w:document>\
    """
        .formatted(paragraphs);
  }

  /** A workbook whose one sheet shows one long string in so many cells. */
  static byte[] workbook(String shared, int cells) {
    String parts =
        """
        <Override PartName="/xl/workbook.xml" ContentType="%1$sspreadsheetml.sheet.main+xml"/>\
        <Override PartName="/xl/sheet.xml" ContentType="%1$sspreadsheetml.worksheet+xml"/>\
        <Override PartName="/xl/strings.xml" ContentType="%1$sspreadsheetml.sharedStrings+xml"/>\
        """
            .formatted(FORMAT);
    String space = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"";
    String relations =
        RELATIONS
            .formatted("sheet.xml", "worksheet")
            .replace(
                "</Relationships>",
                """
                <Relationship Id="r2" Target="strings.xml" \
                Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"/>\
                </Relationships>\
                """);
    return new MadeZip()
        .packed("[Content_Types].xml", TYPES.formatted(parts))
        .packed("_rels/.rels", RELATIONS.formatted("xl/workbook.xml", "officeDocument"))
        .packed("xl/_rels/workbook.xml.rels", relations)
        .packed(
            "xl/workbook.xml",
            """
            <workbook %s xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">\
            <sheets><sheet name="one" sheetId="1" r:id="r1"/></sheets></workbook>\
            """
                .formatted(space))
        .packed("xl/strings.xml", "<sst %s><si><t>%s</t></si></sst>".formatted(space, shared))
        .packed(
            "xl/sheet.xml",
            "<worksheet %s><sheetData>%s</sheetData></worksheet>"
                .formatted(space, "<row><c t=\"s\"><v>0</v></c></row>".repeat(cells)))
        .bytes();
  }

  /** An OpenDocument text with this {@code content.xml}. */
  static byte[] openDocument(String content) {
    String type = "application/vnd.oasis.opendocument.text";
    return new MadeZip()
        .stored("mimetype", type.getBytes(StandardCharsets.US_ASCII))
        .packed("content.xml", content)
        .packed(
            "META-INF/manifest.xml",
            """
            <manifest xmlns="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">\
            <file-entry full-path="/" media-type="%s"/></manifest>\
            """
                .formatted(type))
        .bytes();
  }

  /** A book with this package document and one chapter. */
  static byte[] book(String packageDocument, String chapter) {
    return new MadeZip()
        .stored("mimetype", "application/epub+zip".getBytes(StandardCharsets.US_ASCII))
        .packed(
            "META-INF/container.xml",
            """
            <container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">\
            <rootfiles><rootfile full-path="a.opf" media-type="application/oebps-package+xml"/>\
            </rootfiles></container>\
            """)
        .packed("a.opf", packageDocument)
        .packed("a.xhtml", chapter)
        .bytes();
  }
}
