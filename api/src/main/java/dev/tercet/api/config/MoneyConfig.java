package dev.tercet.api.config;

import dev.tercet.saga.money.Prices;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * What models cost.
 *
 * @param prices of their calls
 */
public record MoneyConfig(Prices prices) {
  static MoneyConfig of(Values values) {
    String file = values.text("tercet.prices");
    try {
      return new MoneyConfig(file == null ? PriceFile.builtIn() : PriceFile.of(Path.of(file)));
    } catch (InvalidPathException e) {
      throw values.invalid("tercet.prices", "the path of a file");
    }
  }
}
