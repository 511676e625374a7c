package dev.tercet.saga.money;

import dev.tercet.saga.ModelCall;
import dev.tercet.saga.Usage;
import dev.tercet.saga.port.AnswerStore.Verdict;

/** Says what a call costs that ends now. */
@FunctionalInterface
public interface Pricing {
  /** Of which nothing costs what is known. */
  Pricing UNKNOWN = (_, _) -> new Charge.Unpriced(null);

  /** What the call costs that used so much. */
  Charge charge(ModelCall call, Usage usage);

  /** The same of one that ended like this: what was turned away costs nothing. */
  default Charge charge(ModelCall call, Verdict verdict, Usage usage) {
    boolean isUnpaid =
        switch (verdict) {
          case Verdict.Broken(_, var turnedAway) -> turnedAway;
          case Verdict.Refused(_, _, var turnedAway) -> turnedAway;
          case Verdict.Valid _, Verdict.Invalid _, Verdict.Cut _ -> false;
        };
    return isUnpaid ? new Charge.Free() : charge(call, usage);
  }
}
