package dev.tercet.reader;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LettersTest {
  private static final String PAGE = "<html><body>%s</body></html>";

  @ParameterizedTest
  @ValueSource(strings = {"<div><br>&nbsp;</div>", "<img src='cid:1'>", "<style>p {}</style>"})
  void takesThePlainTextWhereThePageShowsNothing(String empty) throws IOException {
    assertThat(Samples.text("a.eml", alternatives(PAGE.formatted(empty))))
        .endsWith("Subject: Hi\n\nplain words");
  }

  @Test
  void takesThePageWhereItShowsSomething() throws IOException {
    assertThat(Samples.text("a.eml", alternatives(PAGE.formatted("<p>the page</p>"))))
        .endsWith("Subject: Hi\n\nthe page");
  }

  @Test
  void keepsABodyThatNoEmptyLineParts() throws IOException {
    String letter = "From: a@example.org\nSubject: Hi\nbody: none\nThe body, at once\nand more\n";
    String parts =
        """
        From: a@example.org
        Subject: Hi
        MIME-Version: 1.0
        Content-Type: multipart/mixed;
         boundary="=_b"

        --=_b
        Content-Type: text/plain
        one part

        --=_b
        Content-Type: text/html
        <html><body><p>another</p></body></html>
        --=_b--
        """;

    assertThat(Samples.text("a.eml", letter)).endsWith("The body, at once\nand more");
    assertThat(Samples.text("a.eml", parts)).contains("one part", "another");
  }

  @Test
  void keepsALetterWithoutAnyHeader() throws IOException {
    assertThat(Samples.text("a.eml", "Hello Ada,\nhow are you today\nbye\n"))
        .contains("Hello Ada,\nhow are you today\nbye");
  }

  @Test
  void takesAPageThatIsTooLongForOneThatShowsSomething() throws IOException {
    String page = PAGE.formatted("<ol start=100000000>" + "<li>x".repeat(150_000) + "</ol>");

    assertThat(Samples.refusal("a.eml", alternatives(page).getBytes(StandardCharsets.UTF_8)))
        .isEqualTo("its text is longer than 1 MiB");
  }

  @Test
  void takesABrokenLineAmongHeadersForNoBody() throws IOException {
    String letter =
        "From: a@example.org\nX Broken header line\nSubject: Hi\n folded: words\n\nThe body\n";

    assertThat(Samples.text("a.eml", letter))
        .contains("Subject: Hi folded: words")
        .endsWith("\n\nThe body")
        .doesNotContain("Broken");
  }

  private static String alternatives(String page) {
    return """
    From: a@example.org
    Subject: Hi
    MIME-Version: 1.0
    Content-Type: Multipart/Alternative; boundary=b

    --b
    Content-Type: text/plain; charset=utf-8

    plain words
    --b
    Content-Type: text/html; charset=utf-8

    %s
    --b--
    """
        .formatted(page);
  }
}
