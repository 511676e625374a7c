package dev.tercet.testkit.file;

import java.util.List;
import java.util.stream.Stream;

/**
 * Small files that cost their reader a lot, or that are not what they seem. Each kind has stopped,
 * or would have stopped, a reader that trusts what it reads.
 */
public final class HostileFiles {
  private static final String BOMB =
      """
      <?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "%s">%s]>
      """
          .formatted("x".repeat(1_000), entities());

  private static final String PACKAGE =
      """
      <package xmlns="http://www.idpf.org/2007/opf" version="3.0"><metadata/>\
      <manifest><item id="a" href="a.xhtml" media-type="application/xhtml+xml"/>\
      <item id="b" href="a.opf" media-type="application/oebps-package+xml" fallback="c"/>\
      <item id="c" href="a.xhtml" media-type="application/x" fallback="b"/></manifest>\
      <spine>%s</spine></package>\
      """;

  private HostileFiles() {}

  /** One of every kind. */
  public static Stream<MadeFile> all() {
    return Stream.of(pdfs(), archives(), markup(), letters()).flatMap(List::stream);
  }

  /** 581 bytes that hold a core for ever. */
  public static MadeFile formThatDrawsItselfTwice() {
    MadePdf pdf =
        MadePdf.ofPage("<< /XObject << /F 5 0 R >> >>", "/F Do").stream(
            "/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /F 5 0 R >> >>",
            "/F Do /F Do");
    return new MadeFile("a form that draws itself twice", "form.pdf", pdf.bytes());
  }

  private static List<MadeFile> pdfs() {
    MadeFile letter =
        new MadeFile(
            "a PDF", "letter.pdf", MadePdf.ofText("BT /F1 12 Tf (Dear all) Tj ET").bytes());
    return List.of(
        formThatDrawsItselfTwice(),
        pdf("a page of 4 million texts", "BT /F1 12 Tf " + "(a) Tj ".repeat(4_000_000) + "ET"),
        pdf(
            "a page of 5,000 long lines",
            "BT /F1 1 Tf 1 TL " + ("(" + "ab cd ".repeat(166) + ") ' ").repeat(5_000) + "ET"),
        sharedStream(),
        pdf("arrays in arrays", "[".repeat(1_000_000)),
        new MadeFile(
            "a tree of pages that leads back to itself",
            "loop.pdf",
            new MadePdf()
                .object("<< /Type /Catalog /Pages 2 0 R >>")
                .object("<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >>")
                .bytes()),
        certificate(),
        letter.cutAt(40),
        letter.cutAt(letter.bytes().length - 60),
        MadeFile.ofText("a PDF of nothing", "none.pdf", "%PDF-1.7\n"));
  }

  /** A PDF that only the owner of a certificate can read. */
  public static MadeFile certificate() {
    MadePdf pdf =
        MadePdf.ofText("BT (locked) Tj ET")
            .object(
                """
                << /Filter /Adobe.PubSec /SubFilter /adbe.pkcs7.s4 /V 2 /Length 128 \
                /Recipients [<308201>] >>\
                """)
            .trailer("/Encrypt 6 0 R /ID [<00> <00>]");
    return new MadeFile("a PDF for one certificate", "certificate.pdf", pdf.bytes());
  }

  private static MadeFile sharedStream() {
    int pages = 3_000;
    var kids = new StringBuilder();
    for (int i = 0; i < pages; i++) {
      kids.append(5 + i).append(" 0 R ");
    }
    MadePdf pdf =
        new MadePdf()
                .object("<< /Type /Catalog /Pages 2 0 R >>")
                .object("<< /Type /Pages /Kids [%s] /Count %d >>".formatted(kids, pages))
                .object(MadePdf.FONT)
                .stream("", "BT /F1 9 Tf 9 TL " + "(some words of it) ' ".repeat(2_000) + "ET");
    for (int i = 0; i < pages; i++) {
      pdf.object(
          """
          << /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R \
          /Resources << /Font << /F1 3 0 R >> >> >>\
          """);
    }
    return new MadeFile("3,000 pages that share a stream", "shared.pdf", pdf.bytes());
  }

