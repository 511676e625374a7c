package dev.tercet.api.http;

import dev.tercet.api.config.Quantities;
import dev.tercet.api.problem.Problem;
import dev.tercet.api.problem.ProblemCode;
import io.micronaut.http.HttpParameters;
import io.micronaut.http.HttpRequest;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A request's query parameters, read strictly: an unknown, doubled or senseless one is refused. */
public final class Parameters {
  static final int MOST_ITEMS = 1_000;
  private static final int DEFAULT_ITEMS = 100;
  private static final int LONGEST = 2_048;
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

  private final HttpParameters parameters;

  private Parameters(HttpParameters parameters) {
    this.parameters = parameters;
  }

  /** The parameters of {@code request}, of which only {@code known} ones may be there. */
  public static Parameters of(HttpRequest<?> request, String... known) {
    HttpParameters parameters = request.getParameters();
    for (String name : parameters.names()) {
      if (!Set.of(known).contains(name)) {
        throw refusal(
            name,
            known.length == 0
                ? name + " is not known here"
                : name + " is not known here; known: " + String.join(", ", known));
      }
      List<String> values = parameters.getAll(name);
      if (values.size() != 1) {
        throw refusal(name, name + " may be given once");
      }
    }
    return new Parameters(parameters);
  }

  /** The parameter, or null when it is absent; an empty one is as good as absent. */
  public @Nullable String text(String name) {
    String value = parameters.get(name);
    if (value == null || value.isEmpty()) {
      return null;
    }
    if (value.length() > LONGEST || value.indexOf(0) >= 0) {
      throw refusal(name, name + " has at most " + LONGEST + " characters and no NUL");
    }
    return value;
  }

  /** The limit, 1 to {@value #MOST_ITEMS}; {@value #DEFAULT_ITEMS} unless given. */
  public int limit() {
    return limit(DEFAULT_ITEMS);
  }

  /** The limit, 1 to {@value #MOST_ITEMS}, or {@code absent}. */
  int limit(int absent) {
    String value = parameters.get("limit");
    if (value == null) {
      return absent;
    }
    try {
      int limit = Integer.parseInt(value);
      if (limit >= 1 && limit <= MOST_ITEMS) {
        return limit;
      }
    } catch (NumberFormatException e) {
      throw refusal("limit", "limit is a whole number from 1 to " + MOST_ITEMS);
    }
    throw refusal("limit", "limit is a whole number from 1 to " + MOST_ITEMS);
  }

  /** Where the page begins, or null at the start. */
  public @Nullable String cursor() {
    return parameters.get("cursor");
  }

  /** One of an enum's names in lower case, or null when it is absent. */
  public <E extends Enum<E>> @Nullable E choice(String name, Class<E> type) {
    String value = text(name);
    if (value == null) {
      return null;
    }
    for (E constant : type.getEnumConstants()) {
      if (constant.name().toLowerCase(Locale.ROOT).equals(value)) {
        return constant;
      }
    }
    throw refusal(
        name,
        name
            + " is one of "
            + Arrays.stream(type.getEnumConstants())
                .map(it -> it.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", ")));
  }

  /** Whether it is {@code true}; it may be {@code false} or absent, and nothing else. */
  boolean isTrue(String name) {
    String value = text(name);
    if (value == null || value.equals("false")) {
      return false;
    }
    if (value.equals("true")) {
      return true;
    }
    throw refusal(name, name + " is true or false");
  }

  /** How long the caller would wait; zero unless given. */
  Duration patience() {
    String value = parameters.get("wait");
    return value == null
        ? Duration.ZERO
        : Quantities.duration(value)
            .filter(it -> it.compareTo(LONGEST_WAIT) <= 0)
            .orElseThrow(
                () -> refusal("wait", "wait is a duration up to 60s, such as 500ms or 30s"));
  }

  /** The place is written as the address has it. */
  private static RuntimeException refusal(String name, String detail) {
    return Problem.at(ProblemCode.INVALID_PARAMETER, "?" + name, detail).refusal();
  }
}
