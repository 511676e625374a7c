package dev.tercet.reader;

import java.util.Map;

/** A Word document with everything that used to be lost; its main part has a name of its own. */
final class WordParts {
  private static final String FORMAT =
      "application/vnd.openxmlformats-officedocument.wordprocessingml";
  private static final String OFFICE =
      "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  private static final String SPACES =
      """
      xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" \
      xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:r="%s" \
      xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" \
      xmlns:v="urn:schemas-microsoft-com:vml"\
      """
          .formatted(OFFICE);

  private static final String TYPES =
      """
      <Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
      <Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
      <Override PartName="/word/letter.xml" ContentType="%1$s.document.main+xml"/>
      <Override PartName="/word/header.xml" ContentType="%1$s.header+xml"/>
      <Override PartName="/word/notes.xml" ContentType="%1$s.footnotes+xml"/>
      <Override PartName="/word/remarks.xml" ContentType="%1$s.comments+xml"/></Types>
      """
          .formatted(FORMAT);

  private static final String RELATIONS =
      """
      <Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">%s</Relationships>
      """;

  private static final String BOX =
      """
      <w:p><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx><w:txbxContent>%1$s\
      </w:txbxContent></wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox><w:txbxContent>%1$s\
      </w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>\
      """
          .formatted(paragraph("in the box"));

  private static final String TABLE =
      "<w:tbl><w:tr>%s%s</w:tr><w:tr>%s%s</w:tr></w:tbl>"
          .formatted(
              cell(paragraph("r1c1")),
              cell(paragraph("r1c2")),
              cell(paragraph("r2c1") + paragraph("more")),
              cell(paragraph("r2c2")));

  private static final String BODY =
      "<w:p><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t></w:r></w:p>"
          + BOX
          + TABLE
          + "<w:p><w:r><w:footnoteReference w:id=\"2\"/><w:commentReference w:id=\"0\"/></w:r></w:p>"
          + "<w:sectPr><w:headerReference w:type=\"default\" r:id=\"r1\"/></w:sectPr>";

  static final Map<String, String> ALL =
      Map.of(
          "[Content_Types].xml",
          TYPES,
          "_rels/.rels",
          RELATIONS.formatted(relation("r0", "officeDocument", "word/letter.xml")),
          "word/_rels/letter.xml.rels",
          RELATIONS.formatted(
              relation("r1", "header", "header.xml")
                  + relation("r2", "footnotes", "notes.xml")
                  + relation("r3", "comments", "remarks.xml")),
          "word/letter.xml",
          "<w:document %s><w:body>%s</w:body></w:document>".formatted(SPACES, BODY),
          "word/header.xml",
          "<w:hdr %s>%s</w:hdr>".formatted(SPACES, paragraph("the header")),
          "word/notes.xml",
          "<w:footnotes %s><w:footnote w:id=\"2\">%s</w:footnote></w:footnotes>"
              .formatted(SPACES, paragraph("the note")),
          "word/remarks.xml",
          "<w:comments %s><w:comment w:id=\"0\" w:author=\"Ann\">%s</w:comment></w:comments>"
              .formatted(SPACES, paragraph("the remark")));

  private WordParts() {}

  private static String paragraph(String text) {
    return "<w:p><w:r><w:t>%s</w:t></w:r></w:p>".formatted(text);
  }

  private static String cell(String paragraphs) {
    return "<w:tc>%s</w:tc>".formatted(paragraphs);
  }

  private static String relation(String id, String kind, String target) {
    return "<Relationship Id=\"%s\" Type=\"%s/%s\" Target=\"%s\"/>"
        .formatted(id, OFFICE, kind, target);
  }
}
