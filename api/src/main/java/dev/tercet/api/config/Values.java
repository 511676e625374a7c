package dev.tercet.api.config;

import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads settings as what they mean, and refuses what is out of bounds in one line. */
final class Values {
  private final Settings settings;
  private final Set<Secret> secrets = new HashSet<>();

  Values(Settings settings) {
    this.settings = settings;
  }

  /** The names of the providers beside the usual one. */
  Set<String> providers() {
    return settings.providers();
  }

  /** Words with commas between them, in their order; none when unset. */
  List<String> list(String key, int most, int longest) {
    String value = text(key);
    if (value == null) {
      return List.of();
    }
    List<String> words = Arrays.stream(value.split(",", -1)).map(String::strip).distinct().toList();
    if (words.size() > most
        || words.stream().anyMatch(it -> it.isEmpty() || it.length() > longest)) {
      throw invalid(key, "at most " + most + " names of 1 to " + longest + " characters");
    }
    return words;
  }

  boolean isExplicit(String key) {
    Setting setting = settings.get(key);
    return setting.explicit() && !setting.value().isEmpty();
  }

  @Nullable String text(String key) {
    String value = settings.get(key).value();
    return value.isEmpty() ? null : value;
  }

  /** Words for somebody else, with the white space around them; empty when unset. */
  String words(String key, int longest) {
    String value = settings.get(key).written();
    if (value.codePointCount(0, value.length()) > longest) {
      throw invalid(key, "at most " + longest + " characters");
    }
    return value.isBlank() ? "" : value;
  }

  String required(String key) {
    String value = text(key);
    if (value == null) {
      throw new ConfigException(key + " must be set");
    }
    return value;
  }

  @Nullable Secret secret(String key) {
    String value = text(key);
    if (value == null) {
      return null;
    }
    var secret = new Secret(value);
    secrets.add(secret);
    return secret;
  }

  /** A secret that is sent in a header, where other characters cannot stand. */
  @Nullable Secret headerSecret(String key) {
    Secret secret = secret(key);
    if (secret != null && !secret.value().chars().allMatch(it -> it > ' ' && it < 0x7F)) {
      throw invalid(key, "without spaces and of visible characters of ASCII alone");
    }
    return secret;
  }

  /** Every secret that was read by now. */
  Set<Secret> secrets() {
    return Set.copyOf(secrets);
  }

  String matching(String key, Pattern shape, String expectation) {
    String value = required(key);
    if (!shape.matcher(value).matches()) {
      throw invalid(key, expectation);
    }
    return value;
  }

  /** An address with one of these schemes, or null. */
  @Nullable String address(String key, String... schemes) {
    String value = text(key);
    if (value == null) {
      return null;
    }
    String expectation = "an address that starts with " + String.join(" or ", schemes);
    if (Arrays.stream(schemes).noneMatch(value::startsWith)) {
      throw invalid(key, expectation);
    }
    try {
      new URI(value);
    } catch (URISyntaxException e) {
      throw new ConfigException(key + " must be " + expectation, e);
    }
    return value;
  }

  long integer(String key, long least, long most) {
    return optionalInteger(key, least, most)
        .orElseThrow(() -> new ConfigException(key + " must be set"));
  }

  Optional<Long> optionalInteger(String key, long least, long most) {
    String value = text(key);
    if (value == null) {
      return Optional.empty();
    }
    String expectation = "a whole number from " + least + " to " + most;
    try {
      long number = Long.parseLong(value);
      if (number < least || number > most) {
        throw invalid(key, expectation);
      }
      return Optional.of(number);
    } catch (NumberFormatException e) {
      throw invalid(key, expectation);
    }
  }

  /** A share above 0 and up to 1. */
  double share(String key) {
    try {
      var number = new BigDecimal(required(key));
      if (number.signum() > 0 && number.compareTo(BigDecimal.ONE) <= 0) {
        return number.doubleValue();
      }
    } catch (NumberFormatException e) {
      throw invalid(key, "a number above 0 and up to 1");
    }
    throw invalid(key, "a number above 0 and up to 1");
  }

  boolean flag(String key) {
    String value = text(key);
    return switch (value) {
      case null -> false;
      case "true" -> true;
      case "false" -> false;
      default -> throw invalid(key, "true or false");
    };
  }

  Duration duration(String key, String least, String most) {
    Optional<Duration> duration = optionalDuration(key, least, most);
    return duration.orElseThrow(() -> new ConfigException(key + " must be set"));
  }

  Optional<Duration> optionalDuration(String key, String least, String most) {
    String value = text(key);
    if (value == null) {
      return Optional.empty();
    }
    Optional<Duration> duration = Quantities.duration(value);
    if (duration.isEmpty()
        || duration.get().compareTo(Quantities.duration(least).orElseThrow()) < 0
        || duration.get().compareTo(Quantities.duration(most).orElseThrow()) > 0) {
      throw invalid(key, "a duration such as 20ms, 5s, 1h, from " + least + " to " + most);
    }
    return duration;
  }

  long size(String key, String least, String most) {
    Optional<Long> size = Quantities.bytes(required(key));
    if (size.isEmpty()
        || size.get() < Quantities.bytes(least).orElseThrow()
        || size.get() > Quantities.bytes(most).orElseThrow()) {
      throw invalid(key, "a size such as 512KiB or 24MiB, from " + least + " to " + most);
    }
    return size.get();
  }

  <E extends Enum<E>> E choice(String key, Class<E> type) {
    return parse(key, type, required(key));
  }

  <E extends Enum<E>> Set<E> choices(String key, Class<E> type) {
    var chosen = EnumSet.noneOf(type);
    for (String word : required(key).split(",", -1)) {
      chosen.add(parse(key, type, word.strip()));
    }
    return Set.copyOf(chosen);
  }

  private <E extends Enum<E>> E parse(String key, Class<E> type, String word) {
    for (E constant : type.getEnumConstants()) {
      if (label(constant).equals(word)) {
        return constant;
      }
    }
    String all =
        Arrays.stream(type.getEnumConstants()).map(Values::label).collect(Collectors.joining(", "));
    throw invalid(key, "of " + all);
  }

  private static String label(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  /** The refusal of what the key holds; the value itself may be a secret and is not repeated. */
  ConfigException invalid(String key, String expectation) {
    return new ConfigException(
        "invalid value for "
            + key
            + " ("
            + settings.get(key).origin()
            + "): must be "
            + expectation);
  }
}
