package dev.tercet.reader;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
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

  private static List<String> warnings(byte[] file) throws IOException {
    return switch (Samples.read("a.docx", file)) {
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
