package dev.tercet.saga.money;

import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * An exact sum.
 *
 * @param nanos billionths of the currency's unit
 * @param currency its code, such as {@code USD}
 */
public record Money(BigInteger nanos, String currency) {
  /** Billionths have so many decimal places. */
  public static final int PLACES = 9;

  public Money(long nanos, String currency) {
    this(BigInteger.valueOf(nanos), currency);
  }

  /** Half of it, rounded up. */
  public Money half() {
    return new Money(nanos.add(BigInteger.ONE).shiftRight(1), currency);
  }

  /** The amount as a decimal number without needless zeros, such as {@code 0.00015}. */
  public String amount() {
    return nanos.signum() == 0
        ? "0"
        : new BigDecimal(nanos, PLACES).stripTrailingZeros().toPlainString();
  }
}
