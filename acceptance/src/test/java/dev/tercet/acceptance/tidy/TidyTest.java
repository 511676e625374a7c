package dev.tercet.acceptance.tidy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Holds the whole repository against the house rules. */
class TidyTest {
  private static Repository repository = Repository.of();

  @BeforeAll
  static void readsTheRepository() throws IOException {
    repository = Repository.read();
  }

  @Test
  void findsTheRepository() {
    assertThat(repository.exists("saga/src/main/java/dev/tercet/saga/SagaTransitions.java"))
        .isTrue();
    assertThat(repository.files()).hasSizeGreaterThan(50);
  }

  @Test
  void noFileBreaksAHouseRule() {
    assertThat(RuleBook.broken(repository))
        .describedAs("house rules (RuleBook lists them, and the exceptions with their reasons)")
        .isEmpty();
  }

  @Test
  void everyExemptionIsStillNeeded() {
    assertThat(RuleBook.idle(repository)).isEmpty();
  }
}
