package dev.tercet.api.config;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The keys of providers beside the usual one, whose names the user gives: {@code
 * tercet.llm.providers.NAME.KEY}.
 */
final class ProviderKeys {
  static final String PREFIX = "tercet.llm.providers.";

  private static final String VARIABLE_PREFIX = Settings.variable(PREFIX);

  /** With their defaults, which are those of the usual one; {@code application.yml} says them. */
  private static final Map<String, String> DEFAULTS = new LinkedHashMap<>();

  static {
    DEFAULTS.put("type", "");
    DEFAULTS.put("base-url", "");
    DEFAULTS.put("model", "");
    DEFAULTS.put("models", "");
    DEFAULTS.put("api-key", "");
    DEFAULTS.put("timeout", "60s");
    DEFAULTS.put("concurrency", "");
    DEFAULTS.put("concurrency-max", "");
    DEFAULTS.put("requests-per-minute", "");
    DEFAULTS.put("tokens-per-minute", "");
    DEFAULTS.put("burst", "10s");
    DEFAULTS.put("echo.latency", "0ms");
  }

  private static final Pattern SHAPE =
      Pattern.compile(Pattern.quote(PREFIX) + "([a-z][a-z0-9-]{0,39})\\.([a-z.-]+)");

  private ProviderKeys() {}

  /** Every key of the provider of which that is one, with its default; empty when it is none. */
  static Map<String, String> beside(String key) {
    var keys = new LinkedHashMap<String, String>();
    Matcher shape = SHAPE.matcher(key);
    if (shape.matches() && DEFAULTS.containsKey(shape.group(2))) {
      DEFAULTS.forEach((name, value) -> keys.put(PREFIX + shape.group(1) + "." + name, value));
    }
    return keys;
  }

  /** The provider's name in one of its keys. */
  static Optional<String> name(String key) {
    Matcher shape = SHAPE.matcher(key);
    return shape.matches() ? Optional.of(shape.group(1)) : Optional.empty();
  }

  /** What a key here must be like, for who wrote another one. */
  static String expectation() {
    return "a provider's name has 1 to 40 of a-z, 0-9 and - and begins with a letter, and its keys are "
        + String.join(", ", DEFAULTS.keySet());
  }

  /** The key that a variable stands for, in whose name an underscore is a dash. */
  static Optional<String> ofVariable(String variable) {
    if (!variable.startsWith(VARIABLE_PREFIX)) {
      return Optional.empty();
    }
    String rest = variable.substring(VARIABLE_PREFIX.length());
    return DEFAULTS.keySet().stream()
        .sorted(Comparator.comparingInt(String::length).reversed())
        .filter(it -> rest.endsWith("_" + Settings.variable(it)))
        .findFirst()
        .map(it -> {
          String name = rest.substring(0, rest.length() - it.length() - 1);
          return PREFIX + name.toLowerCase(Locale.ROOT).replace('_', '-') + "." + it;
        })
        .filter(it -> !beside(it).isEmpty());
  }
}
