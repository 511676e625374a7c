package dev.tercet.reader;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class ListsTest {
  @Test
  void readsTheNumbersThatAPageShows() throws IOException {
    String page =
        """
        <html><body><ol start="3"><li>three<ol type="a"><li>a</li><li>b</li></ol></li>
        <li value="9">nine</li><li>ten</li></ol>
        <ol type="I" reversed><li>two</li><li>one</li></ol>
        <ol style="list-style: none"><li>bare</li></ol><ul><li>dot</li></ul></body></html>
        """;

    assertThat(Samples.text("a.html", page).replaceAll("\\n+", "\n"))
        .isEqualTo("3. three\na. a\nb. b\n9. nine\n10. ten\nII. two\nI. one\nbare\ndot");
  }

  @Test
  void writesANumberBeforeTheFirstTextOfItsItem() throws IOException {
    String page =
        """
        <html><body><ol>
        <li> <p>text one</p> <p>more</p></li>
        <li><ol type="i"><li><p>inner</p></li></ol></li>
        <li></li></ol></body></html>
        """;

    assertThat(Samples.text("a.html", page).lines().filter(it -> !it.isBlank()))
        .containsExactly("1. text one", "more", "2. i. inner", "3.");
  }

  @Test
  void readsTheNumbersThatAnRtfDocumentShowsAndNotItsBullets() throws IOException {
    String rtf =
        """
        {\\rtf1\\ansi{\\fonttbl{\\f0 Arial;}{\\f3\\fcharset2 Symbol;}}\\pard\\plain\\f0 Before\\par
        {\\listtext\\pard\\plain\\f0 (a)\\tab}\\ls1 first\\par
        \\pard{\\listtext\\pard\\plain\\f0 3.1\\tab}\\ls1 second\\par
        \\pard{\\listtext\\f3\\'b7\\tab}\\ls2 dot\\par
        \\pard After\\par}
        """;

    assertThat(Samples.text("a.rtf", rtf).replaceAll("\\n+", "\n"))
        .isEqualTo("Before\n(a)\tfirst\n3.1\tsecond\ndot\nAfter");
  }

  @Test
  void joinsWordsThatNoLineDivides() throws IOException {
    assertThat(
            Samples.text("a.html", "<html><body><p>Donau&shy;dampf&shy;schiff</p></body></html>"))
        .isEqualTo("Donaudampfschiff");
    assertThat(Samples.text("a.txt", "Donau\u00ADdampf")).isEqualTo("Donau\u00ADdampf");
  }
}
