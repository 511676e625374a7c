package dev.tercet.api.http;

import dev.tercet.api.problem.Problem;
import dev.tercet.api.problem.ProblemCode;
import dev.tercet.saga.id.Fingerprint;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The place after which the next page begins, opaque for callers. It carries the name of its list
 * and a check, so that one that was cut, changed or taken from another list is refused.
 */
public enum Cursor {
  EXTRACTIONS,
  CAUSES,
  PASSAGES,
  ENTITIES,
  PROJECTS,
  SPEND;

  private static final int CHECK_DIGITS = 8;
  private static final int LONGEST = 8_000;

  /** The cursor that stands for {@code place}. */
  public String write(String place) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString((check(place) + place).getBytes(StandardCharsets.UTF_8));
  }

  /** The place for which the cursor stands; {@code first} when there is none. */
  public String read(@Nullable String cursor, String first) {
    if (cursor == null) {
      return first;
    }
    if (cursor.length() > LONGEST) {
      throw refusal();
    }
    try {
      String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
      if (text.length() >= CHECK_DIGITS) {
        String place = text.substring(CHECK_DIGITS);
        if (write(place).equals(cursor)) {
          return place;
        }
      }
    } catch (IllegalArgumentException e) {
      throw refusal();
    }
    throw refusal();
  }

  /** The id for which the cursor stands; null when there is none. */
  @Nullable UUID readId(@Nullable String cursor) {
    String place = read(cursor, "");
    return place.isEmpty() ? null : UUID.fromString(place);
  }

  private String check(String place) {
    return Fingerprint.of(name(), place).hex().substring(0, CHECK_DIGITS);
  }

  private static RuntimeException refusal() {
    return Problem.of(
            ProblemCode.INVALID_PARAMETER,
            "cursor is not one that an answer to this address gave as next")
        .refusal();
  }
}
