package dev.tercet.testkit.memory.table;

import dev.tercet.saga.port.AnswerStore.Verdict;
import dev.tercet.saga.port.DeadLetters.Exchange;
import dev.tercet.saga.text.StorableText;
import org.jspecify.annotations.Nullable;

/** What a call's row keeps of the words of its end. */
final class VerdictWords {
  private VerdictWords() {}

  static @Nullable String reason(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Valid _ -> null;
      case Verdict.Invalid(var reason, var _) -> reason;
      case Verdict.Cut(var reason, var _) -> reason;
      case Verdict.Broken(var reason, _) -> reason;
      case Verdict.Refused(var code, var message, _) -> code + ": " + message;
    };
  }

  static @Nullable String raw(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Invalid(var _, var raw) -> StorableText.of(raw, Exchange.MOST_RAW);
      case Verdict.Cut(var _, var raw) -> StorableText.of(raw, Exchange.MOST_RAW);
      case Verdict.Valid _, Verdict.Broken _, Verdict.Refused _ -> null;
    };
  }
}
