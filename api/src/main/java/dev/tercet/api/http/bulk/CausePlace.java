package dev.tercet.api.http.bulk;

import dev.tercet.api.http.Cursor;
import dev.tercet.saga.FailureClass;
import dev.tercet.saga.Stage;
import dev.tercet.saga.port.DeadLetters.Cause;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A cause as the cursor of a list writes it. */
final class CausePlace {
  private static final int PARTS = 4;

  private CausePlace() {}

  static String write(Cause cause) {
    return Cursor.CAUSES.write(
        String.join(
            " ",
            cause.project().toString(),
            cause.failureClass().label(),
            cause.stage().label(),
            cause.code()));
  }

  /** The cause for which the cursor stands; null when there is none. */
  static @Nullable Cause read(@Nullable String cursor) {
    String place = Cursor.CAUSES.read(cursor, "");
    if (place.isEmpty()) {
      return null;
    }
    String[] parts = place.split(" ", PARTS);
    return new Cause(
        UUID.fromString(parts[0]),
        parts[3],
        FailureClass.ofLabel(parts[1]),
        Stage.ofLabel(parts[2]));
  }
}
