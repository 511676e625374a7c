package dev.tercet.cli.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceNameTest {
  /**
   * Two names in UTF-8 and one in Latin 1, made by a shell: this JVM may not be able to say them.
   */
  private static final String MAKE =
      """
      mkdir 'below'
      for name in 'gr\\303\\274n.txt' 'gr\\303\\266n.txt' 'below/alt-\\374.txt'; do
        printf 'text' > "$(printf "$name")"
      done
      """;

  @TempDir private Path folder = Path.of("unset");

  @Test
  void survivesALocaleThatKnowsAsciiOnly() throws IOException, InterruptedException {
    make();

    for (String locale : List.of("C", "C.UTF-8")) {
      assertThat(namesUnder(locale))
          .as(locale)
          .containsExactlyInAnyOrder("gr\u00fcn.txt", "gr\u00f6n.txt", "below/alt-\u00fc.txt");
    }
  }

  @Test
  void isSeenFromWhereTheCommandRunsOrAsTheUserNamedIt() throws IOException {
    Path here = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "names");
    Path inside = Files.writeString(here.resolve("a b%.txt"), "x");
    Path outside = Files.writeString(folder.resolve("a.txt"), "x");

    assertThat(SourceName.of(here, inside)).isEqualTo("target/" + here.getFileName() + "/a b%.txt");
    assertThat(SourceName.of(folder, outside)).isEqualTo(folder + "/a.txt");
  }

  private List<String> namesUnder(String locale) throws IOException, InterruptedException {
    var builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Names.class.getName());
    builder.environment().put("LC_ALL", locale);
    Process process =
        builder.directory(folder.toFile()).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String names = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    return names.lines().toList();
  }

  private void make() throws IOException, InterruptedException {
    Process shell = new ProcessBuilder("sh", "-ec", MAKE).directory(folder.toFile()).start();
    assertThat(shell.waitFor()).isZero();
  }

  /** Prints the sources of the files where it runs. */
  static final class Names {
    private Names() {}

    public static void main(String[] none) {
      DocumentFiles.among(List.of(Path.of("."))).files().keySet().stream()
          .map(it -> (it + "\n").getBytes(StandardCharsets.UTF_8))
          .forEach(System.out::writeBytes);
    }
  }
}
