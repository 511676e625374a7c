package dev.tercet.cli.bench.count;

/** Numbers as a line of JSON tells them. */
public final class Rounded {
  private static final double HUNDREDTHS = 100;
  private static final double TEN_THOUSANDTHS = 10_000;

  private Rounded() {}

  /** To two places. */
  public static double hundredths(double number) {
    return Math.round(number * HUNDREDTHS) / HUNDREDTHS;
  }

  /** To four places. */
  public static double tenThousandths(double number) {
    return Math.round(number * TEN_THOUSANDTHS) / TEN_THOUSANDTHS;
  }
}
