package dev.tercet.reader;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.apache.poi.xwpf.usermodel.XWPFDocument;
import org.junit.jupiter.api.Test;

class WholenessTest {
  @Test
  void warnsOfADocumentWhoseEndIsMissing() throws IOException {
    byte[] whole = word();

    assertThat(warnings(whole)).isEmpty();
    assertThat(warnings(Arrays.copyOf(whole, whole.length - 30)))
        .containsExactly("its end is missing; what was left of it was read");
  }

  @Test
  void warnsOfRtfThatEndsBeforeItsLastBrace() throws IOException {
    String rtf = "{\\rtf1\\ansi words of a document\\par {\\b bold} and more\\par";

    assertThat(warnings("a.rtf", (rtf + "}\r\n\0").getBytes(StandardCharsets.US_ASCII))).isEmpty();
    assertThat(warnings("a.rtf", rtf.getBytes(StandardCharsets.US_ASCII))).hasSize(1);
  }

  private static List<String> warnings(byte[] file) throws IOException {
    return warnings("a.docx", file);
  }

  private static List<String> warnings(String name, byte[] file) throws IOException {
    return switch (Samples.read(name, file)) {
      case Outcome.Read(String text, List<String> warnings) -> {
        assertThat(text).contains("words of a document");
        yield warnings;
      }
      case Outcome.Refused _, Outcome.NoRoom _ -> throw new AssertionError("not read");
    };
  }

  private static byte[] word() throws IOException {
    try (var document = new XWPFDocument()) {
      document.createParagraph().createRun().setText("words of a document");
      var out = new ByteArrayOutputStream();
      document.write(out);
      return out.toByteArray();
    }
  }
}
