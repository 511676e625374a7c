package dev.tercet.pipeline.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.regex.PatternSyntaxException;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BoundedPatternTest {
  @Test
  void findsInLinearTimeWhatRe2CanRead() {
    BoundedPattern pattern = BoundedPattern.compile("INV-\\d{4}");
    assertThat(pattern).isInstanceOf(LinearPattern.class);
    assertThat(pattern.find("see INV-2025", 0)).isEqualTo(new BoundedPattern.Range(4, 12));
    assertThat(pattern.find("see INV-2025", 5)).isNull();
    assertThat(BoundedPattern.compile("\\u00e4+").find("xää", 0))
        .isEqualTo(new BoundedPattern.Range(1, 3));
  }

  @Test
  void findsWithLookAroundAndBackReferences() {
    BoundedPattern pattern = BoundedPattern.compile("(?=A)(\\w)\\1");
    assertThat(pattern).isInstanceOf(SteppedPattern.class);
    assertThat(pattern.find("xAAx", 0)).isEqualTo(new BoundedPattern.Range(1, 3));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(a+)+$",
        "(?=a)(a|aa)+$",
        "(?=(a+)+b)c",
        "(.*a){30}\\1",
        "((a{100}){100}){100}b",
        "(?:(?=a)(?:a?){50}){50}b",
        "(x|a)*\\1(x|a)*\\1b"
      })
  void endsSoonWhateverTheExpression(String hostile) {
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(10),
        () -> {
          BoundedPattern pattern = BoundedPattern.compile(hostile);
          for (int i = 0; i < 20; i++) {
            assertThat(pattern.find("a".repeat(8_000) + "!", i)).isNull();
          }
        });
  }

  @Test
  void refusesWhatNoEngineReadsAndWhatIsTooLong() {
    assertThatThrownBy(() -> BoundedPattern.compile("("))
        .isInstanceOf(PatternSyntaxException.class);
    assertThatThrownBy(() -> BoundedPattern.compile("a".repeat(2_001)))
        .isInstanceOf(PatternSyntaxException.class);
  }

  @Test
  void estimatesTheSizeOfNestedCounts() {
    assertThat(PatternSize.atoms("abc")).isEqualTo(3);
    assertThat(PatternSize.atoms("[a-z]{5}\\d{2,4}")).isEqualTo(9);
    assertThat(PatternSize.atoms("((a{100}){100}){100}")).isEqualTo(1_000_000);
    assertThat(PatternSize.atoms("((((")).isLessThan(10);
  }
}
