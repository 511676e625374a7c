package dev.tercet.api.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.tercet.saga.money.Price;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PriceFileTest {
  private static final String ONE =
      """
      {"version":"v","currency":"USD","prices":[{"model":"m","since":"2026-11-30","input":"1","output":"2"}]}
      """;

  @TempDir Path folder;

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("prices.json"), text);
  }

  @Test
  void readsATableOfOnesOwn() throws IOException {
    assertThat(PriceFile.of(file(ONE)).prices())
        .extracting(Price::model, Price::input, Price::cached, Price::written, Price::output)
        .containsExactly(tuple("m", 1_000_000L, 1_000_000L, 1_000_000L, 2_000_000L));
  }

  @Test
  void bringsADatedTable() {
    assertThat(PriceFile.builtIn().version()).matches("\\d{4}-\\d{2}-\\d{2}");
    assertThat(PriceFile.builtIn().prices()).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "`\"1\"`,`1`,/prices/0/input",
        "`\"1\"`,`\"-1\"`,/prices/0/input",
        "`\"1\"`,`\"0.0000001\"`,/prices/0/input",
        "`\"1\"`,`\"10000001\"`,/prices/0/input",
        "`\"1\"`,`\"1e999999999\"`,/prices/0/input",
        "`\"1\"`,`\"free\"`,/prices/0/input",
        "2026-11-30,2026-11-31,/prices/0/since",
        "USD,dollars,/currency",
        "`\"output\"`,`\"ouput\"`,/prices/0/ouput",
        "`\"m\"`,`\"\"`,/prices/0/model",
        "`}]}`,`},{\"model\":\"m\",\"since\":\"2026-11-30\",\"input\":\"3\",\"output\":\"4\"}]}`,/prices/1 is the second",
        "`\"v\"`,`\"v\\u0000\"`,/version",
        "`\"v\"`,`\"v\\ud800\"`,/version",
        "`}]}`,`}]`,no JSON",
        "`\"v\"`,`7`,/version"
      })
  void namesWhatCannotBeUsed(String right, String wrong, String place) throws IOException {
    Path file = file(ONE.replace(right, wrong));
    assertThatThrownBy(() -> PriceFile.of(file))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("invalid value for tercet.prices (" + file + ")")
        .hasMessageContaining(place);
  }

  @Test
  void namesAFileThatIsNotThere() {
    assertThatThrownBy(() -> PriceFile.of(folder.resolve("none.json")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("cannot be read");
  }
}
