package dev.tercet.saga;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FailureTest {
  @Test
  void keepsAMessageThatFits() {
    String message = "x".repeat(Failure.MAX_MESSAGE);

    assertThat(failure(message)).isEqualTo(message);
  }

  @Test
  void cutsALongerMessageAndShowsThatItDid() {
    assertThat(failure("x".repeat(Failure.MAX_MESSAGE + 1)))
        .isEqualTo("x".repeat(Failure.MAX_MESSAGE - 1) + "…");
  }

  @Test
  void neverCutsACharacterInHalf() {
    String atTheEdge = "x".repeat(Failure.MAX_MESSAGE - 2) + "👩👩👩";

    assertThat(failure(atTheEdge)).isEqualTo("x".repeat(Failure.MAX_MESSAGE - 2) + "…");
    assertThat(failure("👩".repeat(Failure.MAX_MESSAGE)).codePoints())
        .noneMatch(point -> point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE);
  }

  @Test
  void replacesWhatNoDatabaseCanHold() {
    assertThat(failure("a\0b\ud83dc\ude00d 👩")).isEqualTo("a\ufffdb\ufffdc\ufffdd 👩");
  }

  @Test
  void isEqualToItselfReadBack() {
    Failure failure =
        new Failure("code", FailureClass.PERMANENT, "y\0".repeat(3_000), Stage.ACCEPTED);

    assertThat(
            new Failure(failure.code(), failure.failureClass(), failure.message(), failure.stage()))
        .isEqualTo(failure);
  }

  private static String failure(String message) {
    return new Failure("code", FailureClass.PERMANENT, message, Stage.ACCEPTED).message();
  }
}
