package dev.tercet.api.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.tercet.pipeline.json.CanonicalJson;
import dev.tercet.saga.money.Price;
import dev.tercet.saga.money.Prices;
import dev.tercet.saga.text.StorableText;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A table of prices as it stands in a file (docs/money.md). */
final class PriceFile {
  private static final String BUILT_IN = "/prices.json";
  private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");
  private static final Set<String> FIELDS = Set.of("version", "currency", "prices");
  private static final Set<String> PRICE_FIELDS =
      Set.of("model", "provider", "since", "input", "cachedInput", "writtenInput", "output");

  /** Prices are kept as millionths. */
  private static final int PLACES = 6;

  private static final int LONGEST = 200;
  private static final int MOST_PRICES = 10_000;
  private static final long MOST_BYTES = 4 << 20;

  private final String name;

  private PriceFile(String name) {
    this.name = name;
  }

  /** The table that comes with the program. */
  static Prices builtIn() {
    try (InputStream file =
        Objects.requireNonNull(PriceFile.class.getResourceAsStream(BUILT_IN), BUILT_IN)) {
      return new PriceFile(BUILT_IN).read(new String(file.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The table in that file; throws {@link ConfigException} naming what cannot be used. */
  static Prices of(Path file) {
    var prices = new PriceFile(file.toString());
    String text;
    try {
      if (Files.size(file) > MOST_BYTES) {
        throw new ConfigException(prices.words("is larger than " + MOST_BYTES + " bytes"));
      }
      text = Files.readString(file);
    } catch (IOException e) {
      throw new ConfigException(prices.words("cannot be read"), e);
    }
    return prices.read(text);
  }

  private Prices read(String text) {
    JsonNode root;
    try {
      root = CanonicalJson.read(text);
    } catch (JsonProcessingException e) {
      throw new ConfigException(words("is no JSON: " + e.getOriginalMessage()), e);
    }
    check(root, "", FIELDS);
    String currency = text(root, "", "currency");
    if (!CURRENCY.matcher(currency).matches()) {
      throw invalid("/currency", "a code such as USD");
    }
    if (!root.path("prices").isArray()) {
      throw invalid("/prices", "a list");
    }
    List<Price> prices = new ArrayList<>();
    Set<List<Object>> known = new HashSet<>();
    for (JsonNode each : root.path("prices")) {
      String place = "/prices/" + prices.size();
      Price price = price(each, place);
      if (prices.size() == MOST_PRICES) {
        throw invalid("/prices", "a list of at most " + MOST_PRICES);
      }
      if (!known.add(List.of(price.model(), String.valueOf(price.provider()), price.since()))) {
        throw new ConfigException(words(place + " is the second of its model, provider and day"));
      }
      prices.add(price);
    }
    return new Prices(text(root, "", "version"), currency, prices);
  }

  private Price price(JsonNode price, String place) {
    check(price, place, PRICE_FIELDS);
    long input = amount(price, place, "input");
    return new Price(
        text(price, place, "model"),
        price.has("provider") ? text(price, place, "provider") : null,
        since(price, place),
        input,
        price.has("cachedInput") ? amount(price, place, "cachedInput") : input,
        price.has("writtenInput") ? amount(price, place, "writtenInput") : input,
        amount(price, place, "output"));
  }

  private void check(JsonNode object, String place, Set<String> fields) {
    if (!object.isObject()) {
      throw invalid(place.isEmpty() ? "/" : place, "an object");
    }
    for (var field : object.properties()) {
      if (!fields.contains(field.getKey())) {
        throw new ConfigException(words(place + "/" + field.getKey() + " is not known"));
      }
    }
  }

  private String text(JsonNode object, String place, String field) {
    String text = object.path(field).isTextual() ? object.path(field).textValue() : "";
    if (text.isBlank() || text.length() > LONGEST || !StorableText.isStorable(text)) {
      throw invalid(
          place + "/" + field,
          "a text of 1 to " + LONGEST + " characters without NUL and halves of characters");
    }
    return text;
  }

  private LocalDate since(JsonNode price, String place) {
    try {
      return LocalDate.parse(text(price, place, "since"));
    } catch (DateTimeException e) {
      throw new ConfigException(words(place + "/since must be a day such as 2026-11-30"), e);
    }
  }

  private long amount(JsonNode price, String place, String field) {
    @Nullable BigDecimal amount = null;
    try {
      String text = price.path(field).isTextual() ? price.path(field).textValue() : "";
      amount = text.length() > LONGEST ? null : new BigDecimal(text);
    } catch (NumberFormatException e) {
      throw new ConfigException(words(place + "/" + field + " must be " + amounts()), e);
    }
    if (amount == null
        || amount.signum() < 0
        || amount.compareTo(BigDecimal.valueOf(Price.MOST, PLACES)) > 0
        || amount.stripTrailingZeros().scale() > PLACES) {
      throw invalid(place + "/" + field, amounts());
    }
    return amount.movePointRight(PLACES).longValueExact();
  }

  private static String amounts() {
    return "a decimal number in quotes, from \"0\" to \""
        + Price.MOST / 1_000_000
        + "\" with at most "
        + PLACES
        + " places";
  }

  private ConfigException invalid(String place, String expectation) {
    return new ConfigException(words(place + " must be " + expectation));
  }

  private String words(String what) {
    return "invalid value for tercet.prices (" + name + "): " + what;
  }
}