  private static List<MadeFile> archives() {
    MadeFile word =
        new MadeFile(
            "a Word document",
            "letter.docx",
            MadeOffice.word(new MadeZip())
                .packed("word/document.xml", MadeOffice.wordPart("<w:p/>"))
                .bytes());
    return List.of(
        new MadeFile(
            "a Word document after 3 GiB of zeros",
            "zeros.docx",
            MadeOffice.word(new MadeZip().zeros("first.bin", 192))
                .packed("word/document.xml", MadeOffice.wordPart("<w:p/>"))
                .bytes()),
        new MadeFile(
            "a Word document of 3 GiB of zeros",
            "document.docx",
            MadeOffice.word(new MadeZip()).zeros("word/document.xml", 192).bytes()),
        new MadeFile(
            "a Word document with an entity bomb",
            "bomb.docx",
            MadeOffice.word(new MadeZip())
                .packed(
                    "word/document.xml",
                    BOMB + MadeOffice.wordPart("<w:p><w:r><w:t>&i;</w:t></w:r></w:p>"))
                .bytes()),
        new MadeFile(
            "paragraphs in paragraphs",
            "deep.docx",
            MadeOffice.word(new MadeZip())
                .packed("word/document.xml", MadeOffice.wordPart("<w:p>".repeat(500_000)))
                .bytes()),
        new MadeFile(
            "a million cells of one long string",
            "cells.xlsx",
            MadeOffice.workbook("words ".repeat(5_000), 1_000_000)),
        new MadeFile(
            "an OpenDocument with an entity bomb",
            "bomb.odt",
            MadeOffice.openDocument(
                BOMB
                    + """
                    <office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" \
                    xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body>\
                    <office:text><text:p>&i;</text:p></office:text></office:body>\
                    </office:document-content>\
                    """)),
        new MadeFile(
            "a book with an entity bomb",
            "bomb.epub",
            MadeOffice.book(
                PACKAGE.formatted("<itemref idref=\"a\"/>"),
                BOMB + "<html xmlns=\"http://www.w3.org/1999/xhtml\"><body>&i;</body></html>")),
        new MadeFile(
            "a book whose spine leads to itself",
            "loop.epub",
            MadeOffice.book(
                PACKAGE.formatted("<itemref idref=\"b\"/>".repeat(10_000)),
                "<html><body><p>a chapter</p></body></html>")),
        new MadeFile("archives in archives", "nested.zip", nested(12)),
        word.cutAt(50),
        word.cutAt(word.bytes().length - 30));
  }

  private static byte[] nested(int depth) {
    byte[] inner = new MadeZip().packed("a.txt", "text").bytes();
    for (int i = 0; i < depth; i++) {
      inner = new MadeZip().stored("a.zip", inner).stored("b.zip", inner).bytes();
    }
    return inner;
  }

  private static List<MadeFile> markup() {
    return List.of(
        MadeFile.ofText(
            "elements in elements", "deep.html", "<html><body>" + "<div>".repeat(500_000)),
        MadeFile.ofText("tables in tables", "tables.html", "<html><table><tr><td>".repeat(100_000)),
        MadeFile.ofText(
            "attributes without end", "attributes.html", "<html " + "a=b ".repeat(1_000_000)),
        MadeFile.ofText(
            "formatting without end", "open.html", "<html><p>" + "<b><i><u>x".repeat(50_000)),
        MadeFile.ofText(
            "a drawing with an entity bomb", "bomb.svg", BOMB + "<svg><text>&i;</text></svg>"),
        MadeFile.ofText("groups in groups", "deep.rtf", "{\\rtf1 " + "{".repeat(1_000_000)),
        MadeFile.ofText(
            "a picture of 2 GiB that is not there",
            "picture.rtf",
            "{\\rtf1{\\pict\\bin2147483647 x}}"));
  }

  private static List<MadeFile> letters() {
    String head = "From: a@example.org\r\nSubject: s\r\nMIME-Version: 1.0\r\n";
    String part = "--b\r\nContent-Type: text/plain\r\nContent-Disposition: attachment\r\n\r\nx\r\n";
    return List.of(
        MadeFile.ofText(
            "a letter with 10,000 attachments",
            "many.eml",
            head
                + "Content-Type: multipart/mixed; boundary=b\r\n\r\n"
                + part.repeat(10_000)
                + "--b--\r\n"),
        MadeFile.ofText(
            "letters in letters",
            "deep.eml",
            (head + "Content-Type: message/rfc822\r\n\r\n").repeat(5_000) + head + "\r\nx\r\n"),
        MadeFile.ofText(
            "headers without end", "headers.eml", head + "X-A: b\r\n".repeat(500_000) + "\r\nx"));
  }

  /** Each ten times the one before: the last is ten thousand million letters. */
  private static String entities() {
    var entities = new StringBuilder();
    for (char name = 'b'; name <= 'i'; name++) {
      String before = "&" + (char) (name - 1) + ";";
      entities.append("<!ENTITY %c \"%s\">".formatted(name, before.repeat(10)));
    }
    return entities.toString();
  }

  private static MadeFile pdf(String what, String content) {
    return new MadeFile(what, "page.pdf", MadePdf.ofText(content).bytes());
  }
}
