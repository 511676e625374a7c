package dev.tercet.saga;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class MadeWithTest {
  private static final MadeWith ONE = new MadeWith(MadeWith.digest("{}"), "1", "small");
  private static final MadeWith NAMED = new MadeWith(MadeWith.digest("[]"), "1", "other\nsmall");

  @Test
  void isReadAsItWasWritten() {
    String written = MadeWith.written(List.of(ONE, NAMED, ONE));
    assertThat(MadeWith.read(written.split("\u001e"))).containsExactlyInAnyOrder(ONE, NAMED);
  }

  @Test
  void keepsNamesWithOddCharactersApartFromOthers() {
    var odd = new MadeWith(ONE.schema(), "\u001f1\u001e\0", "sma\ud800ll");
    assertThat(MadeWith.read(MadeWith.written(List.of(odd)))).containsExactly(odd);
    assertThat(odd.prompt()).isEqualTo(" 1 \ufffd");
  }

  @Test
  void namesTheProviderForPeople() {
    assertThat(ONE.modelName()).isEqualTo("small");
    assertThat(NAMED.modelName()).isEqualTo("other/small");
    assertThat(NAMED).isNotEqualTo(new MadeWith(NAMED.schema(), "1", "other/small"));
  }

  @Test
  void theDigestIsShort() {
    assertThat(ONE.schema()).matches("[0-9a-f]{16}").isNotEqualTo(NAMED.schema());
  }

  @Test
  void refusesWhatIsNone() {
    assertThatThrownBy(() -> MadeWith.written(List.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> MadeWith.read("one part"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
