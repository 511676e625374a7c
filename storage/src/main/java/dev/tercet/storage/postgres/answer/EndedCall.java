package dev.tercet.storage.postgres.answer;

import dev.tercet.saga.ModelCall;
import dev.tercet.saga.Usage;
import dev.tercet.saga.answer.AnswerRepair;
import dev.tercet.saga.money.Charge;
import dev.tercet.saga.port.AnswerStore.Verdict;
import dev.tercet.saga.text.StorableText;
import org.jspecify.annotations.Nullable;

/** A call, its end, and what it costs. */
record EndedCall(ModelCall call, Verdict verdict, Usage usage, Charge charge) {
  private static final int LONGEST_REASON = 1_000;
  static final int LONGEST_RAW = 64 * 1024 / 3; // characters, of at most 3 bytes each

  /** As the column {@code fault} names an invalid answer, and one that was cut off. */
  private static final String INVALID = "invalid";

  static final String CUT = "cut";

  @Nullable Long costNanos() {
    return switch (charge) {
      case Charge.Priced(var cost, _) -> cost.nanos().longValueExact();
      case Charge.Free(), Charge.Inside() -> 0L;
      case Charge.Unpriced _ -> null;
    };
  }

  @Nullable String currency() {
    return charge instanceof Charge.Priced(var cost, _) ? cost.currency() : null;
  }

  @Nullable String priceVersion() {
    return switch (charge) {
      case Charge.Priced(_, var version) -> version;
      case Charge.Unpriced(var version) -> version;
      case Charge.Free(), Charge.Inside() -> null;
    };
  }

  boolean isInside() {
    return charge instanceof Charge.Inside;
  }

  FindAnswers.Wanted wanted() {
    return new FindAnswers.Wanted(call.project(), call.fingerprint());
  }

  String label() {
    return switch (verdict) {
      case Verdict.Valid _ -> "valid";
      case Verdict.Invalid _, Verdict.Cut _ -> INVALID;
      case Verdict.Broken _, Verdict.Refused _ -> "broken";
    };
  }

  @Nullable String fault() {
    return switch (verdict) {
      case Verdict.Valid _, Verdict.Broken _, Verdict.Refused _ -> null;
      case Verdict.Invalid _ -> INVALID;
      case Verdict.Cut _ -> CUT;
    };
  }

  @Nullable String facts() {
    return verdict instanceof Verdict.Valid(var facts, _, _) ? StorableText.of(facts) : null;
  }

  @Nullable String repaired() {
    return verdict instanceof Verdict.Valid(_, var repairs, _) && !repairs.isEmpty()
        ? AnswerRepair.labels(repairs)
        : null;
  }

  @Nullable String dropped() {
    return verdict instanceof Verdict.Valid(_, _, var dropped) && !dropped.told().isEmpty()
        ? StorableText.of(dropped.told())
        : null;
  }

  @Nullable String reason() {
    return switch (verdict) {
      case Verdict.Valid _ -> null;
      case Verdict.Invalid(var reason, _) -> StorableText.of(reason, LONGEST_REASON);
      case Verdict.Cut(var reason, _) -> StorableText.of(reason, LONGEST_REASON);
      case Verdict.Broken(var reason, _) -> StorableText.of(reason, LONGEST_REASON);
      case Verdict.Refused(var code, var message, _) ->
          StorableText.of(code + ": " + message, LONGEST_REASON);
    };
  }

  @Nullable String refusedCode() {
    return verdict instanceof Verdict.Refused(var code, _, _) ? code : null;
  }

  @Nullable String refusedMessage() {
    return verdict instanceof Verdict.Refused(_, var message, _)
        ? StorableText.of(message, LONGEST_REASON)
        : null;
  }

  @Nullable String raw() {
    return switch (verdict) {
      case Verdict.Valid _, Verdict.Broken _, Verdict.Refused _ -> null;
      case Verdict.Invalid(_, var raw) -> StorableText.of(raw, LONGEST_RAW);
      case Verdict.Cut(_, var raw) -> StorableText.of(raw, LONGEST_RAW);
    };
  }
}
