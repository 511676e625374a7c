package dev.tercet.saga.money;

import dev.tercet.saga.ModelCall;
import dev.tercet.saga.Usage;

/** Says what a call costs that ends now. */
@FunctionalInterface
public interface Pricing {
  /** Of which nothing costs what is known. */
  Pricing UNKNOWN = (_, _) -> new Charge.Unpriced(null);

  /** What the call costs that used so much. */
  Charge charge(ModelCall call, Usage usage);
}
