package dev.tercet.testkit.file;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/** Builds PDFs object by object (ISO 32000-1, section 7.5); the catalogue is object 1. */
final class MadePdf {
  private final List<byte[]> objects = new ArrayList<>();
  private String trailer = "";

  /** A document with one page of this content and these resources. */
  static MadePdf ofPage(String resources, String content) {
    return new MadePdf()
            .object("<< /Type /Catalog /Pages 2 0 R >>")
            .object("<< /Type /Pages /Kids [3 0 R] /Count 1 >>")
            .object(
                "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R /Resources %s >>"
                    .formatted(resources))
            .stream("", content);
  }

  /** With a font that every reader knows. */
  static MadePdf ofText(String content) {
    return ofPage("<< /Font << /F1 5 0 R >> >>", content).object(FONT);
  }

  static final String FONT = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>";

  MadePdf object(String body) {
    objects.add(latin(body));
    return this;
  }

  MadePdf stream(String entries, String content) {
    var packed = new ByteArrayOutputStream();
    try (var deflate = new DeflaterOutputStream(packed, new Deflater(Deflater.BEST_COMPRESSION))) {
      deflate.write(latin(content));
    } catch (IOException e) {
      throw new IllegalStateException("memory cannot be written", e);
    }
    var body = new ByteArrayOutputStream();
    body.writeBytes(
        latin(
            "<< /Length %d /Filter /FlateDecode %s >>\nstream\n"
                .formatted(packed.size(), entries)));
    body.writeBytes(packed.toByteArray());
    body.writeBytes(latin("\nendstream"));
    objects.add(body.toByteArray());
    return this;
  }

  MadePdf trailer(String entries) {
    trailer = entries;
    return this;
  }

  byte[] bytes() {
    var file = new ByteArrayOutputStream();
    file.writeBytes(latin("%PDF-1.7\n"));
    var table = new StringBuilder("0000000000 65535 f \n");
    for (int i = 0; i < objects.size(); i++) {
      table.append("%010d 00000 n \n".formatted(file.size()));
      file.writeBytes(latin((i + 1) + " 0 obj\n"));
      file.writeBytes(objects.get(i));
      file.writeBytes(latin("\nendobj\n"));
    }
    int start = file.size();
    int size = objects.size() + 1;
    file.writeBytes(
        latin(
            "xref\n0 %d\n%strailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n"
                .formatted(size, table, size, trailer, start)));
    return file.toByteArray();
  }

  private static byte[] latin(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
