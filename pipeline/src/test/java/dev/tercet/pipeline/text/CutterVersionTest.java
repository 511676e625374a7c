package dev.tercet.pipeline.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.saga.id.Fingerprint;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Attempts trust the name of a cut: what was recorded under it has these boundaries and no others.
 * Whoever moves one raises the version in {@link Cutter} and writes both down here.
 */
class CutterVersionTest {
  private static final int DOCUMENTS = 200;
  private static final String[] PIECES = {
    "a",
    "word",
    "sentence. ",
    "Heading\n",
    "# ",
    "\n\n",
    "\n",
    " ",
    "1.5",
    "日本語。",
    "é",
    "👩‍👧",
    "… ",
    "\t"
  };

  @ParameterizedTest
  @CsvSource({
    "1/100, 6b478c0e44d9682798c6371d7ad2a585eaa8e0bb352924bd27171b3343374989",
    "1/2000, d0064da3eec6d451485f7337aaf95f480e6f67e283561202dd7d914ce54cdbf6"
  })
  void noBoundaryMovesWithoutANewVersion(String name, String boundaries) {
    var cutter = new Cutter(Integer.parseInt(name.substring(name.indexOf('/') + 1)));

    assertThat(cutter.name()).isEqualTo(name);
    assertThat(boundaries(cutter)).isEqualTo(boundaries);
  }

  private static String boundaries(Cutter cutter) {
    var random = new SplittableRandom(1);
    String[] cuts =
        Stream.generate(() -> document(random))
            .limit(DOCUMENTS)
            .map(text -> cutter.stream(text).toList().toString())
            .toArray(String[]::new);
    return Fingerprint.of(cuts).hex();
  }

  private static String document(SplittableRandom random) {
    return random
        .ints(random.nextInt(2_000), 0, PIECES.length)
        .mapToObj(piece -> PIECES[piece])
        .collect(Collectors.joining());
  }
}
