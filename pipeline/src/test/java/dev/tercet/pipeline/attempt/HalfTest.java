package dev.tercet.pipeline.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HalfTest {
  private static final String ROCKET = "\uD83D\uDE80";

  @Test
  void cutsBetweenSentencesThenWordsThenCharacters() {
    assertThat(Half.of("It is a day. Then comes another.").getLast())
        .isEqualTo(new Half(13, "Then comes another."));
    assertThat(Half.of("one two three four").getFirst()).isEqualTo(new Half(0, "one two "));
    assertThat(Half.of("abcdefg").getLast()).isEqualTo(new Half(3, "defg"));
  }

  @Test
  void countsInCodePointsAndCutsNoneInTwo() {
    assertThat(Half.of(ROCKET + ROCKET + ROCKET).getLast()).isEqualTo(new Half(1, ROCKET + ROCKET));
    assertThat(Half.of(ROCKET + ROCKET + " " + ROCKET + ROCKET).getLast())
        .isEqualTo(new Half(3, ROCKET + ROCKET));
  }

  @Test
  void hasNoHalfOfWhiteSpaceAlone() {
    assertThat(Half.of("word" + " ".repeat(100)))
        .containsExactly(new Half(0, "word" + " ".repeat(48)));
    assertThat(Half.of("x")).containsExactly(new Half(0, "x"));
    assertThat(Half.of(ROCKET)).hasSize(1);
  }
}
