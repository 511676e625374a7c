package dev.tercet.saga.money;

import dev.tercet.saga.ModelCall;
import dev.tercet.saga.Usage;

/** Says what a call costs that ends now. */
@FunctionalInterface
public interface Pricing {
  /** Of which nothing costs what is known. */
  Pricing UNKNOWN = (_, _, _) -> new Charge.Unpriced(null);

  /** What a call costs that asks that model of that provider and uses so much. */
  Charge charge(String provider, String model, Usage usage);

  /** The same in a batch, which costs half of it, by the makers' own word; the version says so. */
  default Pricing ofBatches() {
    return (provider, model, usage) -> {
      Charge direct = charge(provider, model, usage);
      return direct instanceof Charge.Priced(var cost, var version)
          ? new Charge.Priced(cost.half(), version + " (batch)")
          : direct;
    };
  }

  /** What the call costs that used so much. */
  default Charge charge(ModelCall call, Usage usage) {
    return charge(call.provider(), call.model(), usage);
  }
}
